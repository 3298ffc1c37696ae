const LONGEST = 60;

/** Code on one line, shortened for use in a sentence. */
export function shortenedCode(code: string): string {
  const flat = code.replace(/\s+/g, ' ');
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST - 1)}…` : flat;
}
