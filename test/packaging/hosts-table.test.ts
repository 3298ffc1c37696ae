import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/runtime.md'), 'utf8');
const rows = page.split('## Hosts')[1]!.split('\n\n')[1]!.split('\n').slice(2);
const locked = (host: string, name: string): string =>
  JSON.parse(readFileSync(join(root, 'test/hosts', host, 'package-lock.json'), 'utf8')).packages[
    `node_modules/${name}`
  ].version;

it('every host of the table is shown by a file of tests that is there', () => {
  const files = rows.map((row) => /`(test\/[^`]+)` \|$/.exec(row)?.[1]);
  expect(files.filter((file) => file === undefined || !existsSync(join(root, file)))).toEqual([]);
  expect(files.length).toBeGreaterThan(5);
});

it('the versions in the table are those that are locked', () => {
  const table = rows.join('\n');
  expect(table).toContain(`Bun ${locked('runtimes', 'bun')}, Deno ${locked('runtimes', 'deno')}`);
  expect(table).toContain(`Next ${locked('next', 'next')}, app and pages router`);
  expect(table).toContain(`Jest ${locked('runners', 'jest')} under`);
  expect(table).toContain(`Vitest ${locked('runners', 'vitest')} under`);
  expect(table).toContain(`Yarn ${locked('pnp', '@yarnpkg/cli-dist')} with Plug'n'Play`);
  const bundlers = ['webpack', 'rollup', '@vercel/ncc'].map((name) => locked('bundlers', name));
  expect(table).toContain(`webpack ${bundlers[0]}, rollup ${bundlers[1]}, ncc ${bundlers[2]}`);
  const major = (name: string) => locked('doubles', name).split('.')[0];
  expect(table).toContain(
    `msw ${major('msw')}, nock ${major('nock13')} and ${major('nock')}, sinon ${major('sinon')}`,
  );
});
