import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Report, reportSchema } from '../../codemods/report/report';
import { type Arranged, arrange, digestOf } from './arrange';
import type { Corpus } from './fetch';
import type { Treatment } from './treatment';

const commandLine = join(dirname(dirname(import.meta.dirname)), 'codemods/bin/zentra-codemods.cjs');

export interface Proof {
  files: number;
  bytes: number;
  /** Legacy calls that were inserted, and how many of them the report lists as rewritten. */
  calls: number;
  found: number;
  /** Files whose bytes differ from the expected ones. */
  wrong: string[];
  /** Files that could not be parsed or read, according to the report; all of them are still as published. */
  failed: readonly { file: string; error: string }[];
  seconds: number;
  peakMb: number;
  exitCode: number;
  stderr: string;
}

/** Migrates a treated corpus in place with the real command line, and compares every byte afterwards. */
export function prove(corpora: readonly Corpus[], treatment: Treatment, args: readonly string[] = []): Proof {
  const scratch = mkdtempSync(join(tmpdir(), 'zentra-corpora-'));
  try {
    const arranged = arrange(corpora, join(scratch, 'tree'), treatment);
    const run = migrateTree(arranged.folder, scratch, args);
    return { ...outcome(arranged, run.report), ...run };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Runs the real command line over a folder. `scratch` takes its report, its state and its cache. */
export function migrateTree(folder: string, scratch: string, args: readonly string[]) {
  const reportFile = join(scratch, 'report.json');
  const peaks = join(scratch, 'peaks');
  const started = process.hrtime.bigint();
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    [commandLine, 'migrate', '--report', reportFile, ...args],
    {
      cwd: folder,
      env: {
        ...process.env,
        XDG_STATE_HOME: join(scratch, 'state'),
        XDG_CACHE_HOME: join(scratch, 'cache'),
        NODE_OPTIONS: `--require ${join(import.meta.dirname, 'peak-memory.cjs')}`,
        PEAK_MEMORY_FILE: peaks,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      maxBuffer: 1 << 28,
      encoding: 'utf8',
    },
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (!existsSync(reportFile)) {
    throw new Error(`migrate left no report (exit code ${status ?? signal}):\n${stderr.slice(-4000)}`);
  }
  const kilobytes = readFileSync(peaks, 'utf8').trim().split('\n').map(Number);
  return {
    report: reportSchema.parse(JSON.parse(readFileSync(reportFile, 'utf8'))),
    seconds,
    peakMb: (Math.max(...kilobytes) * 1024) / 1e6,
    exitCode: status ?? 1,
    stderr,
  };
}

function outcome({ folder, bytes, expected }: Arranged, report: Report) {
  const wrong = [...expected].filter(
    ([file, { digest }]) => digestOf(readFileSync(join(folder, file))) !== digest,
  );
  return {
    files: report.summary.filesScanned,
    bytes,
    calls: [...expected.values()].reduce((sum, { calls }) => sum + calls, 0),
    found: report.summary.rewritten,
    wrong: wrong.map(([file]) => file),
    failed: report.files.flatMap(({ file, status, error = '' }) =>
      status === 'failed' ? [{ file, error }] : [],
    ),
  };
}
