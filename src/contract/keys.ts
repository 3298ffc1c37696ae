/** Whether a text starts like an API key (FACT: contract, section 1). The rest is not checked. */
export function startsLikeKey(text: string): boolean {
  return /^[sp]k_(?:sandbox|live)_/.test(text);
}
