import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../engine/usage-error';
import { globBase, isGlob, pathGlobMatcher } from '../engine/walk/glob';
import type { Usage } from '../report/usage-log';
import { readLines } from './read-text';

/**
 * Reads and adds up production's usage logs; undefined when none is named.
 *
 * @throws {UsageError | ReportError} for a missing log, a glob that matches none, or a file that is not a log
 */
export async function readUsageLogs(names: readonly string[], cwd: string): Promise<Usage | undefined> {
  if (names.length === 0) return undefined;
  const { readUsage } = await import('../report/usage-log');
  const files = [...new Set(names.flatMap((name) => logsOf(name, cwd)))];
  return readUsage(files.map((name) => ({ name, lines: readLines(name, cwd) })));
}

function logsOf(name: string, cwd: string): string[] {
  if (!isGlob(name) || existsSync(resolve(cwd, name))) return [name];
  const pattern = name.replace(/^(\.\/)+/, '');
  const base = globBase(pattern);
  const matches = pathGlobMatcher(pattern);
  let entries: string[] = [];
  try {
    entries = readdirSync(resolve(cwd, base), { recursive: true, encoding: 'utf8' });
  } catch {
    // As good as a folder without a log.
  }
  const files = entries
    .map((entry) => join(base, entry).replaceAll('\\', '/'))
    .filter((file) => matches(file));
  if (files.length === 0) throw new UsageError(`no usage log matches ${name}`);
  return files.sort();
}
