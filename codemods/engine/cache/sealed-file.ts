import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from '../digest';

const NEWLINE = 10;

/**
 * The content of a cache file.
 *
 * @param key identifies the input that the content was made from
 * @returns `undefined` for a file that is missing, truncated or altered, or has another key
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

/** Writes a file atomically, for the user only. A cache that cannot be written costs only time. */
export function writeSealed(path: string, key: string, content: string | Buffer): void {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch {
    return;
  }
  try {
    const seal = Buffer.from(`${sealOf(key, content)}\n`, 'latin1');
    const descriptor = openSync(temporary, 'w', 0o600);
    try {
      // Two writes, to avoid concatenating a large buffer.
      writeFileSync(descriptor, seal);
      writeFileSync(descriptor, content);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
    removeOld(dirname(path));
  } catch {
    rmSync(temporary, { force: true });
  }
}

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** Removes old files: the cache of a deleted root, such as a check-out in a temporary folder, would stay for ever. */
function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY);
    if (age > MONTH_MS) rmSync(path, { force: true });
  }
}

const sealOf = (key: string, content: string | Buffer) => `${key} ${digestOf(content)}`;
