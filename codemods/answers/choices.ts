/** A choice that leaves everything as it is. */
export const ACCEPT = 'accept';

/** It is what the question asks for. */
export const YES = 'yes';

/** It is somebody else's. */
export const NO = 'no';
