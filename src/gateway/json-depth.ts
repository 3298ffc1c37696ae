/** Levels of an answer's JSON. What lies deeper is nobody's honest answer, and costs more than its size says. */
export const deepest = 500;

const quote = 0x22;
const backslash = 0x5c;
/** `[` and `{`, `]` and `}`: they differ in one bit. */
const opening = 0x5b;
const closing = 0x5d;
const brace = 0x20;

/** Whether a text of JSON is nested more than `deepest` levels deep; read byte by byte, without a stack. */
export function isNestedTooDeeply(body: Buffer): boolean {
  // It takes two bytes a level, and hardly an answer has as many.
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
