import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join, sep } from 'node:path';
import { UsageError } from '../usage-error';
import type { Environment } from '../user-directory';
import { isSameProcess, liveness, type ProcessIdentity, thisProcess } from './process-identity';
import { createStateDirectory, knownRoots, realRoot } from './state-directory';

export interface Lock {
  release(): void;
}

const ATTEMPTS = 20;

/**
 * Makes this process the only one that writes below a root. If the process holds the lock already, it returns a lock whose release does
 * nothing.
 *
 * @throws {UsageError} while another process holds the root, or a root above or below it; the message names its id
 */
export function acquireLock(root: string, env: Environment): Lock {
  const file = join(createStateDirectory(root, env), 'lock');
  const me = thisProcess();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (create(file, me)) {
      const other = overlapping(realRoot(root), env, me);
      if (other === undefined) return { release: () => rmSync(file, { force: true }) };
      rmSync(file, { force: true });
      throw held(other.root, other.holder, other.file);
    }
    const holder = read(file);
    if (holder === 'gone') continue;
    if (holder === 'unreadable') {
      // Another process has created the file and not written it yet, or was killed just then.
      pause();
      if (read(file) === 'unreadable' && attempt > ATTEMPTS / 2) takeAway(file, undefined);
      continue;
    }
    if (isSameProcess(holder, me)) return { release() {} };
    if (liveness(holder) !== 'dead') throw held(realRoot(root), holder, file);
    takeAway(file, holder);
  }
  throw new UsageError(`the lock ${file} could not be taken: other runs keep taking it; try again`);
}

function create(file: string, me: ProcessIdentity): boolean {
  let fd: number;
  try {
    fd = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(fd, JSON.stringify(me));
  closeSync(fd);
  return true;
}

function read(file: string): ProcessIdentity | 'gone' | 'unreadable' {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof holder.pid === 'number' && typeof holder.host === 'string'
      ? { pid: holder.pid, host: holder.host, started: holder.started }
      : 'unreadable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable';
  }
}

/**
 * Removes a lock whose holder is dead. Another process may have done the same a moment ago and hold the lock now, so the file that was
 * moved away is read again, and put back if it is not the dead holder's.
 */
function takeAway(file: string, dead: ProcessIdentity | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  const expected = typeof moved === 'object' ? dead !== undefined && isSameProcess(moved, dead) : true;
  if (expected) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function overlapping(root: string, env: Environment, me: ProcessIdentity) {
  for (const known of knownRoots(env)) {
    const related = known.root.startsWith(root + sep) || root.startsWith(known.root + sep);
    if (!related) continue;
    const file = join(known.directory, 'lock');
    const holder = read(file);
    if (typeof holder === 'string' || isSameProcess(holder, me) || liveness(holder) === 'dead') continue;
    return { root: known.root, holder, file };
  }
  return undefined;
}

function held(root: string, holder: ProcessIdentity, file: string): UsageError {
  const remote = liveness(holder) === 'unknown';
  return new UsageError(
    `another run is at work in ${root}: process ${holder.pid}${remote ? ` on ${holder.host}` : ''}. Wait for it to end${
      remote ? `, or remove ${file} if it is gone` : ''
    }`,
  );
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}
