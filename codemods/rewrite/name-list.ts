import ts from 'typescript';
import { lineBreakOf } from './lines';

/** `{ a, b as c }` of an import or an export, `{ a, b: c }` of a `require`. */
export type NameList = ts.NamedImports | ts.NamedExports | ts.ObjectBindingPattern;

/** A name of a list with the comments around it. */
interface Slot {
  element: ts.Node;
  text: string;
  /** The comma with the blanks before it; mostly empty after the last name. */
  comma: string;
  /** A comment after the comma, if it ends the line. */
  behind: string;
}

/** The text of a list with only some of its names; each keeps its comments, its line and its indentation. */
export function withOnly(list: NameList, kept: ReadonlySet<ts.Node>, text: string): string {
  const { slots, tail } = slotsOf(list, text);
  const chosen = slots.filter(({ element }) => kept.has(element));
  const lead = /^\s*/.exec(slots[0]?.text ?? '')![0];
  const names = chosen.map(({ text: name, comma, behind }, index) => {
    const shown = index === 0 ? lead + name.trimStart() : name;
    const isLast = index === chosen.length - 1;
    return shown + (isLast && !list.elements.hasTrailingComma ? '' : comma) + behind;
  });
  const inside = names.join('');
  // The brace must not end up in a comment.
  const needsLine = /\/\/[^\r\n]*$/.test(inside) && !/^[ \t]*[\r\n]/.test(tail);
  return `{${inside}${needsLine ? lineBreakOf(text) : ''}${tail}}`;
}

function slotsOf(list: NameList, text: string): { slots: Slot[]; tail: string } {
  const close = list.getEnd() - 1;
  let from = list.getStart() + 1;
  const slots = list.elements.map((element: ts.Node): Slot => {
    const end = endOfComments(text, element.getEnd());
    const comma = /^\s*,/.exec(text.slice(end, close))?.[0] ?? '';
    const lineEnd = endOfComments(text, end + comma.length);
    const endsLine = comma !== '' && /^[ \t]*[\r\n]/.test(text.slice(lineEnd, close));
    const behind = endsLine ? text.slice(end + comma.length, lineEnd) : '';
    const slot = { element, text: text.slice(from, end), comma, behind };
    from = end + comma.length + behind.length;
    return slot;
  });
  return { slots, tail: text.slice(from, close) };
}

/** End of the comments that follow on the same line. */
function endOfComments(text: string, offset: number): number {
  return ts.getTrailingCommentRanges(text, offset)?.at(-1)?.end ?? offset;
}
