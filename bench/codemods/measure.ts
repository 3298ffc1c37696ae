import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Command {
  program: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

export interface Run {
  /** Duration of the whole process. */
  seconds: number;
  /** Peak resident memory of the process or its largest child, in MB (10^6 bytes). */
  peakMb: number;
  exitCode: number;
  /** What it printed, if that was to be kept. */
  stdout?: string;
  /** The last part of its standard error. */
  stderr: string;
}

const time = '/usr/bin/time';

/**
 * Runs a command once and measures it.
 *
 * @param keepsOutput whether to keep what it prints; a diff of megabytes is not worth it
 * @throws {Error} if GNU time is missing, or the program cannot be started
 */
export function measure({ program, args, env = {}, cwd }: Command, keepsOutput = false): Run {
  if (!existsSync(time))
    throw new Error(`${time} is missing: install GNU time (Debian: apt-get install time)`);
  const folder = mkdtempSync(join(tmpdir(), 'zentra-bench-'));
  try {
    const usage = join(folder, 'usage');
    const started = process.hrtime.bigint();
    const { status, error, stdout, stderr } = spawnSync(
      time,
      ['--quiet', '--format', '%M', '--output', usage, program, ...args],
      {
        cwd,
        env: { ...process.env, ...env },
        stdio: ['ignore', keepsOutput ? 'pipe' : 'ignore', 'pipe'],
        maxBuffer: 1 << 28,
      },
    );
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (error) throw error;
    if (status === 127) throw new Error(`${program} cannot be started: ${stderr}`);
    return {
      seconds,
      peakMb: (Number(readFileSync(usage, 'utf8').trim()) * 1024) / 1e6,
      exitCode: status ?? 1,
      ...(keepsOutput ? { stdout: stdout.toString('utf8') } : {}),
      stderr: stderr.toString('utf8').slice(-2000),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Subject {
  name: string;
  command: Command;
  /** Exit codes that mean success. */
  expectedExit?: readonly number[];
  /** Called before each run, outside the measured time. */
  prepare?: () => void;
  /** Set for a program that is not ours: the others are measured without it if it fails. */
  mayFail?: true;
  /** At most so many runs, of a program that takes long. */
  runsAtMost?: number;
  /** Called once with what its first run printed. */
  onPrinted?: (text: string) => void;
}

export interface Measured {
  name: string;
  runs: readonly Run[];
  /** Why a subject that may fail has no runs, or fewer. */
  failure?: string;
}

/**
 * Runs the subjects in turns, so that a temporary slowdown of the machine affects all of them.
 *
 * @param measureOnce runs a command once; a test has one that starts nothing
 * @throws {Error} if a subject fails that must not
 */
export function interleaved(
  subjects: readonly Subject[],
  rounds: number,
  onRun: (name: string, run: Run) => void,
  measureOnce: typeof measure = measure,
): Measured[] {
  const measured = subjects.map((subject) => ({
    subject,
    runs: [] as Run[],
    failure: undefined as string | undefined,
  }));
  for (let round = 0; round < rounds; round++) {
    for (const each of measured) {
      const { subject, runs } = each;
      if (each.failure !== undefined || round >= (subject.runsAtMost ?? rounds)) continue;
      try {
        const run = runOf(subject, round === 0, measureOnce);
        runs.push(run);
        onRun(subject.name, run);
      } catch (error) {
        if (!subject.mayFail) throw error;
        each.failure = (error as Error).message;
      }
    }
  }
  return measured.map(({ subject: { name }, runs, failure }) => ({
    name,
    runs,
    ...(failure === undefined ? {} : { failure }),
  }));
}

/** @throws {Error} with what it said, if it ended otherwise than expected */
function runOf(subject: Subject, isFirst: boolean, measureOnce: typeof measure): Run {
  const { name, command, expectedExit = [0], prepare, onPrinted } = subject;
  prepare?.();
  const run = measureOnce(command, isFirst && onPrinted !== undefined);
  if (!expectedExit.includes(run.exitCode)) {
    throw new Error(`${name} ended with exit code ${run.exitCode}:\n${run.stderr}`);
  }
  if (run.stdout !== undefined) onPrinted?.(run.stdout);
  return run;
}
