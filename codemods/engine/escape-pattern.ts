/** Escapes a text for a regular expression, where it stands outside of brackets. */
export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
