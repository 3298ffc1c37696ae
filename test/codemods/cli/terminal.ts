import { resolve } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';

const command = resolve('codemods/bin/zentra-codemods.cjs');

export const keys = { enter: '\r', down: '\x1b[B', up: '\x1b[A', ctrlC: '\x03' } as const;

export interface TerminalOptions {
  cwd: string;
  env: Readonly<Record<string, string>>;
  columns?: number;
}

/** The built command line in a terminal of its own. */
export interface Terminal {
  /** All that was written to it so far, without colours and cursor movements. */
  readonly text: string;
  /** All that was written to it so far. */
  readonly bytes: string;
  /** Resolves once something new matches; what stood there before the last answer does not count. */
  shows(pattern: RegExp): Promise<string>;
  press(...keys: readonly string[]): void;
  /** The exit code. */
  readonly ended: Promise<number>;
}

export function openTerminal(argv: readonly string[], { cwd, env, columns = 80 }: TerminalOptions): Terminal {
  const process_ = spawn(process.execPath, [command, ...argv], {
    name: 'xterm-256color',
    cols: columns,
    rows: 24,
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
  });
  let bytes = '';
  let from = 0;
  let hasEnded = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const each of waiting) each();
  };
  process_.onData((data) => {
    bytes += data;
    wake();
  });
  const ended = new Promise<number>((done) => {
    process_.onExit(({ exitCode }) => {
      hasEnded = true;
      wake();
      done(exitCode);
    });
  });
  onTestFinished(() => stop(process_, hasEnded));
  return {
    get bytes() {
      return bytes;
    },
    get text() {
      return plain(bytes);
    },
    ended,
    press(...pressed) {
      from = bytes.length;
      for (const key of pressed) process_.write(key);
    },
    shows: (pattern) =>
      new Promise((done, fail) => {
        const look = () => {
          const text = plain(bytes.slice(from));
          if (pattern.test(text)) done(text);
          else if (hasEnded) fail(new Error(`the command ended without ${pattern}:\n${plain(bytes)}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}

function stop(terminal: IPty, hasEnded: boolean): void {
  if (!hasEnded) terminal.kill('SIGKILL');
}

/** Without what moves the cursor or colours; what a line is written over with is a line of its own. */
function plain(bytes: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they begin an escape sequence
  return bytes.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replace(/\r\n|\r/g, '\n');
}
