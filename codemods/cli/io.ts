import type { Engine } from '../api/run';

/** A stream that a command writes to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
}

/** The environment of one run of the command line; tests pass their own. */
export interface Io {
  stdout: Output;
  stderr: Output;
  /** Absolute path that relative arguments are resolved against. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Whether stdin and stdout are a terminal, so that a person can be asked. */
  isInteractive?: boolean | undefined;
  /** The engine that the commands run. */
  engine: Engine;
  /** Sets the exit code of the process; 0 by default. */
  exit(code: ExitCode): void;
}

export const exitCodes = {
  done: 0,
  /** `--check` found legacy use. */
  legacyUse: 1,
  /** Wrong usage or configuration, a dirty tree, a path that does not exist. */
  usage: 2,
  /** Some files could not be read, parsed or written; the others were processed. */
  failures: 3,
  /** Stopped by Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
