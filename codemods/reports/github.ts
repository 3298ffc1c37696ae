import { outstanding } from '../report/compare';
import type { Report, Site } from '../report/report';
import { visible } from '../report/visible';
import { type Annotation, annotationsOf, type Level } from './annotations';
import type { Wording } from './wording';
import { countOf, numberOf } from './words';

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

/** Number of annotations of one level that GitHub shows for a step; all are in the step's log. */
const SHOWN_OF_EACH_LEVEL = 10;

/**
 * Workflow commands of GitHub Actions, which annotate the lines of a pull request. GitHub shows only the first ten of each level per
 * step, so the most important come first. A notice has the totals: the first one, so that GitHub shows it.
 */
export function github(report: Report, { wording, base = '' }: GithubOptions): string {
  const left = outstanding(report);
  const annotations: readonly Shown[] = annotationsOf(report, left, wording);
  const firstNotice = annotations.findIndex(({ level }) => commandOf[level] === 'notice');
  const message = [numbers(report, left), ...beyondLimit(annotations)].join('. ');
  const totals: Shown = { level: 'notice', title: wording.title, message };
  return annotations
    .toSpliced(firstNotice === -1 ? annotations.length : firstNotice, 0, totals)
    .map((annotation) => `${command(annotation, base)}\n`)
    .join('');
}

/** Says that the log has more than GitHub shows; otherwise the rest would seem not to exist. */
function beyondLimit(annotations: readonly Shown[]): string[] {
  const shown = new Map<string, number>([[commandOf.notice, 1]]);
  let hidden = 0;
  for (const { level } of annotations) {
    const before = shown.get(commandOf[level]) ?? 0;
    shown.set(commandOf[level], before + 1);
    if (before >= SHOWN_OF_EACH_LEVEL) hidden += 1;
  }
  if (hidden === 0) return [];
  return [
    `GitHub shows ${SHOWN_OF_EACH_LEVEL} annotations of each level; ${numberOf(hidden)} more are in the log of this step`,
  ];
}

function numbers({ blindSpots = [], comparison, summary }: Report, left: readonly Site[]): string {
  const review = left.filter(({ status }) => status === 'review').length;
  return [
    `${countOf(left.length, 'legacy use')} left`,
    `${numberOf(left.length - review)} can be rewritten`,
    `${numberOf(review)} to review`,
    ...(comparison ? [`${numberOf(comparison.appeared.length)} new`] : []),
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
