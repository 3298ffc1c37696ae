/** A choice that leaves everything as it is. */
export const ACCEPT = 'accept';

/** It is what the question asks for. */
export const YES = 'yes';

/** It is somebody else's. */
export const NO = 'no';

/** A place that no run reads is read all the same. */
export const TAKE_IN = 'take-in';
