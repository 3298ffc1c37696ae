/** A choice that leaves everything as it is. */
export const ACCEPT = 'accept';

/** Answers the question with yes. */
export const YES = 'yes';

/** The receiver is not the provider's. */
export const NO = 'no';

/** Scans a file that runs would otherwise skip. */
export const TAKE_IN = 'take-in';
