import { outstanding } from '../report/compare';
import type { Report, Site } from '../report/report';
import { visible } from '../report/visible';
import { type Annotation, annotationsOf, type Level } from './annotations';
import type { Wording } from './wording';
import { countOf } from './words';

export interface GithubOptions {
  wording: Wording;
  /** Path from the top of the repository to the report's root. */
  base?: string | undefined;
}

/** The fields of an annotation that a workflow command shows. */
type Shown = Pick<Annotation, 'level' | 'title' | 'message' | 'file' | 'line' | 'endLine' | 'column'>;

const commandOf: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  notice: 'notice',
  remark: 'notice',
};

/**
 * Workflow commands of GitHub Actions, which annotate the lines of a pull request. GitHub shows only the first ten of each level per
 * step, so the most important come first; a last notice has the totals.
 */
export function github(report: Report, { wording, base = '' }: GithubOptions): string {
  const left = outstanding(report);
  const annotations: Shown[] = [
    ...annotationsOf(report, left, wording),
    { level: 'notice', title: wording.title, message: numbers(report, left) },
  ];
  return annotations.map((annotation) => `${command(annotation, base)}\n`).join('');
}

function numbers({ blindSpots = [], summary }: Report, left: readonly Site[]): string {
  const review = left.filter(({ status }) => status === 'review').length;
  return [
    `${countOf(left.length, 'legacy use')} left`,
    `${left.length - review} can be rewritten`,
    `${review} to review`,
    countOf(blindSpots.length, 'blind spot'),
    ...(summary.filesFailed > 0 ? [`${countOf(summary.filesFailed, 'file')} failed`] : []),
  ].join(', ');
}

function command({ level, message, ...properties }: Shown, base: string): string {
  const { file, line, endLine, column, title } = properties;
  const given: [string, string | number | undefined][] = [
    ['file', file === undefined ? undefined : [base, file].filter((part) => part !== '').join('/')],
    ['line', line],
    // GitHub accepts a column only if the annotation has one line.
    ['endLine', endLine === line ? undefined : endLine],
    ['col', endLine === undefined || endLine === line ? column : undefined],
    ['title', title],
  ];
  const list = given.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${property(value)}`]));
  return `::${commandOf[level]} ${list.join(',')}::${data(visible(message))}`;
}

/** Escapes as GitHub's toolkit does, so that no text of a report can become a command. */
const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (value: string | number) =>
  data(visible(String(value)))
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
