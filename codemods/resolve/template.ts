import ts from 'typescript';
import { firstFrom } from './first-from';
import { rangesAround } from './ranges-around';

/** A part of a template's code that is copied from the file. */
export interface Copy {
  /** Offset in the code. */
  at: number;
  length: number;
  /** Offset in the file's text. */
  start: number;
  /** Characters in the file: more than `length` if a character is written as an entity. */
  width: number;
  /** The quotes of the attribute around the code; empty if it has none. */
  quote?: '"' | "'" | '' | undefined;
  /** Replacement text in the script, for script code that is read with the template. */
  standIn?: string | undefined;
}

export interface Range {
  start: number;
  end: number;
}

/** The expressions of a component's template, as code that is appended to its scripts. */
export interface Template {
  /** The whole file, including the comments of its markup. */
  text: string;
  /** The expressions, each in the scopes of the names that the template binds around it. */
  code: string;
  /** The copied parts, in the order of the code. */
  copies: readonly Copy[];
  /** Ranges of the file above which a comment in markup is possible. */
  places: readonly Range[];
  /** Whether the template sees the names that the script imports. */
  seesImports: boolean;
  /** Ranges of the file that the parser could not read, with reasons. */
  refused: readonly (Range & { reason: string })[];
}

/** The text for the compiler: the scripts in their places, then the template's code. */
export function textWithTemplate(text: string, { code, copies }: Template): string {
  let scripts = '';
  let at = 0;
  for (const { start, width, standIn = '' } of [...copies].sort((a, b) => a.start - b.start)) {
    scripts += text.slice(at, start) + standIn + blank(text.slice(start + standIn.length, start + width));
    at = start + width;
  }
  return `${scripts}${text.slice(at)}\n${code}`;
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/** The outermost template nodes of each source, all of them and by offset. */
const embedded = new WeakMap<
  ts.SourceFile,
  { nodes: readonly ts.Node[]; around: (offset: number) => readonly ts.Node[] }
>();

/**
 * The outermost nodes of a template. They are not within their parents' range, so a search for a node by offset must begin with them.
 */
export const embeddedIn = (source: ts.SourceFile): readonly ts.Node[] => embedded.get(source)?.nodes ?? [];

/** Those of them that an offset is in. */
export const embeddedAround = (source: ts.SourceFile, offset: number): readonly ts.Node[] =>
  embedded.get(source)?.around(offset) ?? [];

/**
 * Gives every node copied from the template its offsets in the file, so that positions, texts and edits need no translation. Nodes that
 * exist only for the compiler stay after the end of the text.
 *
 * @param source the source parsed from {@link textWithTemplate}
 * @param text the file's text, with the template's expressions in their places
 */
export function moveIntoPlace(source: ts.SourceFile, text: string, { copies }: Template): void {
  const inFile = offsetsInFile(copies, text.length + 1);
  const outermost: ts.Node[] = [];
  const visit = (node: ts.Node, isWithin: boolean): void => {
    const isMoved = move(node);
    if (isMoved && !isWithin) outermost.push(node);
    for (const list of Object.values(node)) if (isNodeArray(list)) move(list);
    for (const comment of (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []) visit(comment, isMoved);
    ts.forEachChild(node, (child) => visit(child, isMoved));
  };
  const move = (range: ts.TextRange): boolean => {
    const pos = inFile.startOf(range.pos);
    const end = inFile.endOf(range.end) ?? (pos === undefined ? undefined : inFile.nextAfter(range.end));
    if (pos === undefined || end === undefined || pos > end) return false;
    Object.assign(range, { pos, end });
    return true;
  };
  for (const statement of source.statements) if (statement.end > text.length) visit(statement, false);
  Object.assign(source, { text: text + source.text.slice(text.length) });
  const around = rangesAround(outermost, ({ pos, end }) => ({ start: pos, end }));
  embedded.set(source, { nodes: outermost, around });
}

const isNodeArray = (value: unknown): value is ts.NodeArray<ts.Node> =>
  Array.isArray(value) && 'pos' in value && 'end' in value;

/** Translates offsets of the parsed text to offsets of the file. */
function offsetsInFile(copies: readonly Copy[], begin: number) {
  const endOfCopy = ({ at, length }: Copy) => begin + at + length;
  const inCopy = ({ at, length, start, width }: Copy, offset: number) =>
    start + (width === length ? offset - begin - at : 0);
  return {
    startOf(offset: number): number | undefined {
      const copy = copies[firstFrom(copies, offset + 1, endOfCopy)];
      return copy && begin + copy.at <= offset ? inCopy(copy, offset) : undefined;
    },
    /** Start of the next copied part: for a node that ends with an element, which is no code. */
    nextAfter: (offset: number) => copies[firstFrom(copies, offset, ({ at }) => begin + at)]?.start,
    endOf(offset: number): number | undefined {
      const copy = copies[firstFrom(copies, offset, endOfCopy)];
      if (!copy || begin + copy.at >= offset) return undefined;
      return copy.width === copy.length ? inCopy(copy, offset) : copy.start + copy.width;
    },
  };
}

/** Whether an offset of the file is in the template. */
export function isInTemplate(template: Template, offset: number): boolean {
  return copyAround(template, offset) !== undefined;
}

/** The readable copies of each template by offsets of the file, since every site of a component asks for one. */
const copiesAround = new WeakMap<readonly Copy[], (offset: number) => Copy[]>();

/** The copied part around an offset of the file. */
export function copyAround({ copies }: Template, offset: number): Copy | undefined {
  const around =
    copiesAround.get(copies) ??
    rangesAround(
      copies.filter(({ standIn }) => standIn === undefined),
      // The offset behind the last character counts, too: an edit may end there.
      ({ start, width }) => ({ start, end: start + width + 1 }),
    );
  copiesAround.set(copies, around);
  return around(offset)[0];
}

/** The places of each template by offsets of the file. */
const placesByOffset = new WeakMap<readonly Range[], (offset: number) => Range[]>();

/** The ranges around an offset of the file above which a comment is possible. */
export function placesAround({ places }: Template, offset: number): readonly Range[] {
  const around = placesByOffset.get(places) ?? rangesAround(places, (range) => range);
  placesByOffset.set(places, around);
  return around(offset);
}
