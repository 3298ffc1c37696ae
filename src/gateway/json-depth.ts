/** Maximum depth of an answer's JSON. No regular answer is deeper, and deep JSON costs more than its size suggests. */
export const deepest = 500;

const quote = 0x22;
const backslash = 0x5c;
/** `[` and `{` differ in one bit only, as do `]` and `}`. */
const opening = 0x5b;
const closing = 0x5d;
const brace = 0x20;

/** Whether a JSON text is nested more than `deepest` levels deep. Reads it byte by byte, without recursion. */
export function isNestedTooDeeply(body: Buffer): boolean {
  // A level takes at least two bytes, so a short answer cannot be too deep.
  if (body.length <= 2 * deepest) return false;
  let depth = 0;
  let inText = false;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]!;
    if (inText) {
      if (byte === backslash) index++;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if ((byte & ~brace) === opening && ++depth > deepest) return true;
    else if ((byte & ~brace) === closing) depth--;
  }
  return false;
}
