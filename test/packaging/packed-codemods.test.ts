import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from 'zentra-compat/contract';
import { type PackedProject, packedProject } from './packed-project';

const root = join(import.meta.dirname, '../..');

let app: PackedProject;
beforeAll(() => {
  app = packedProject({ codemods: true, tools: ['ts-morph', 'jscodeshift', 'typescript'] });
}, 120_000);
afterAll(() => app.remove());

const read = (file: string) => readFileSync(join(app.folder, file), 'utf8');

/** Runs a program of the project with its own home folder. */
function node(args: readonly string[], files: Record<string, string> = {}): string {
  app.write(files);
  const home = join(app.folder, '.home');
  const env = { ...process.env, XDG_STATE_HOME: home, XDG_CACHE_HOME: home };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: app.folder,
    env,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

const legacy = (style: 'esm' | 'cjs') =>
  `${style === 'esm' ? "import { Zentra } from '@zentra/sdk';" : "const { Zentra } = require('@zentra/sdk');"}
const zentra = new Zentra({ secretKey: 'k' });
zentra.cards.freeze('card_1');
`;
const migrated = (style: 'esm' | 'cjs') =>
  legacy(style).replace('@zentra/sdk', 'zentra-compat').replace('freeze', 'lock');

const manifest = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';

describe('the packed API', () => {
  const program = `
const run = async () => {
  const names = Object.keys(api).filter((name) => name !== 'default' && name !== 'module.exports').sort();
  const { report, changes } = await migrate({ root: 'shop' });
  const controller = new AbortController();
  const stopped = await migrate({ root: 'shop', signal: AbortSignal.abort() }).catch((error) => error.name);
  const inThread = await migrate({ root: 'shop', mode: 'check', signal: controller.signal });
  const refused = await migrate({ root: 'shop', rules: ['x'] }).catch((error) => error instanceof UsageError);
  const late = await migrate({ root: 'shop', include: ['scr'] }).catch((error) => error instanceof UsageError);
  const lateInThread = await migrate({ root: 'shop', include: ['scr'], signal: controller.signal })
    .catch((error) => error instanceof UsageError);
  const { restored } = await undo({ root: 'shop' });
  console.log(JSON.stringify({
    names, changed: changes.map(({ file }) => file), stopped, left: inThread.report.summary.sites,
    refused, late, lateInThread, restored, again: parseReport(renderReport(report, 'json')).summary.rewritten,
  }));
};
run();`;

  it.each([
    ['import', 'api.mjs', "import * as api from 'zentra-codemods';"],
    ['require', 'api.cjs', "const api = require('zentra-codemods');"],
  ])('answers to %s, in this thread and in another', (_, file, load) => {
    app.write({ 'shop/package.json': manifest, 'shop/pay.mjs': legacy('esm') });
    const source = `${load}\nconst { migrate, undo, renderReport, parseReport, UsageError } = api;${program}`;
    expect(JSON.parse(node([file], { [file]: source }))).toEqual({
      names: ['ReportError', 'UsageError', 'answer', 'migrate', 'parseReport', 'renderReport', 'undo'],
      changed: ['package.json', 'pay.mjs'],
      stopped: 'AbortError',
      left: 0,
      refused: true,
      late: true,
      lateInThread: true,
      restored: ['package.json', 'pay.mjs'],
      again: 1,
    });
    expect(read('shop/pay.mjs')).toBe(legacy('esm'));
  });

  it('answers to ts-morph', () => {
    const source = `
const { Project } = require('ts-morph');
const { migrateProject } = require('zentra-codemods/ts-morph');
const project = new Project({ useInMemoryFileSystem: true });
project.createSourceFile('/pay.ts', ${JSON.stringify(legacy('esm'))});
migrateProject(project).then(({ summary }) => {
  console.log(JSON.stringify([summary.rewritten, project.getSourceFileOrThrow('/pay.ts').getFullText()]));
});`;
    expect(JSON.parse(node(['morph.cjs'], { 'morph.cjs': source }))).toEqual([1, migrated('esm')]);
  });
});

describe('the packed transforms', () => {
  const jscodeshift = join(root, 'node_modules/jscodeshift/bin/jscodeshift.js');
  const pathOf = (rule: string) =>
    node(['-p', `require.resolve('zentra-codemods/transforms/${rule}')`]).trim();

  it.each<[string, string, 'esm' | 'cjs', string[]]>([
    ['JavaScript', 'pay.js', 'cjs', []],
    ['TypeScript', 'pay.ts', 'esm', ['--extensions=ts', '--parser=ts']],
    ['TypeScript, whatever the parser', 'pay.ts', 'esm', ['--extensions=ts', '--parser=babel']],
    ['Flow as the parser', 'pay.js', 'esm', ['--parser=flow']],
    ['JSX', 'pay.tsx', 'esm', ['--extensions=tsx', '--parser=tsx']],
  ])('run under plain jscodeshift: %s', (_, file, style, flags) => {
    app.write({ [`src/${file}`]: legacy(style) });
    const output = node([
      jscodeshift,
      '--run-in-band',
      '-t',
      pathOf('freeze-to-lock'),
      ...flags,
      `src/${file}`,
    ]);
    expect(output).toContain('1 ok');
    expect(read(`src/${file}`)).toBe(migrated(style));
  });

  it('are one for each rule with a code', () => {
    for (const rule of rules)
      if ('code' in rule) expect(read(pathOf(rule.id).slice(app.folder.length))).not.toBe('');
  });
});

describe('the types of the packed codemods', () => {
  const program = `
import { migrate, type Migration, type MigrateOptions, parseReport, renderReport, undo, UsageError } from 'zentra-codemods';
import { migrateProject } from 'zentra-codemods/ts-morph';
import transform from 'zentra-codemods/transforms/freeze-to-lock';
import { Project } from 'ts-morph';
export async function check(options: MigrateOptions): Promise<number> {
  const { report, remaining, changes }: Migration = await migrate({ ...options, mode: 'check', signal: new AbortController().signal });
  const text: string = renderReport(parseReport(renderReport(report, 'json')), 'markdown');
  const { restored } = await undo({ root: '.' });
  const project = await migrateProject(new Project(), { mode: 'check' });
  return remaining.sites.length + changes.length + text.length + restored.length + project.summary.sites;
}
export const isUsage = (error: unknown): string | undefined => (error instanceof UsageError ? error.message : undefined);
// @ts-expect-error there is no such mode
void migrate({ root: '.', mode: 'wet-run' });
// @ts-expect-error a root is required
void migrate({});
export { transform };
`;

  it.each(['nodenext', 'bundler'])('are right under moduleResolution %s', (resolution) => {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution: resolution,
      types: ['node'],
      skipLibCheck: false,
    };
    app.write({
      'types/main.ts': program,
      'types/tsconfig.json': JSON.stringify({ compilerOptions, include: ['main.ts'] }),
    });
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', 'types'], {
      cwd: app.folder,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  });
});

it('the packed codemods hold no source, and nothing of removed rules', () => {
  const listed = execFileSync('tar', ['-tzf', app.codemodsTarball!], { encoding: 'utf8' }).split('\n');
  expect(listed.filter((file) => /(?<!\.d)\.[cm]?ts$/.test(file))).toEqual([]);
  const transforms = listed.flatMap((file) => /\/dist\/transforms\/(.+)\.cjs$/.exec(file)?.[1] ?? []);
  expect(transforms.sort()).toEqual(rules.flatMap((rule) => ('code' in rule ? [rule.id] : [])).sort());
});
