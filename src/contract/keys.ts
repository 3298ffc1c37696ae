/** Whether a text starts as a key does (FACT: contract, section 1), whatever comes after. */
export function startsLikeKey(text: string): boolean {
  return /^[sp]k_(?:sandbox|live)_/.test(text);
}
