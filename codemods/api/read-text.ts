import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../engine/usage-error';

/** @throws {UsageError} naming the file */
export function readText(name: string, cwd: string): string {
  return orUsageError(name, () => readFileSync(resolve(cwd, name), 'utf8'));
}

const CHUNK_BYTES = 1 << 20;

/**
 * Yields the lines of a file without line breaks, reading on demand: a log may be larger than memory.
 *
 * @throws {UsageError} naming the file
 */
export function* readLines(name: string, cwd: string): Generator<string> {
  const descriptor = orUsageError(name, () => openSync(resolve(cwd, name), 'r'));
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    // A character's bytes may be split between two chunks.
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let rest = '';
    for (;;) {
      const length = orUsageError(name, () => readSync(descriptor, chunk));
      const lines = (rest + decoder.decode(chunk.subarray(0, length), { stream: length > 0 })).split('\n');
      rest = length > 0 ? lines.pop()! : '';
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
      if (length === 0) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

function orUsageError<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'ENOENT' ? `no such file: ${name}` : `${name} cannot be read: ${message}`);
  }
}
