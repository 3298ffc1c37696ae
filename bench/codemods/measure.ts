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
  /** The last part of its standard error. */
  stderr: string;
}

const time = '/usr/bin/time';

/** Runs a command once and measures it. @throws {Error} if GNU time is missing, or the program cannot be started */
export function measure({ program, args, env = {}, cwd }: Command): Run {
  if (!existsSync(time))
    throw new Error(`${time} is missing: install GNU time (Debian: apt-get install time)`);
  const folder = mkdtempSync(join(tmpdir(), 'zentra-bench-'));
  try {
    const usage = join(folder, 'usage');
    const started = process.hrtime.bigint();
    const { status, error, stderr } = spawnSync(
      time,
      ['--quiet', '--format', '%M', '--output', usage, program, ...args],
      { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 28 },
    );
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (error) throw error;
    if (status === 127) throw new Error(`${program} cannot be started: ${stderr}`);
    return {
      seconds,
      peakMb: (Number(readFileSync(usage, 'utf8').trim()) * 1024) / 1e6,
      exitCode: status ?? 1,
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
}

export interface Measured {
  name: string;
  runs: readonly Run[];
}

/** Runs the subjects in turns, so that a temporary slowdown of the machine affects all of them. */
export function interleaved(
  subjects: readonly Subject[],
  rounds: number,
  onRun: (name: string, run: Run) => void,
): Measured[] {
  const runs = new Map<string, Run[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, expectedExit = [0], prepare } of subjects) {
      prepare?.();
      const run = measure(command);
      if (!expectedExit.includes(run.exitCode)) {
        throw new Error(`${name} ended with exit code ${run.exitCode}:\n${run.stderr}`);
      }
      runs.get(name)!.push(run);
      onRun(name, run);
    }
  }
  return [...runs].map(([name, all]) => ({ name, runs: all }));
}
