/** A made-up key, which the sandbox accepts. */
export const REHEARSAL_KEY = 'sk_sandbox_rehearsal';
