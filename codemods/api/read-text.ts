import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../engine/usage-error';

/** @throws {UsageError} naming the file */
export function readText(name: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, name), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'ENOENT' ? `no such file: ${name}` : `${name} cannot be read: ${message}`);
  }
}
