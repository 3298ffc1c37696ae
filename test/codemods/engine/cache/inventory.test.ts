import { lstatSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Inventory, openInventory } from '../../../../codemods/engine/cache/inventory';

let root: string;
let env: Record<string, string>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'zentra-inventory-'));
  env = { XDG_CACHE_HOME: join(root, 'cache') };
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
});

const path = (file: string) => join(root, file);
const seen = {
  digest: 'a'.repeat(43),
  mentionsSdk: true,
  mayHoldSites: false,
  mayBeMigrated: false,
  mayHoldRoutes: false,
};
const LATER = 60_000;

function opened(now = Date.now() + LATER): Inventory {
  return openInventory(root, 'shop@1', env, now);
}

function taken(file: string, text: string, now?: number): void {
  writeFileSync(path(file), text);
  const inventory = opened(now);
  inventory.learn(file, lstatSync(path(file)), seen);
  inventory.save();
}

test('a file that has not changed since is known', () => {
  taken('a.js', 'one');
  expect(opened().lookUp('a.js', path('a.js'))).toEqual(seen);
});

test('of several files, those that have not changed are known', () => {
  const looks = {
    'a.js': seen,
    'b/c.js': { ...seen, mayHoldSites: true },
    'd.js': { ...seen, mentionsSdk: false },
  };
  mkdirSync(path('b'));
  const inventory = opened();
  for (const [file, look] of Object.entries(looks)) {
    writeFileSync(path(file), file);
    inventory.learn(file, lstatSync(path(file)), look);
  }
  inventory.save();
  writeFileSync(path('d.js'), 'edited');
  const again = opened();
  const asked = ['a.js', 'b/a.js', 'b/c.js', 'c.js', 'd.js'];
  expect(asked.map((file) => again.lookUp(file, path(file)))).toEqual([
    looks['a.js'],
    undefined,
    looks['b/c.js'],
    undefined,
    undefined,
  ]);
});

test('an edit that keeps the size and the time of the last edit is seen', () => {
  taken('a.js', 'one');
  const { atime, mtime } = statSync(path('a.js'));
  writeFileSync(path('a.js'), 'two');
  utimesSync(path('a.js'), atime, mtime);
  expect(opened().lookUp('a.js', path('a.js'))).toBeUndefined();
});

test('a file that took the place of another is seen', () => {
  taken('a.js', 'one');
  rmSync(path('a.js'));
  writeFileSync(path('b.js'), '');
  writeFileSync(path('a.js'), 'one');
  expect(opened().lookUp('a.js', path('a.js'))).toBeUndefined();
});

test('a file that was edited just before it was seen is not kept, since another edit might not show', () => {
  taken('a.js', 'one', Date.now());
  expect(opened().lookUp('a.js', path('a.js'))).toBeUndefined();
  expect(opened().isEmpty).toBe(true);
});

test('a file that nobody asked for again is forgotten', () => {
  taken('a.js', 'one');
  taken('b.js', 'two');
  expect(opened().lookUp('a.js', path('a.js'))).toBeUndefined();
  expect(opened().lookUp('b.js', path('b.js'))).toEqual(seen);
});

test('a file that is gone is an error of the system', () => {
  taken('a.js', 'one');
  rmSync(path('a.js'));
  expect(() => opened().lookUp('a.js', path('a.js'))).toThrow('ENOENT');
});
