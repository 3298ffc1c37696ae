/** The line break that a text uses: its first one. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at -= 1;
  return at;
}

export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

/** 1-based position; a byte order mark is no column. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const start = lineStart(text, offset);
  const mark = start === 0 && text.startsWith('\uFEFF') ? 1 : 0;
  return { line: lineNumber(text, start), column: offset - start - mark + 1 };
}

function lineNumber(text: string, start: number): number {
  let line = 1;
  for (let at = 0; at < start; at += 1) {
    if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) line += 1;
  }
  return line;
}
