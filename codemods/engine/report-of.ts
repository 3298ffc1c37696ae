import type { FileOutcome, Report, Site } from '../report/report';
import { SCHEMA_VERSION } from '../report/version';
import { inOrder, withoutAccepted } from './blind-spots';
import { type FileSystem, textIfAny } from './file-system/file-system';
import type { Findings } from './findings';
import type { MigrateOptions } from './options';
import { answerBook } from './questions/answer-book';
import { answeredQuestions, withStaleNotes } from './questions/answered';
import { type AskedBlindSpots, askedBlindSpots } from './questions/blind-spot-questions';
import type { Question } from './questions/question';
import type { Scan } from './scan/scan';
import { TOOL } from './tool';

export interface BlindSpotOptions {
  options: Pick<MigrateOptions, 'mode' | 'answers'>;
  scanned: Scan;
  found: Pick<Findings, 'blindSpots' | 'mended'>;
  /** The text of a file before the run. */
  textOf: (file: string) => string | undefined;
}

export interface ReportOptions extends BlindSpotOptions {
  options: MigrateOptions;
  startedAt: Date;
  found: Findings;
  spots: AskedBlindSpots;
  failed: readonly FileOutcome[];
  /** The rules that were asked. */
  rules: ReadonlySet<string>;
}

/** The blind spots of a run, by whether a comment or an answer accepts them. */
export function blindSpotsOf({
  options: { mode, answers = [] },
  scanned,
  found,
  textOf,
}: BlindSpotOptions): AskedBlindSpots {
  const { open, accepted } = withoutAccepted(
    inOrder([...scanned.blindSpots, ...found.blindSpots, ...(mode === 'check' ? found.mended : [])]),
    textOf,
  );
  const asked = askedBlindSpots(open, answerBook(answers), textOf);
  return { ...asked, accepted: [...accepted, ...asked.accepted] };
}

/** The report of a run, and its open questions. */
export function reportOf({
  options,
  startedAt,
  scanned,
  found,
  spots,
  failed,
  rules,
  textOf,
}: ReportOptions): {
  report: Report;
  questions: Question[];
} {
  const { mode, answers = [] } = options;
  const failedNames = new Set(failed.map(({ file }) => file));
  const changed = found.changed
    .filter(({ file }) => !failedNames.has(file))
    .map(
      ({ file, movedTo }): FileOutcome => ({
        file,
        status: 'changed',
        ...(movedTo !== undefined && { movedTo }),
      }),
    );
  const blindSpots = spots.open;
  const accepted = [...found.accepted, ...spots.accepted];
  const questions = [...found.questions, ...spots.questions];
  const honoured = new Set([...found.honoured, ...spots.honoured]);
  const answered = answeredQuestions(answers, {
    honoured,
    questions,
    isWhole: isWhole(options),
    hasFile: (file) => textOf(file) !== undefined,
  });
  const sites = withStaleNotes(found.sites, questions, answered).map((site) =>
    failedNames.has(site.file) ? leftAsItWas(site) : site,
  );
  const rewritten = sites.filter(({ status }) => status === 'rewritten').length;
  const report: Report = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    mode,
    root: '.',
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    summary: {
      filesScanned: scanned.filesScanned,
      filesWithSdk: scanned.filesWithSdk,
      filesChanged: changed.length,
      filesFailed: failed.length,
      sites: sites.length,
      rewritten,
      review: sites.length - rewritten,
    },
    sites,
    files: [...changed, ...failed].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    ...(options.rules.length + options.skipRules.length > 0 && { rules: [...rules] }),
    ...(found.advice.length > 0 && { advice: [...found.advice] }),
    ...(blindSpots.length > 0 && { blindSpots }),
    ...(found.causes.length > 0 && { causes: [...found.causes] }),
    ...(accepted.length > 0 && { accepted }),
    ...(answered.length > 0 && { answers: answered }),
    ...(found.leftAlone && { leftAlone: found.leftAlone }),
  };
  return { report, questions };
}

/** Whether the run covers everything that an answer may be about. */
const isWhole = ({ paths, include, exclude, rules, skipRules }: MigrateOptions): boolean =>
  [paths, include, exclude, rules, skipRules].every(({ length }) => length === 0);

/** The text of a file before the run. */
export function scannedText(
  root: string,
  { candidates }: Scan,
  fileSystem: FileSystem,
): (file: string) => string | undefined {
  const scanned = new Map(candidates.map((candidate) => [candidate.file, candidate]));
  return (file) => scanned.get(file)?.bytes.toString('utf8') ?? textIfAny(fileSystem, `${root}/${file}`);
}

/** The site without its change, for a file that could not be changed. */
function leftAsItWas({ after: _, ...site }: Site): Site {
  const reason = 'The file could not be changed (see files): mend it, then migrate again';
  return { ...site, status: 'review', reason: site.reason ?? reason };
}
