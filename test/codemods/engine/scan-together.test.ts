import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTree } from '../../../bench/generate/write-tree';
import { reader } from '../../../codemods/engine/file-system/reader';
import { kindOf } from '../../../codemods/engine/scan/look';
import { sightTogether } from '../../../codemods/engine/scan/scan-together';
import { shareOut, sightings } from '../../../codemods/engine/scan/share';
import { causeOf, type Sighting, sight } from '../../../codemods/engine/scan/sighting';
import { walk } from '../../../codemods/engine/walk/walk';

/** `npm run build` before this. */
const built = join(import.meta.dirname, '../../../codemods/dist/scan-worker.cjs');

let home: string;
let root: string;
let files: string[];

beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'zentra-together-')));
  root = join(home, 'tree');
  writeTree(root, { seed: 1, files: 2400 });
  const written = walk(root, { paths: [], include: [], exclude: [] });
  files = [...written, 'README.txt', 'gone.ts', 'gone/package.json'];
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function seenBy(look: (place: number) => Sighting) {
  return files.map((file, place) => {
    if (kindOf(file) === 'other') return 'not read';
    try {
      const { look: found, stats, bytes } = look(place);
      const { size, ino, mtimeMs, ctimeMs } = stats;
      return { found, stats: { size, ino, mtimeMs, ctimeMs }, text: bytes?.toString('utf8') };
    } catch (error) {
      return causeOf(error);
    }
  });
}

function seenAlone() {
  const read = reader();
  return seenBy((place) => sight(join(root, files[place]!), kindOf(files[place]!), read));
}

function script(text: string): string {
  const path = join(home, 'worker.cjs');
  writeFileSync(path, text);
  return path;
}

const TAKE_NOTHING = `
const { parentPort } = require('node:worker_threads');
parentPort.postMessage({ bytes: new Map(), errors: new Map() });`;

const nothing = async () => {};

describe('two threads see what one sees', () => {
  test('the other one is there', () => expect(existsSync(built)).toBe(true));

  test.each([
    ['whoever comes first takes a file', built, nothing],
    ['the other takes them all', built, () => setTimeout(1500)],
    ['the other takes none', undefined, nothing],
  ])('%s', async (_, worker, meanwhile) => {
    const together = await sightTogether(root, files, { meanwhile, worker: worker ?? script(TAKE_NOTHING) });
    expect(together).toBeDefined();
    const seen = seenBy(together!);
    expect(seen).toEqual(seenAlone());
    expect(seen.slice(-3)).toEqual(['not read', 'ENOENT', 'ENOENT']);
    expect(seen.some((each) => typeof each === 'object' && each.found.mayHoldSites)).toBe(true);
  });
});

test('a file that could not be read for want of memory does not count as read', () => {
  const cause = causeOf(new RangeError('Array buffer allocation failed'));
  const together = sightings(shareOut('/tree', ['a.ts']), [
    { bytes: new Map(), errors: new Map([[0, cause]]) },
  ]);
  expect(() => together(0)).toThrow('Array buffer allocation failed');
});

describe('one thread does it all where the other', () => {
  test.each([
    ['fails', 'throw new Error("no memory")'],
    ['ends without a word', ''],
    [
      'fails after it has taken files',
      'Atomics.add(require("node:worker_threads").workerData.next, 0, 500); throw new Error("no memory")',
    ],
  ])('%s', async (_, text) => {
    expect(await sightTogether(root, files, { meanwhile: nothing, worker: script(text) })).toBeUndefined();
  });

  test('is not there', async () => {
    const worker = join(home, 'none.cjs');
    expect(await sightTogether(root, files, { meanwhile: nothing, worker })).toBeUndefined();
  });

  test('would cost more than it saves', async () => {
    const few = files.slice(0, 500);
    expect(await sightTogether(root, few, { meanwhile: nothing, worker: built })).toBeUndefined();
  });
});
