import { name } from '../package.json';

/** Ends the last line of a report that is Markdown. */
export const MARKDOWN_END = 'Lines and columns are those before the run.';

/** Ends the last line of one that was cut. */
export const MARKDOWN_CUT_END = 'too long for a pull request. The HTML report has it.';

/** Stands in the head of a report that is a page. */
export const PAGE_MARK = `<meta name="generator" content="${name}">`;

/** Bytes that hold the mark of a report that is no Markdown. */
const HEAD = 2048;

const marks: Readonly<Record<string, (head: string, content: Buffer) => boolean>> = {
  '.md': (_, content) => isMarkdownReport(content),
  '.html': (head) => head.includes(PAGE_MARK),
  '.sarif': (head) => head.includes(`"name": "${name}"`),
  '.json': (head) => REPORT.test(head) || QUESTIONS.test(head),
};

const REPORT = new RegExp(
  `^\\uFEFF?\\s*\\{\\s*"schemaVersion":\\s*\\d+,\\s*"tool":\\s*\\{\\s*"name":\\s*"${name}"`,
);
const QUESTIONS = /^\uFEFF?\s*\{\s*"schemaVersion":\s*\d+,\s*"root":\s*"\.",\s*"rewritable":/;

/** Whether a file may be a report of this tool, by its name: others need not be read. */
export const mayBeOwnReport = (file: string): boolean => markOf(file) !== undefined;

/**
 * Whether a file is a report of this tool, or its list of questions. A report shows legacy code and is none, a run may be started beside
 * it, and the next report may take its place.
 */
export function isOwnReport(file: string, content: Buffer): boolean {
  return markOf(file)?.(content.toString('utf8', 0, HEAD), content) ?? false;
}

/** A person may have written below it, and ticked its boxes. */
const isMarkdownReport = (content: Buffer): boolean =>
  [MARKDOWN_END, MARKDOWN_CUT_END].some((end) => content.includes(end)) &&
  MARKDOWN_LAST_LINE.test(content.toString('utf8'));

const MARKDOWN_LAST_LINE = new RegExp(
  `^(?:${name} \\S+, .* scanned in .*${MARKDOWN_END}|> Folded: .* ${MARKDOWN_CUT_END})\\r?$`,
  'm',
);

function markOf(file: string): ((head: string, content: Buffer) => boolean) | undefined {
  const extension = /\.\w+$/.exec(file)?.[0].toLowerCase();
  return extension !== undefined && Object.hasOwn(marks, extension) ? marks[extension] : undefined;
}
