import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const NEWLINE = 10;

/**
 * The content of a cache file.
 *
 * @param key what the content was made from
 * @returns `undefined` for a file that is missing, cut off or altered, or was made from something else
 */
export function readSealed(path: string, key: string): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  const end = bytes.indexOf(NEWLINE);
  const content = bytes.subarray(end + 1);
  return bytes.toString('latin1', 0, Math.max(end, 0)) === sealOf(key, content) ? content : undefined;
}

/** Whole or not at all, for the user only. A cache that cannot be written costs time, not an answer. */
export function writeSealed(path: string, key: string, content: string | Buffer): void {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const seal = Buffer.from(`${sealOf(key, content)}\n`, 'latin1');
    writeFileSync(temporary, Buffer.concat([seal, Buffer.from(content)]), { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}

const sealOf = (key: string, content: string | Buffer) => `${key} ${digestOf(content)}`;

export function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
