import { outstanding } from '../report/compare';
import type { Cause, Report, Site } from '../report/report';
import { visible } from '../report/visible';
import { BLIND_SPOTS_TITLE, blindSpotText } from './blind-spot-text';
import { followText, reasonsOf } from './cause-text';
import { UNSEEN_ADVICE, UNSEEN_TITLE, usageText } from './usage-text';
import { errorOrigin, verificationTitle } from './verification-text';
import type { Wording } from './wording';
import { capitalised, countOf } from './words';

export interface GithubOptions {
  wording: Wording;
  /** Path from the top of the repository to the report's root. */
  base?: string | undefined;
}

/** An annotation: its place in the code, where it has one, and what it says. */
interface Annotation {
  level: 'error' | 'warning' | 'notice';
  title: string;
  message: string;
  file?: string | undefined;
  line?: number | undefined;
  endLine?: number | undefined;
  column?: number | undefined;
}

/**
 * Workflow commands of GitHub Actions, which show what is left at its line of a pull request. GitHub shows the first ten of a step at
 * each level, so what matters most comes first; a last notice has the numbers of all.
 */
export function github(report: Report, { wording, base = '' }: GithubOptions): string {
  const left = outstanding(report);
  const reasonOf = reasonsOf(report);
  const annotations: Annotation[] = [
    ...report.files.flatMap(({ file, status, error }): Annotation[] =>
      status === 'failed' ? [{ level: 'error', title: 'File failed', message: error ?? '', file }] : [],
    ),
    ...ofVerification(report),
    ...(report.unseen ?? []).map((use): Annotation => {
      const message = `${use.code} ${usageText(use)}. ${UNSEEN_ADVICE}`;
      return { level: 'error', title: UNSEEN_TITLE, message, ...use };
    }),
    ...(report.causes ?? []).map(ofCause),
    ...left.filter(({ status }) => status === 'review').map((site) => ofSite(site, reasonOf(site), wording)),
    ...(report.blindSpots ?? []).map(
      (spot): Annotation => ({
        level: 'warning',
        title: BLIND_SPOTS_TITLE,
        message: blindSpotText(spot),
        file: spot.file,
        line: spot.line,
      }),
    ),
    ...left.filter(({ status }) => status === 'rewritten').map((site) => ofSite(site, undefined, wording)),
    ...(report.advice ?? []).map(
      ({ note, ...place }): Annotation => ({
        level: 'notice',
        title: wording.advice.title,
        message: note,
        ...place,
      }),
    ),
    ...(report.accepted ?? []).map(
      ({ file, line, column, reason }): Annotation => ({
        level: 'notice',
        title: 'Accepted',
        message: reason,
        file,
        line,
        column,
      }),
    ),
    { level: 'notice', title: wording.title, message: numbers(report, left) },
  ];
  return annotations.map((annotation) => `${command(annotation, base)}\n`).join('');
}

/** What a comparison of types has found, which kept everything as it is. */
function ofVerification({ verification }: Report): Annotation[] {
  if (!verification || verification.status === 'passed') return [];
  const title = verificationTitle(verification);
  if (verification.status === 'unfinished') return [{ level: 'error', title: 'Types', message: title }];
  return verification.newErrors.map((error) => ({
    level: 'error',
    title,
    message: [`TS${error.code}: ${error.message}`, errorOrigin(error)].filter(Boolean).join('; '),
    file: error.file,
    line: error.line,
    column: error.column,
  }));
}

function ofCause(cause: Cause): Annotation {
  const { question, advice, file, line, column } = cause;
  const title = capitalised(followText(cause).replace(/ from$/, ''));
  return { level: 'warning', title, message: `${question} ${advice}`, file, line, column };
}

function ofSite(site: Site, reason: string | undefined, wording: Wording): Annotation {
  const text = wording.ruleText(site.rule, site.code);
  const isReview = site.status === 'review';
  const advice = isReview ? (reason ?? text.advice) : `${wording.command} migrate rewrites it`;
  return {
    level: isReview ? 'warning' : 'notice',
    title: text.code ?? site.rule,
    message: [text.message, advice, ...site.notes].join('. '),
    file: site.file,
    line: site.line,
    endLine: site.line + site.before.trimEnd().split('\n').length - 1,
    column: site.column,
  };
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

function command({ level, message, ...properties }: Annotation, base: string): string {
  const { file, line, endLine, column, title } = properties;
  const given: [string, string | number | undefined][] = [
    ['file', file === undefined ? undefined : [base, file].filter((part) => part !== '').join('/')],
    ['line', line],
    // A column counts only within one line.
    ['endLine', endLine === line ? undefined : endLine],
    ['col', endLine === undefined || endLine === line ? column : undefined],
    ['title', title],
  ];
  const list = given.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${property(value)}`]));
  return `::${level} ${list.join(',')}::${data(visible(message))}`;
}

/** As GitHub's own toolkit escapes them: nothing in a report can be another command. */
const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (value: string | number) =>
  data(visible(String(value)))
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
