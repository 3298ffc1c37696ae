import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../../../codemods/api/run';
import type { Verification } from '../../../../codemods/report/report';
import { render } from '../../../../codemods/reports/render';
import { wording } from '../../../../codemods/zentra/wording';
import { treeOf } from '../migrated-tree';
import { wholeTree } from '../whole-tree';

const repository = join(import.meta.dirname, '../../../..');
const limits = { timeout: 60_000, memory: 2048 };
const ownTypes = () => new Map([['zentra-compat', repository]]);
const strict = JSON.stringify({
  compilerOptions: { strict: true, module: 'nodenext', skipLibCheck: true, types: [] },
});
const packageJson = JSON.stringify({
  name: 'shop',
  type: 'module',
  dependencies: { '@zentra/sdk': '^1.0.0' },
});
const CLIENT = "import { Zentra } from '@zentra/sdk';\nconst zentra = new Zentra({ secretKey: 'k' });\n";

/** What a customer's SDK is typed as. */
const SDK = {
  'node_modules/@zentra/sdk/package.json': JSON.stringify({
    name: '@zentra/sdk',
    version: '1.0.0',
    types: 'index.d.ts',
  }),
  'node_modules/@zentra/sdk/index.d.ts': `export declare class Zentra {
  constructor(options: { secretKey: string });
  cards: {
    freeze(card: string, reason?: string): Promise<{ status: string }>;
    terminate(card: string): Promise<{ closed_at: string }>;
  };
}
`,
};

async function verified(files: Record<string, string>, mode: 'write' | 'check' = 'write') {
  const tree = treeOf({ 'tsconfig.json': strict, 'package.json': packageJson, ...SDK, ...files });
  const { report } = await tree.migrate({ mode, verify: limits }, { ownTypes });
  return { tree, report, verification: report.verification as Verification };
}

test('a migration that brings no type error is written', async () => {
  const { tree, verification } = await verified({
    'pay.ts': `${CLIENT}await zentra.cards.freeze('c');\nexport {};\n`,
  });
  expect(verification).toMatchObject({
    status: 'passed',
    projects: ['tsconfig.json'],
    files: 1,
    newErrors: [],
  });
  expect(tree.read('pay.ts')).toContain('cards.lock(');
});

test('a new type error keeps everything as it is, and is joined to the site that it came from', async () => {
  const source = `${CLIENT}const gone = await zentra.cards.terminate('c');\nconsole.log(\n  gone.closed_at,\n);\nexport {};\n`;
  const { tree, report, verification } = await verified({
    'close.ts': source,
    'console.d.ts': 'declare var console: { log(x: unknown): void };',
  });
  expect(tree.read('close.ts')).toBe(source);
  expect(verification.status).toBe('failed');
  expect(verification.newErrors).toEqual([
    {
      file: 'close.ts',
      line: 5,
      column: 8,
      code: 2339,
      message: expect.stringContaining("'closed_at' does not exist on type 'LockedAndRestricted"),
      site: { rule: 'terminate-to-lock-and-restrict', file: 'close.ts', line: 3 },
    },
  ]);
  expect(report.summary.filesChanged).toBe(0);
  for (const format of ['terminal', 'md', 'html'] as const) {
    expect(render(report, format, { wording })).toContain('close.ts:5:8');
  }
});

test('what was wrong before is not reported', async () => {
  const source = `${CLIENT}await zentra.cards.freeze('c');\nconst n: number = 'text';\nexport { n };\n`;
  const { verification } = await verified({ 'pay.ts': source });
  expect(verification).toMatchObject({ status: 'passed', errorsBefore: 1, newErrors: [] });
});

test('an error that the migration moves, but does not make, is not new', async () => {
  const source = `${CLIENT}export const run = (action: string) => zentra.cards[action]('c');\nawait zentra.cards.freeze('c', 5);\n`;
  const { verification } = await verified({ 'pay.ts': source });
  expect(verification.errorsBefore).toBeGreaterThan(0);
  expect(verification.newErrors.map(({ message }) => message)).toEqual([]);
});

test('without node_modules the comparison holds, and the report says what it cannot see', async () => {
  const tree = treeOf({
    'tsconfig.json': strict,
    'package.json': packageJson,
    'pay.ts': `${CLIENT}import { x } from 'left-pad';\nawait zentra.cards.freeze('c');\nexport { x };\n`,
  });
  const { report } = await tree.migrate({ mode: 'write', verify: limits }, { ownTypes });
  expect(report.verification).toMatchObject({ status: 'passed', newErrors: [] });
  expect(report.verification?.notSeen.join()).toContain('left-pad');
});

test('JavaScript is checked where its configuration says so', async () => {
  const source = `${CLIENT}const gone = await zentra.cards.terminate('c');\nexport const at = gone.closed_at;\n`;
  const config = (checkJs: boolean) =>
    JSON.stringify({
      compilerOptions: { strict: true, allowJs: true, checkJs, module: 'nodenext', types: [] },
    });
  expect(
    (await verified({ 'tsconfig.json': config(true), 'close.js': source })).verification.newErrors,
  ).toHaveLength(1);
  expect(
    (await verified({ 'tsconfig.json': config(false), 'close.js': source })).verification.newErrors,
  ).toEqual([]);
});

test('several configurations, references and paths are followed', async () => {
  const { verification } = await verified({
    'tsconfig.json': JSON.stringify({
      files: [],
      references: [{ path: 'packages/a' }, { path: 'packages/b' }],
    }),
    'packages/a/tsconfig.json': JSON.stringify({
      compilerOptions: { composite: true, strict: true, module: 'nodenext', types: [] },
    }),
    'packages/a/index.ts': `${CLIENT}export const close = () => zentra.cards.terminate('c');\n`,
    'packages/b/tsconfig.json': JSON.stringify({
      compilerOptions: {
        composite: true,
        strict: true,
        module: 'preserve',
        types: [],
        paths: { '#a': ['../a/index.ts'] },
      },
      references: [{ path: '../a' }],
    }),
    'packages/b/use.ts': "import { close } from '#a';\nexport const at = (await close()).closed_at;\n",
  });
  expect(verification.projects).toEqual(['packages/a/tsconfig.json', 'packages/b/tsconfig.json']);
  expect(verification.newErrors).toMatchObject([
    { file: 'packages/b/use.ts', line: 2, code: 2339, site: { file: 'packages/a/index.ts', line: 3 } },
  ]);
});

const closing = "export const at = (await zentra.cards.terminate('c')).closed_at;\n";

test('a configuration by another name is followed where it takes in what no other one does', async () => {
  const options = { strict: true, module: 'nodenext', skipLibCheck: true, types: [] };
  const { verification } = await verified({
    'tsconfig.base.json': JSON.stringify({ compilerOptions: options }),
    'tsconfig.json': JSON.stringify({ extends: './tsconfig.base.json', include: ['src'] }),
    'tsconfig.build.json': JSON.stringify({ extends: './tsconfig', include: ['src'] }),
    'tsconfig.test.json': JSON.stringify({ extends: './tsconfig.json', include: ['src', 'test'] }),
    'src/a.ts': `${CLIENT}export { zentra };\n`,
    'test/a.ts': `import { zentra } from '../src/a.js';\n${closing}`,
  });
  expect(verification.projects).toEqual(['tsconfig.json', 'tsconfig.test.json']);
  expect(verification.newErrors).toMatchObject([{ file: 'test/a.ts', line: 2, site: { file: 'test/a.ts' } }]);
});

test.each([
  [
    'that does not parse',
    '{ "compilerOptions": { "strict": tru',
    'tsconfig.json cannot be read as it is meant: ',
  ],
  [
    'whose base is not installed',
    '{ "extends": "@acme/tsconfig", "compilerOptions": { "module": "nodenext", "types": [] } }',
    "tsconfig.json cannot be read as it is meant: File '@acme/tsconfig' not found.",
  ],
])('a configuration %s is said to be read in part', async (_, tsconfig, said) => {
  const { verification } = await verified({
    'tsconfig.json': tsconfig,
    'pay.ts': `${CLIENT}await zentra.cards.freeze('c');\nexport {};\n`,
  });
  expect(verification).toMatchObject({ status: 'passed', notSeen: [expect.stringContaining(said)] });
});

test('an error of what a value is put into is joined to the site that the value came from', async () => {
  const { verification } = await verified({
    'desk.ts': `${CLIENT}export const close = (card: string) => zentra.cards.terminate(card);\n`,
    'use.ts': `import { close } from './desk.js';
export const desk: { close(card: string): Promise<{ closed_at: string }> } = { close };
`,
  });
  expect(verification.newErrors).toMatchObject([
    { file: 'use.ts', line: 2, code: 2322, site: { file: 'desk.ts', line: 3 } },
  ]);
});

test('components and files outside of every configuration are named as not checked', async () => {
  const { verification } = await verified({
    'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', types: [] }, include: ['src'] }),
    'src/a.ts': 'export {};\n',
    'scripts/pay.ts': `${CLIENT}await zentra.cards.freeze('c');\nexport {};\n`,
    'Page.vue': `<script setup lang="ts">\n${CLIENT}zentra.cards.freeze('c');\n</script>\n`,
  });
  expect(verification.notSeen.join('\n')).toContain('No tsconfig.json takes these files in: scripts/pay.ts');
  expect(verification.notSeen.join('\n')).toContain('Scripts of components are not checked: Page.vue');
});

test('with --check the types are compared, too, and nothing is written', async () => {
  const source = `${CLIENT}export const at = (await zentra.cards.terminate('c')).closed_at;\n`;
  const { tree, verification } = await verified({ 'close.ts': source }, 'check');
  expect(verification.newErrors).toMatchObject([{ file: 'close.ts', line: 3, site: { line: 3 } }]);
  expect(tree.read('close.ts')).toBe(source);
});

test('time and memory are bounded, and a comparison that meets a bound has shown nothing', async () => {
  const source = `${CLIENT}await zentra.cards.freeze('c');\nexport {};\n`;
  const tree = treeOf({ 'tsconfig.json': strict, 'package.json': packageJson, ...SDK, 'pay.ts': source });
  const verifyWorker = join(repository, 'codemods/dist/verify-worker.cjs');
  const slow = await tree.migrate(
    { mode: 'write', verify: { timeout: 1, memory: 2048 } },
    { ownTypes, verifyWorker },
  );
  expect(slow.report.verification).toMatchObject({
    status: 'unfinished',
    reason: 'it did not end within 0.001 s (--verify-timeout)',
  });
  const small = await tree.migrate(
    { mode: 'write', verify: { timeout: 60_000, memory: 16 } },
    { ownTypes, verifyWorker },
  );
  expect(small.report.verification).toMatchObject({
    status: 'unfinished',
    reason: 'it needs more than 16 MiB of memory (--verify-memory)',
  });
  expect(tree.read('pay.ts')).toBe(source);
});

test('an installed zentra-compat gives the types, and not ours', async () => {
  const tree = treeOf({
    'tsconfig.json': strict,
    'package.json': packageJson,
    ...SDK,
    'pay.ts': `${CLIENT}await zentra.cards.freeze('c');\nexport {};\n`,
  });
  mkdirSync(join(tree.root, 'node_modules'), { recursive: true });
  symlinkSync(repository, join(tree.root, 'node_modules/zentra-compat'));
  const { report } = await tree.migrate({ mode: 'dry-run', verify: limits }, { ownTypes: () => new Map() });
  expect(report.verification).toMatchObject({ status: 'passed' });
});

test('texts in memory have no tsconfig of their own to be compared under', async () => {
  const files = new Map([
    ['package.json', packageJson],
    ['a.ts', `${CLIENT}zentra.cards.freeze('c');\n`],
  ]);
  const options = {
    ...wholeTree,
    root: '/p',
    mode: 'dry-run' as const,
    verify: limits,
  };
  await expect(run(options, { files })).rejects.toThrow('verify needs the tsconfig files on the disk');
});
