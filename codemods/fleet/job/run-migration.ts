import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Report, reportSchema } from '../../report/report';
import { errorOrigin, verificationTitle } from '../../reports/verification-text';
import { lastWords } from '../child/last-words';
import { type Bounds, runBounded } from '../child/run-bounded';
import { gitEnvironment } from '../git/environment';
import { failureOf } from './failure-of';
import type { FleetJob } from './fleet-job';
import { JobFailure } from './job-failure';

/** How the command line is started: `command …args migrate …`. */
export interface CommandLine {
  command: string;
  args: readonly string[];
  /**
   * Where all children of this machine keep what Node compiled of the command line: code of ours, nothing of a repository's. Outside of
   * every folder that a repository's content is written to.
   */
  compileCache: string;
}

const MAX_REPORT_BYTES = 64 * 1024 * 1024;
const REPORTS = ['report.json', 'report.md', 'report.html'];

/** V8's heap gets most of the limit; the rest is for buffers and the program itself. */
const HEAP_SHARE = 0.75;

/**
 * Runs `zentra-codemods migrate` in a child: the same command that a person would type, with an environment that holds no secret and
 * folders of its own, so that nothing is left behind and nothing of the user's is seen.
 *
 * @param folder the folder to migrate
 * @param scratch a folder of the job's own, for everything that the child keeps
 * @param results where the reports go
 * @throws {JobFailure} when the child does not end with a report
 */
export async function runMigration(
  cli: CommandLine,
  job: FleetJob,
  folder: string,
  scratch: string,
  results: string,
  bounds: Bounds,
): Promise<Report> {
  const heapMegabytes = Math.max(32, Math.floor((bounds.memoryBytes / 1024 / 1024) * HEAP_SHARE));
  const result = await runBounded({
    ...bounds,
    command: cli.command,
    args: [
      ...cli.args,
      'migrate',
      '.',
      ...migrateArguments(job),
      ...REPORTS.flatMap((file) => ['--report', path.join(results, file)]),
    ],
    cwd: folder,
    env: childEnvironment(scratch, cli.compileCache, heapMegabytes),
    maxOutput: 'ignore',
  });
  const { ending } = result;
  if (ending.kind === 'exit' && ending.code === 2) {
    throw new JobFailure(
      'migrate',
      'refused',
      lastWords(result.stderr) || 'migrate refused the repository (exit 2)',
    );
  }
  // Exit 1 is how a verification ends that has found new type errors.
  const isVerified = ending.kind === 'exit' && ending.code === 1 && job.options.verify === true;
  if (ending.kind !== 'exit' || (ending.code !== 0 && ending.code !== 3 && !isVerified)) {
    throw failureOf(result, 'migrate', 'migrate', bounds);
  }
  // Exit 3 is also how the command line ends after a fault of its own; then there is no report.
  if (ending.code !== 0 && !existsSync(path.join(results, 'report.json'))) {
    throw failureOf(result, 'migrate', 'migrate', bounds);
  }
  const report = readReport(results);
  requireVerified(report);
  return report;
}

/** A repository that was not written is not done. */
function requireVerified({ verification }: Report): void {
  if (!verification || verification.status === 'passed') return;
  const first = verification.newErrors
    .slice(0, 3)
    .map((error) =>
      [`${error.file}:${error.line} TS${error.code}: ${error.message}`, errorOrigin(error)]
        .filter(Boolean)
        .join('; '),
    );
  throw new JobFailure('migrate', 'refused', [verificationTitle(verification), ...first].join('\n'));
}

/** Values are tied to their flag with `=`, so that none can be read as a flag. */
function migrateArguments({ options }: FleetJob): string[] {
  const each = (flag: string, values: readonly string[] = []) => values.map((value) => `--${flag}=${value}`);
  return [
    // The tree is a fresh copy: there is nothing uncommitted to lose.
    '--force',
    ...(options.client === undefined ? [] : [`--client=${options.client}`]),
    ...each('rule', options.rules),
    ...each('skip-rule', options.skipRules),
    ...each('assume-client', options.assumeClients),
    ...each('include', options.include),
    ...each('exclude', options.exclude),
    ...(options.verify ? ['--verify'] : []),
  ];
}

const childEnvironment = (
  scratch: string,
  compileCache: string,
  heapMegabytes: number,
): NodeJS.ProcessEnv => ({
  ...gitEnvironment('local', scratch),
  GIT_CEILING_DIRECTORIES: path.dirname(scratch),
  XDG_STATE_HOME: scratch,
  XDG_CACHE_HOME: scratch,
  TMPDIR: scratch,
  // Unlike the cache of findings, which is the job's own.
  NODE_COMPILE_CACHE: compileCache,
  NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
  NO_COLOR: '1',
  CI: '1',
});

function readReport(results: string): Report {
  for (const file of REPORTS) {
    const size = statSync(path.join(results, file), { throwIfNoEntry: false })?.size;
    if (size === undefined) throw new JobFailure('migrate', 'crash', `migrate wrote no ${file}`);
    if (size > MAX_REPORT_BYTES) {
      throw new JobFailure('migrate', 'size', `${file} has ${size} bytes; the limit is ${MAX_REPORT_BYTES}`);
    }
  }
  try {
    return reportSchema.parse(JSON.parse(readFileSync(path.join(results, 'report.json'), 'utf8')));
  } catch {
    throw new JobFailure('migrate', 'crash', 'migrate wrote a report.json that does not follow its schema');
  }
}
