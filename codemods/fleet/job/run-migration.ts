import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { MigrateOptions } from '../../api/migrate-options';
import { type Report, reportSchema } from '../../report/report';
import { errorOrigin, verificationTitle } from '../../reports/verification-text';
import { lastWords } from '../child/last-words';
import { type Order, REFUSED, reportFiles } from '../child/order';
import { type Bounds, runBounded } from '../child/run-bounded';
import { gitEnvironment } from '../git/environment';
import { failureOf } from './failure-of';
import type { FleetJob } from './fleet-job';
import { JobFailure } from './job-failure';

/** The child program that migrates a repository. */
export interface ChildProgram {
  /** Absolute; run by this Node. */
  script: string;
  /**
   * Node's compile cache, shared by all child processes of this machine. It holds only our own code, and lies outside of every folder that
   * a repository's content is written to.
   */
  compileCache: string;
}

const MAX_REPORT_BYTES = 64 * 1024 * 1024;

/** V8's heap gets most of the limit; the rest is for buffers and the program itself. */
const HEAP_SHARE = 0.75;

/**
 * Migrates a repository through the Node API, in a child process that can be bounded and killed. Its environment holds no secret, and its
 * folders are its own, so that it leaves nothing behind and reads nothing of the user's.
 *
 * @param folder the folder to migrate
 * @param scratch a folder of the job's own, for the child's home, caches and temporary files
 * @param results where the reports go
 * @throws {JobFailure} when the child does not end with a report
 */
export async function runMigration(
  program: ChildProgram,
  job: FleetJob,
  folder: string,
  scratch: string,
  results: string,
  bounds: Bounds,
): Promise<Report> {
  const heapMegabytes = Math.max(32, Math.floor((bounds.memoryBytes / 1024 / 1024) * HEAP_SHARE));
  const order: Order = { options: optionsOf(job, folder), results };
  const result = await runBounded({
    ...bounds,
    command: process.execPath,
    args: [program.script],
    cwd: folder,
    env: childEnvironment(scratch, program.compileCache, heapMegabytes),
    input: JSON.stringify(order),
    maxOutput: 'ignore',
  });
  const { ending } = result;
  if (ending.kind === 'exit' && ending.code === REFUSED) {
    throw new JobFailure('migrate', 'refused', lastWords(result.stderr) || 'the repository was refused');
  }
  if (ending.kind !== 'exit' || ending.code !== 0) throw failureOf(result, 'migrate', 'migrate', bounds);
  const report = readReport(results);
  requireVerified(report);
  return report;
}

/** A failed verification leaves the repository unwritten, which fails its job. */
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

const optionsOf = ({ options }: FleetJob, root: string): MigrateOptions => ({
  ...options,
  root,
  paths: ['.'],
  // The tree is a fresh copy: there is nothing uncommitted to lose.
  requireCleanTree: false,
});

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
  // Shared by all jobs, unlike the analysis cache below `XDG_CACHE_HOME`.
  NODE_COMPILE_CACHE: compileCache,
  NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
  NO_COLOR: '1',
  CI: '1',
});

function readReport(results: string): Report {
  for (const file of Object.keys(reportFiles)) {
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
