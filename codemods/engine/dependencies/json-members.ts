/** The offsets of a JSON object's member in the text. */
export interface Member {
  key: string;
  /** Offset of the key's opening quote. */
  keyStart: number;
  /** Offset after the key's closing quote. */
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
}

/**
 * The members of the object whose `{` is at an offset, in their order.
 *
 * @param text valid JSON, parsed by the caller before
 */
export function membersOf(text: string, objectStart: number): Member[] {
  const members: Member[] = [];
  let at = skipSpace(text, objectStart + 1);
  while (text[at] === '"') {
    const keyStart = at;
    const keyEnd = endOfString(text, at);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const valueEnd = endOfValue(text, valueStart);
    members.push({
      key: JSON.parse(text.slice(keyStart, keyEnd)) as string,
      keyStart,
      keyEnd,
      valueStart,
      valueEnd,
    });
    at = skipSpace(text, valueEnd);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  for (;;) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') {
      depth += 1;
      at += 1;
    } else if (character === '}' || character === ']') {
      if (depth === 0) return at;
      depth -= 1;
      at += 1;
    } else if (depth === 0 && (character === ',' || character === undefined || /\s/.test(character)))
      return at;
    else at += 1;
    if (depth === 0 && (text[at - 1] === '"' || text[at - 1] === '}' || text[at - 1] === ']')) return at;
  }
}
