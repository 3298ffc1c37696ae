import ts from 'typescript';
import { name as tool } from '../package.json';
import { isInTemplate, placesAround, type Template } from '../resolve/template';
import type { Unit } from '../resolve/unit';
import { type Edit, inserted } from './edits';
import { lineBreakOf, lineStart } from './lines';

const MARK = `TODO(${tool}):`;

/** Position of the TODO line of a rule above a statement, whether or not the line exists. */
export interface TodoPlace {
  rule: string;
  /** Start of the statement's line: sites of one statement share it. */
  line: number;
  /** Offset for a new line, with the text before and after it. */
  at: number;
  indent: string;
  lineBreak: string;
  /** Whether it is a comment of markup. */
  isMarkup: boolean;
  /** The line that an earlier run wrote. */
  written?: { start: number; end: number };
}

/** @returns `undefined` where no comment may stand */
export function todoPlace(
  text: string,
  unit: Unit,
  source: ts.SourceFile,
  node: ts.Node,
  rule: string,
): TodoPlace | undefined {
  const line = todoLine(text, unit, source, node);
  if (line === undefined) return undefined;
  const isMarkup = isOfTemplate(unit, node.getStart(source));
  const { start, comments } = withCommentsAbove(text, line, isMarkup);
  const written = new RegExp(
    `^[ \\t]*${isMarkup ? '<!--' : '//'} ${MARK.replace(/[()]/g, '\\$&')} \\[${rule}\\][^\\r\\n]*(?:\\r\\n|\\n|\\r)`,
    'm',
  ).exec(comments);
  return {
    rule,
    line,
    at: start,
    indent: /^[ \t]*/.exec(text.slice(line))![0],
    lineBreak: lineBreakOf(text),
    isMarkup,
    ...(written && {
      written: { start: start + written.index, end: start + written.index + written[0].length },
    }),
  };
}

/**
 * Adds the TODO line with the report's reason, above the statement of a site; once for each rule, however often the tool runs.
 */
export function todoAbove(place: TodoPlace, reason: string): Edit[] {
  const { rule, at, indent, lineBreak, isMarkup, written } = place;
  if (written) return [];
  const line = `${MARK} [${rule}] ${reason.replace(/\s+/g, ' ')}`;
  return [inserted(at, `${indent}${isMarkup ? markupComment(line) : `// ${line}`}${lineBreak}`)];
}

/** Breaks up text that would end the comment. */
const markupComment = (text: string): string => `<!-- ${text.replace(/--(!?>)/g, '-- $1')} -->`;

/** Removes the TODO line of an earlier run, when no site of its rule is left for a person. */
export function withoutTodo({ written }: TodoPlace): Edit[] {
  return written ? [{ ...written, text: '' }] : [];
}

/**
 * Start of the line of the innermost statement or member that begins its line, or of the innermost element in a template: a comment may
 * stand above it.
 */
export function todoLine(text: string, unit: Unit, source: ts.SourceFile, node: ts.Node): number | undefined {
  const { template } = unit;
  const offset = node.getStart(source);
  const starts =
    template && isInTemplate(template, offset)
      ? startsAround(template, offset)
      : statementsAround(node).map((statement) => statement.getStart(source));
  for (const place of starts) {
    // Skips the declarations that we append for the compiler.
    if (place >= text.length) continue;
    const start = lineStart(text, place);
    // A semicolon that separates the statement from the previous line may come first.
    if (/^\uFEFF?[ \t]*(?:;[ \t]*)?$/.test(text.slice(start, place)))
      return text[start] === '\uFEFF' ? start + 1 : start;
  }
  return undefined;
}

/** Enclosing statements and members, the innermost first. */
function statementsAround(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  for (let at: ts.Node | undefined = node; at && !ts.isSourceFile(at); at = at.parent) {
    if (isPlaceForComment(at)) found.push(at);
  }
  return found;
}

/** Starts of the template elements that a comment may stand above, the innermost first. */
function startsAround(template: Template, offset: number): number[] {
  return [...placesAround(template, offset)]
    .sort((a, b) => a.end - a.start - (b.end - b.start))
    .map(({ start }) => start);
}

const isOfTemplate = ({ template }: Unit, offset: number): boolean =>
  template !== undefined && isInTemplate(template, offset);

function isPlaceForComment(node: ts.Node): boolean {
  if (ts.isBlock(node)) return false;
  return ts.isStatement(node) || ts.isClassElement(node);
}

/** Comments such as `// eslint-disable-next-line` must stay directly above their line. */
function withCommentsAbove(
  text: string,
  anchor: number,
  isMarkup: boolean,
): { start: number; comments: string } {
  let start = anchor;
  while (start > 0) {
    const before = commentBefore(text, start, isMarkup);
    if (before === undefined) break;
    start = text[before] === '\uFEFF' ? before + 1 : before;
    if (before === 0) break;
  }
  return { start, comments: text.slice(start, anchor) };
}

/** A comment for a tool, which applies to the next line. */
const FOR_NEXT_LINE = /(?:next-line|[\w-]*ignore|expect-error)\b/;

/** Start of the comment that ends directly above a line. */
function commentBefore(text: string, start: number, isMarkup: boolean): number | undefined {
  const end = withoutLineBreak(text, start);
  const line = lineStart(text, end);
  const above = text.slice(line, end);
  if (isMarkup) return /^\uFEFF?[ \t]*<!--/.test(above) ? line : undefined;
  if (/^\uFEFF?[ \t]*\/\//.test(above)) return line;
  if (!/\*\/[ \t]*$/.test(above)) return undefined;
  const opened = text.lastIndexOf('/*', end);
  const first = lineStart(text, Math.max(0, opened));
  const isAlone = opened >= 0 && /^\uFEFF?[ \t]*$/.test(text.slice(first, opened));
  return isAlone && FOR_NEXT_LINE.test(text.slice(opened, end)) ? first : undefined;
}

/** Offset of the end of the previous line, before its line break. */
function withoutLineBreak(text: string, start: number): number {
  return text[start - 1] === '\n' && text[start - 2] === '\r' ? start - 2 : start - 1;
}
