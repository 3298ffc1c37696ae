import ts from 'typescript';
import { name as tool } from '../package.json';
import { type Edit, inserted } from './edits';
import { lineBreakOf, lineStart } from './lines';

const MARK = `TODO(${tool}):`;

/** Where the line of a rule stands above a statement, or would. */
export interface TodoPlace {
  rule: string;
  /** Where the statement's line begins: sites of one statement share their line. */
  line: number;
  /** Where a new line goes, and what is before and behind it. */
  at: number;
  indent: string;
  lineBreak: string;
  /** The line that an earlier run wrote. */
  written?: { start: number; end: number };
}

/** @returns `undefined` where no comment may stand */
export function todoPlace(
  text: string,
  source: ts.SourceFile,
  node: ts.Node,
  rule: string,
): TodoPlace | undefined {
  const line = todoLine(text, source, node);
  if (line === undefined) return undefined;
  const { start, comments } = withCommentsAbove(text, line);
  const written = new RegExp(
    `^[ \\t]*// ${MARK.replace(/[()]/g, '\\$&')} \\[${rule}\\][^\\r\\n]*(?:\\r\\n|\\n|\\r)`,
    'm',
  ).exec(comments);
  return {
    rule,
    line,
    at: start,
    indent: /^[ \t]*/.exec(text.slice(line))![0],
    lineBreak: lineBreakOf(text),
    ...(written && {
      written: { start: start + written.index, end: start + written.index + written[0].length },
    }),
  };
}

/**
 * The line that tells a reader of the code what the report says: above the statement of a site, once for each rule
 * however often the tool runs.
 */
export function todoAbove({ rule, at, indent, lineBreak, written }: TodoPlace, reason: string): Edit[] {
  if (written) return [];
  return [inserted(at, `${indent}// ${MARK} [${rule}] ${reason.replace(/\s+/g, ' ')}${lineBreak}`)];
}

/** Takes out what an earlier run wrote above a statement, where nothing of the rule is left for a person. */
export function withoutTodo({ written }: TodoPlace): Edit[] {
  return written ? [{ ...written, text: '' }] : [];
}

/** Start of the line of the innermost statement or member that begins its line: a comment may stand above it. */
export function todoLine(text: string, source: ts.SourceFile, node: ts.Node): number | undefined {
  for (let at: ts.Node | undefined = node; at && !ts.isSourceFile(at); at = at.parent) {
    if (!isPlaceForComment(at)) continue;
    const offset = at.getStart(source);
    const start = lineStart(text, offset);
    if (/^\uFEFF?[ \t]*$/.test(text.slice(start, offset)))
      return text[start] === '\uFEFF' ? start + 1 : start;
  }
  return undefined;
}

function isPlaceForComment(node: ts.Node): boolean {
  if (ts.isBlock(node)) return false;
  return ts.isStatement(node) || ts.isClassElement(node);
}

/** `// eslint-disable-next-line` and its like must stay right above their line. */
function withCommentsAbove(text: string, anchor: number): { start: number; comments: string } {
  let start = anchor;
  for (;;) {
    const before = start === 0 ? undefined : lineStart(text, withoutLineBreak(text, start));
    if (before === undefined || !/^\uFEFF?[ \t]*\/\//.test(text.slice(before, start))) break;
    start = text[before] === '\uFEFF' ? before + 1 : before;
    if (before === 0) break;
  }
  return { start, comments: text.slice(start, anchor) };
}

/** Offset of the end of the line before the one that starts here. */
function withoutLineBreak(text: string, start: number): number {
  return text[start - 1] === '\n' && text[start - 2] === '\r' ? start - 2 : start - 1;
}
