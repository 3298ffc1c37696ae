const LONGEST = 60;

/** Code on one line, short enough to stand in a sentence. */
export function shortenedCode(code: string): string {
  const flat = code.replace(/\s+/g, ' ');
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST - 1)}…` : flat;
}
