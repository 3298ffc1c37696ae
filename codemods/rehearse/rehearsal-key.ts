/** A key that exists nowhere, for whatever needs one. */
export const REHEARSAL_KEY = 'sk_sandbox_rehearsal';
