import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { messageOf } from '../contract/json.js';
import { deprecations } from '../contract/rules.js';
import { warnOnce } from '../gateway/process-warning.js';
import type { LegacyUse } from './legacy-uses.js';

/** Below `PIPE_BUF`, so that lines of several processes are never mixed. */
const longestLine = 4000;
const day = 24 * 60 * 60 * 1000;

/** Like `a+`, but without waiting for the reader of a named pipe, which would delay the call. */
const appending = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | (constants.O_NONBLOCK ?? 0);

interface Written {
  /** The count at which the next line is written: with doubling, a busy place has at most 30 lines. */
  next: number;
  count: number;
  at: number;
}

/**
 * Writes the JSON lines of `ZENTRA_COMPAT_USAGE` (format: docs/runtime.md): one at a place's first call, one whenever its count has
 * doubled or a day has passed, and the last one when the process ends. A crash loses no place, and less than half of a count.
 */
export class UsageLog {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #uses: Iterable<LegacyUse>;
  readonly #written = new WeakMap<LegacyUse, Written>();
  // Not imported: programs without a usage log need not load the module.
  readonly #run = (require('node:crypto') as typeof import('node:crypto')).randomBytes(6).toString('hex');
  readonly #startedAt = new Date().toISOString();
  #full = false;

  constructor(path: string, maxBytes: number, uses: Iterable<LegacyUse>) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#uses = uses;
    process.once('exit', () => this.close());
  }

  /** Must be called after each counted call. */
  counted(use: LegacyUse): void {
    const written = this.#written.get(use);
    if (!written || use.count >= written.next || use.lastSeen - written.at >= day) this.#append([use]);
  }

  /** Writes the counts that are not in the file yet. */
  close(): void {
    this.#append([...this.#uses].filter((use) => this.#written.get(use)?.count !== use.count));
  }

  #append(uses: readonly LegacyUse[]): void {
    for (const use of uses)
      this.#written.set(use, { count: use.count, next: use.count * 2, at: use.lastSeen });
    if (uses.length === 0 || this.#full) return;
    try {
      this.#write(uses.map((use) => this.#lineOf(use)));
    } catch (error) {
      logFailed(this.#path, error);
    }
  }

  #write(lines: readonly string[]): void {
    const file = openSync(this.#path, appending);
    try {
      let { size } = fstatSync(file);
      let lead = size > 0 && lastByte(file, size) !== '\n' ? '\n' : '';
      for (const line of lines) {
        const bytes = Buffer.from(`${lead}${line}\n`);
        size += bytes.length;
        if (size > this.#maxBytes) {
          this.#stop();
          break;
        }
        writeSync(file, bytes);
        lead = '';
      }
    } finally {
      closeSync(file);
    }
  }

  #stop(): void {
    this.#full = true;
    warnOnce(
      'ZENTRA_USAGE_LOG_FULL',
      `ZENTRA_COMPAT_USAGE: ${this.#path} has reached ${this.#maxBytes} bytes; this process records no more usage (raise ZENTRA_COMPAT_USAGE_MAX_BYTES, or start a new file)`,
    );
  }

  #lineOf(use: LegacyUse): string {
    const { file, line, column } = use.site;
    const record = {
      v: 1,
      run: this.#run,
      pid: process.pid,
      startedAt: this.#startedAt,
      release: use.release,
      code: use.code,
      rule: deprecations[use.code].rule,
      file,
      line,
      column,
      function: use.site.function,
      count: use.count,
      firstSeen: new Date(use.firstSeen).toISOString(),
      lastSeen: new Date(use.lastSeen).toISOString(),
      overflow: use.overflow || undefined,
    };
    const text = JSON.stringify(record);
    if (Buffer.byteLength(text) <= longestLine) return text;
    return JSON.stringify({
      ...record,
      file: file && shortened(file),
      function: undefined,
      release: use.release && shortened(use.release),
    });
  }
}

export function logFailed(path: string, error: unknown): void {
  warnOnce(
    'ZENTRA_USAGE_LOG_FAILED',
    `ZENTRA_COMPAT_USAGE: cannot append to ${path} (${messageOf(error)}); usage is not recorded there`,
  );
}

/** Checked because a crash, even of another process, may have left an incomplete line. */
function lastByte(file: number, size: number): string {
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, size - 1);
  return byte.toString('latin1');
}

/** Keeps the end of a path, its most specific part; JSON needs at most six bytes per character, so the line fits. */
function shortened(text: string): string {
  return text.length > 250 ? `…${text.slice(-250)}` : text;
}
