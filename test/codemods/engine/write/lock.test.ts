import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../codemods/engine/usage-error';
import { acquireLock } from '../../../../codemods/engine/write/lock';
import { thisProcess } from '../../../../codemods/engine/write/process-identity';
import { createStateDirectory } from '../../../../codemods/engine/write/state-directory';
import { useTrees } from './trees';

const { tree, env } = useTrees();

function lockFile(root: string): string {
  return join(createStateDirectory(root, env), 'lock');
}

describe('the lock of a root', () => {
  it('is held until it is released', () => {
    const root = tree({});
    const lock = acquireLock(root, env);
    expect(JSON.parse(readFileSync(lockFile(root), 'utf8'))).toEqual(thisProcess());
    lock.release();
    expect(existsSync(lockFile(root))).toBe(false);
  });

  it('is given again to the process that holds it, and stays until the first release', () => {
    const root = tree({});
    const first = acquireLock(root, env);
    acquireLock(root, env).release();
    expect(existsSync(lockFile(root))).toBe(true);
    first.release();
  });

  it('is refused while another process is alive, naming it', () => {
    const root = tree({});
    writeFileSync(lockFile(root), JSON.stringify({ pid: process.ppid, host: hostname() }));
    const attempt = () => acquireLock(root, env);
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(`another run is at work in ${root}: process ${process.ppid}`);
  });

  it('is refused while it is held on another machine, saying what to remove', () => {
    const root = tree({});
    writeFileSync(lockFile(root), JSON.stringify({ pid: 1, host: 'elsewhere' }));
    expect(() => acquireLock(root, env)).toThrow(/process 1 on elsewhere.*remove .*lock/);
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, host: hostname() }],
    ['an earlier process with the same id', { ...thisProcess(), started: 'long ago' }],
  ])('is taken over from %s', (_, holder) => {
    const root = tree({});
    writeFileSync(lockFile(root), JSON.stringify(holder));
    acquireLock(root, env).release();
    expect(readdirSync(createStateDirectory(root, env))).toEqual(['root']);
  });

  it.each(['', '{"pid":', 'null'])('is taken over where a killed process left only %j', (content) => {
    const root = tree({});
    writeFileSync(lockFile(root), content);
    acquireLock(root, env).release();
    expect(existsSync(lockFile(root))).toBe(false);
  });

  it('is independent of another root', () => {
    const [one, two] = [tree({}), tree({})];
    writeFileSync(lockFile(two), JSON.stringify({ pid: process.ppid, host: hostname() }));
    expect(() => acquireLock(one, env).release()).not.toThrow();
  });
});
