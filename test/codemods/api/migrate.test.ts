import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type MigrateOptions,
  migrate,
  parseReport,
  renderReport,
  UsageError,
  undo,
} from '../../../codemods/index';
import { git } from '../cli/command-line';
import { treeOf } from '../engine/migrated-tree';

const manifest = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const legacy = `import { Zentra } from '@zentra/sdk';
const zentra = new Zentra({ secretKey });
zentra.cards.freeze('card_1');
`;
const migrated = legacy.replace('@zentra/sdk', 'zentra-compat').replace('freeze', 'lock');

const project = () => treeOf({ 'package.json': manifest, 'src/a.mjs': legacy });

describe('migrate', () => {
  it('rewrites in place where only a root is given, and undo puts it back', async () => {
    const tree = project();
    const { root, report, changes } = await migrate({ root: tree.root });
    expect([root, report.mode, report.summary.rewritten]).toEqual([tree.root, 'write', 1]);
    expect(tree.read('src/a.mjs')).toBe(migrated);
    expect(changes).toMatchObject([
      { file: 'package.json' },
      { file: 'src/a.mjs', before: legacy, after: migrated },
    ]);
    expect(await undo({ root: tree.root })).toMatchObject({
      restored: ['package.json', 'src/a.mjs'],
      failed: [],
    });
    expect(tree.read('src/a.mjs')).toBe(legacy);
  });

  it('tells in a dry run what it would write, and in a check what is left', async () => {
    const tree = project();
    const { changes } = await migrate({ root: tree.root, mode: 'dry-run' });
    expect(changes).toMatchObject([{ file: 'package.json' }, { file: 'src/a.mjs', after: migrated }]);
    const { remaining } = await migrate({ root: tree.root, mode: 'check' });
    expect(remaining.sites).toMatchObject([{ file: 'src/a.mjs', line: 3 }]);
    expect(tree.read('src/a.mjs')).toBe(legacy);
  });

  it('takes rules by their ids and by their codes', async () => {
    const tree = project();
    const sites = async (options: Partial<MigrateOptions>) =>
      (await migrate({ root: tree.root, mode: 'check', ...options })).report.summary.sites;
    expect(await sites({ rules: ['ZENTRA_DEP0001'] })).toBe(1);
    expect(await sites({ rules: ['unfreeze-to-unlock'] })).toBe(0);
    expect(await sites({ skipRules: ['ZENTRA_DEP0001'] })).toBe(0);
  });

  it('reads the configuration of the project; an option wins over its key', async () => {
    const tree = project();
    tree.write({ 'zentra-codemods.config.json': '{ "skipRules": ["ZENTRA_DEP0001"] }' });
    const sites = async (options: Partial<MigrateOptions>) =>
      (await migrate({ root: tree.root, mode: 'check', ...options })).report.summary.sites;
    expect(await sites({})).toBe(0);
    expect(await sites({ skipRules: [] })).toBe(1);
  });

  it('compares with a baseline: only what is new remains', async () => {
    const tree = project();
    const { report: baseline } = await migrate({ root: tree.root, mode: 'check' });
    tree.write({ 'src/b.mjs': legacy });
    const { report, remaining } = await migrate({ root: tree.root, mode: 'check', baseline });
    expect(remaining.sites.map(({ file }) => file)).toEqual(['src/b.mjs']);
    expect(report.comparison?.appeared).toHaveLength(1);
  });

  it('refuses a git tree with uncommitted changes, but for files of the caller', async () => {
    const tree = project();
    git(tree.root, 'init', '-q');
    git(tree.root, 'add', '.');
    git(tree.root, 'commit', '-qm', 'start');
    tree.write({ 'report.md': '' });
    await expect(migrate({ root: tree.root })).rejects.toThrow(
      'a file has uncommitted changes:\n  report.md\n',
    );
    const allowed = await migrate({ root: tree.root, ownFiles: ['report.md'] });
    expect(allowed.report.summary.rewritten).toBe(1);
    tree.write({ 'src/a.mjs': legacy });
    expect((await migrate({ root: tree.root, requireCleanTree: false })).report.summary.rewritten).toBe(1);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown option', { rulez: [] }, /no such option: rulez\. The options are root, mode/],
    [
      'an unknown rule',
      { rules: ['freeze'] },
      /no such rule: freeze\. The rules are\n {2}freeze-to-lock \(ZENTRA_DEP0001\)/,
    ],
    ['an unknown mode', { mode: 'wet-run' }, /mode must be one of write, dry-run, check/],
    ['an unknown client', { client: 'always' }, /client must be one of auto, keep, zentra-compat/],
    ['a root that is none', { root: '' }, /root is missing/],
    ['a path that does not exist', { paths: ['gone.ts'] }, /no such file or folder: gone\.ts/],
    ['a usage log that does not exist', { usage: ['gone.jsonl'] }, /no such file: gone\.jsonl/],
    [
      'a text that has no bytes',
      { files: { 'a.ts': '\ud800' } },
      /files: the text of a\.ts is not well-formed/,
    ],
  ])('refuses %s with a UsageError', async (_, options, message) => {
    const refused = migrate({ root: project().root, ...options });
    await expect(refused).rejects.toBeInstanceOf(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  it.each<[string, Partial<MigrateOptions>]>([
    ['include globs', { include: ['scr/**'] }],
    ['exclude globs', { exclude: ['**'] }],
    ['a folder without sources', { paths: ['empty'] }],
  ])('refuses a selection that matches nothing: %s', async (_, options) => {
    const tree = project();
    mkdirSync(join(tree.root, 'empty'));
    writeFileSync(join(tree.root, 'empty/notes.txt'), '');
    for (const mode of ['check', 'dry-run', 'write'] as const)
      await expect(migrate({ root: tree.root, mode, ...options })).rejects.toThrow(/nothing to migrate/);
  });

  it('asks for a project in a folder without sources, where nothing was selected that could be corrected', async () => {
    const { root } = project();
    mkdirSync(join(root, 'empty'));
    await expect(migrate({ root: join(root, 'empty') })).rejects.toThrow(
      /no source file\. Name the folder of a project$/,
    );
    await expect(migrate({ root, include: ['scr/**'] })).rejects.toThrow(
      /no source file that matches include scr\/\*\*\. Correct what was selected$/,
    );
  });
});

describe('migrate with a signal', () => {
  it('does nothing where it is aborted already, and says so as Node does', async () => {
    const tree = project();
    const stopped = migrate({ root: tree.root, signal: AbortSignal.abort('enough') });
    await expect(stopped).rejects.toMatchObject({
      name: 'AbortError',
      code: 'ABORT_ERR',
      cause: 'enough',
      written: { done: 0, total: 0 },
    });
    expect(tree.read('src/a.mjs')).toBe(legacy);
  });

  it('can be stopped at any stage', async () => {
    const tree = project();
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(migrate({ root: tree.root, signal: controller.signal, onProgress })).rejects.toThrow(
      'stopped: nothing was written',
    );
    expect(tree.read('src/a.mjs')).toBe(legacy);
    expect((await migrate({ root: tree.root })).report.summary.rewritten).toBe(1);
  });
});

describe('migrate with texts', () => {
  const files = { 'package.json': manifest, 'src/a.mjs': legacy };

  it('touches no disk: changes has the new texts, by path', async () => {
    const { root, report, changes } = await migrate({ root: '/nowhere', files });
    expect([root, report.mode]).toEqual(['/nowhere', 'dry-run']);
    expect(changes.map(({ file }) => file)).toEqual(['package.json', 'src/a.mjs']);
    expect(changes[1]?.after).toBe(migrated);
  });

  it('takes a map, paths and the configuration among them', async () => {
    const map = new Map(Object.entries({ ...files, 'lib/b.mjs': legacy }));
    const changed = async (options: Partial<MigrateOptions>) =>
      (await migrate({ root: '/nowhere', files: map, ...options })).changes.map(({ file }) => file);
    expect(await changed({ paths: ['lib'] })).toContain('lib/b.mjs');
    expect(await changed({ paths: ['lib'] })).not.toContain('src/a.mjs');
    map.set('zentra-codemods.config.json', '{ "exclude": ["lib"] }');
    expect(await changed({})).toEqual(['package.json', 'src/a.mjs']);
  });

  it('says in mode write that it was done, and leaves the doing to the caller', async () => {
    const { report, changes, remaining } = await migrate({ root: '/nowhere', files, mode: 'write' });
    expect([report.mode, changes.length, remaining.sites]).toEqual(['write', 2, []]);
  });
});

describe('reports', () => {
  it('are rendered in every format, and read again', async () => {
    const { report } = await migrate({ root: '/', files: { 'package.json': manifest, 'a.mjs': legacy } });
    expect(parseReport(renderReport(report, 'json'))).toEqual(report);
    expect(renderReport(report, 'terminal')).toContain('a.mjs:3:14');
    expect(renderReport(report, 'terminal', { base: 'app' })).toContain('app/a.mjs:3:14');
    expect(renderReport(report, 'markdown')).toMatch(/^## Zentra/);
    expect(renderReport(report, 'html')).toMatch(/^<!doctype html>/);
    expect(JSON.parse(renderReport(report, 'sarif')).version).toBe('2.1.0');
  });

  it('are rendered in no other format: a UsageError names those that there are', async () => {
    const { report } = await migrate({ root: project().root, mode: 'check' });
    const rendered = () => renderReport(report, 'pdf' as never);
    expect(rendered).toThrow(UsageError);
    expect(rendered).toThrow('format must be one of terminal, json, markdown, html, sarif, github, gitlab');
  });

  it('that are none are refused by name', () => {
    expect(() => parseReport('{}', 'old.json')).toThrow(/^old\.json is JSON, but not a migration report/);
    expect(() => parseReport('')).toThrow('the report is empty');
  });
});
