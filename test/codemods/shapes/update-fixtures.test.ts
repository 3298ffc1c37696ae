import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { updateProjects, updateShapes } from './update-fixtures';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'update-fixtures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const text = (file: string) => readFileSync(join(folder, file), 'utf8');
const everything = () => true;

const source = (method: string, module = '@zentra/sdk') =>
  `// A call.\nimport { Zentra } from '${module}';\nnew Zentra({ secretKey: 's' }).cards.${method}('card_1');\n`;
const rewritten = source('lock', 'zentra-compat');

it('writes the snapshot of a new fixture, and shows all of it', async () => {
  put('calls/new.js', source('freeze'));
  expect(await updateShapes(everything, folder)).toEqual([
    { file: 'shapes/calls/new.snapshot.js', was: '', now: rewritten },
  ]);
  expect(text('calls/new.snapshot.js')).toBe(rewritten);
});

it('writes a stale snapshot again, and shows what was there', async () => {
  put('calls/old.js', source('freeze'));
  put('calls/old.snapshot.js', 'stale\n');
  expect(await updateShapes(everything, folder)).toEqual([
    { file: 'shapes/calls/old.snapshot.js', was: 'stale\n', now: rewritten },
  ]);
  expect(await updateShapes(everything, folder)).toEqual([]);
});

it('touches neither decoys nor fixtures that are not meant', async () => {
  put('calls/a.decoy.js', source('freeze'));
  put('calls/b.js', source('freeze'));
  put('calls/b.snapshot.js', 'stale\n');
  expect(await updateShapes((fixture) => fixture.includes('other'), folder)).toEqual([]);
  expect(text('calls/b.snapshot.js')).toBe('stale\n');
});

it('writes what stands in after/ of a project, and takes out what no run leaves there', async () => {
  put('shop/README.md', 'A shop.\n');
  put('shop/before/package.json', '{ "dependencies": { "@zentra/sdk": "1.0.0" } }\n');
  put('shop/before/a.js', source('freeze'));
  put('shop/after/gone.js', 'stale\n');
  const updated = await updateProjects(everything, folder);
  expect(updated.map(({ file }) => file)).toEqual([
    'projects/shop/after/a.js',
    'projects/shop/after/package.json',
  ]);
  expect(text('shop/after/a.js')).toBe(rewritten);
  expect(await updateProjects(everything, folder)).toEqual([]);
});
