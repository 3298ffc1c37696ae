import ts from 'typescript';

/** A part of a template's code that is copied from the file. */
export interface Copy {
  /** Offset in the code. */
  at: number;
  length: number;
  /** Offset in the file's text. */
  start: number;
  /** Characters there: more than `length` where one character is written as an entity. */
  width: number;
  /** The quotes of the attribute that it stands in; empty where the attribute has none. */
  quote?: '"' | "'" | '' | undefined;
  /** What is read in its place, where code of a script is read with the template. */
  standIn?: string | undefined;
}

export interface Range {
  start: number;
  end: number;
}

/** The expressions of a component's template, as code that is read behind the end of its scripts. */
export interface Template {
  /** The whole file, in which the comments of its markup stand. */
  text: string;
  /** Each expression in scopes of the names that the template binds around it. */
  code: string;
  /** In the order of the code. */
  copies: readonly Copy[];
  /** What a comment in markup may stand above, as ranges of the file. */
  places: readonly Range[];
  /** Whether a name that the script imports is known in the template. */
  seesImports: boolean;
  /** What the parser did not read, as ranges of the file, and why. */
  refused: readonly (Range & { reason: string })[];
}

/** What the compiler reads of a text: the scripts where they stand, and the template's code behind them. */
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

/** The outermost nodes that stand where the template has them, of each source that has such. */
const embedded = new WeakMap<ts.SourceFile, readonly ts.Node[]>();

/**
 * Nodes of a template, which do not lie within their parents' range. Whoever looks for a node by its offset asks them first.
 *
 * @returns the outermost ones
 */
export const embeddedIn = (source: ts.SourceFile): readonly ts.Node[] => embedded.get(source) ?? [];

/**
 * Gives every node that was copied from the template the offsets that it has in the file, so that positions, texts and edits of it need
 * no translation. What only the compiler was told stays behind the end of the text.
 *
 * @param source of {@link textWithTemplate}
 * @param text with the template's expressions in their places
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
  embedded.set(source, outermost);
}

const isNodeArray = (value: unknown): value is ts.NodeArray<ts.Node> =>
  Array.isArray(value) && 'pos' in value && 'end' in value;

/** From offsets of the text that is read to offsets of the file. */
function offsetsInFile(copies: readonly Copy[], begin: number) {
  return {
    startOf(offset: number): number | undefined {
      const copy = copies.find(({ at, length }) => begin + at <= offset && offset < begin + at + length);
      return copy && copy.start + (copy.width === copy.length ? offset - begin - copy.at : 0);
    },
    /** Where what is copied next begins: for what ends with an element, which is no code. */
    nextAfter: (offset: number) => copies.find(({ at }) => begin + at >= offset)?.start,
    endOf(offset: number): number | undefined {
      const copy = copies.find(({ at, length }) => begin + at < offset && offset <= begin + at + length);
      return copy && copy.start + (copy.width === copy.length ? offset - begin - copy.at : copy.width);
    },
  };
}

/** Whether an offset of the file stands in the template. */
export function isInTemplate(template: Template, offset: number): boolean {
  return copyAround(template, offset) !== undefined;
}

/** The copied part that an offset of the file stands in. */
export function copyAround({ copies }: Template, offset: number): Copy | undefined {
  return copies.find(
    ({ start, width, standIn }) => standIn === undefined && start <= offset && offset <= start + width,
  );
}
