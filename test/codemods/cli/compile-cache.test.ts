import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

const cli = join(import.meta.dirname, '../../../codemods/bin/zentra-codemods.cjs');

let home: string;
let root: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'zentra-compiled-'));
  root = join(home, 'shop');
  mkdirSync(root);
  writeFileSync(join(root, 'package.json'), '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }');
  writeFileSync(
    join(root, 'pay.js'),
    "const { Zentra } = require('@zentra/sdk');\nnew Zentra({}).cards.freeze('card_1');\n",
  );
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
});

const compiled = () => join(home, 'cache', 'zentra-codemods', 'compiled');
const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

/** What a check says of the shop, which is one site. */
function check(env: Readonly<Record<string, string>> = {}): void {
  rmSync(join(home, 'cache', 'zentra-codemods', 'findings'), { recursive: true, force: true });
  const { NODE_V8_COVERAGE: _, ...outer } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'migrate', root, '--check', '--format', 'json'],
    { encoding: 'utf8', env: { ...outer, XDG_CACHE_HOME: join(home, 'cache'), ...env } },
  );
  expect([status, stderr.replace(/^(Reading|Resolving): .*\n/gm, '')]).toEqual([1, '']);
  expect(JSON.parse(stdout).summary.sites).toBe(1);
}

test('what was compiled is kept in the cache directory, and used the next time', () => {
  check();
  const files = filesIn(compiled());
  expect(files).not.toEqual([]);
  const first = files.map((file) => statSync(join(compiled(), file)).mtimeMs);
  check();
  expect(filesIn(compiled()).map((file) => statSync(join(compiled(), file)).mtimeMs)).toEqual(first);
});

describe('a kept file that is damaged gives no wrong answer', () => {
  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      'altered',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -400), Buffer.alloc(200), bytes.subarray(-200)]),
    ],
    ['empty', () => Buffer.alloc(0)],
  ])('%s', (_, damage) => {
    check();
    for (const file of filesIn(compiled())) {
      const path = join(compiled(), file);
      if (statSync(path).isFile()) writeFileSync(path, damage(readFileSync(path)));
    }
    check();
  });
});

test("Node's own switches count", () => {
  check({ NODE_DISABLE_COMPILE_CACHE: '1' });
  expect(readdirSync(join(home, 'cache', 'zentra-codemods'))).not.toContain('compiled');
  const elsewhere = join(home, 'elsewhere');
  check({ NODE_COMPILE_CACHE: elsewhere });
  expect(filesIn(elsewhere)).not.toEqual([]);
  expect(readdirSync(join(home, 'cache', 'zentra-codemods'))).not.toContain('compiled');
});
