import { Project } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { answer, migrate, UsageError } from '../../../codemods/index';
import { migrateProject } from '../../../codemods/ts-morph';
import { treeOf } from '../engine/migrated-tree';

const manifest = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const client = `import { Zentra } from '@zentra/sdk';
export const zentra = new Zentra({ secretKey: 'k' });
`;
const caller = `import { zentra } from './client';
export const block = (id: string) => zentra.cards.freeze(id);
`;

/** A project whose files are nowhere but in memory. */
function memoryProject(files: Readonly<Record<string, string>>): Project {
  const project = new Project({ useInMemoryFileSystem: true });
  for (const [file, text] of Object.entries(files)) {
    if (file.endsWith('.json')) project.getFileSystem().writeFileSync(`/${file}`, text);
    else project.createSourceFile(`/${file}`, text);
  }
  return project;
}

describe('migrateProject', () => {
  it('changes source files in memory, across files, and saves nothing', async () => {
    const tree = treeOf({ 'package.json': manifest, 'src/client.ts': client, 'src/caller.ts': caller });
    const project = new Project();
    project.addSourceFilesAtPaths(`${tree.root}/src/*.ts`);
    const { summary } = await migrateProject(project);
    expect(summary).toMatchObject({ rewritten: 1, review: 0 });
    expect(project.getSourceFileOrThrow('caller.ts').getFullText()).toBe(caller.replace('freeze', 'lock'));
    expect(project.getSourceFileOrThrow('client.ts').getFullText()).toContain("from 'zentra-compat'");
    expect([tree.read('src/caller.ts'), tree.read('package.json')]).toEqual([caller, manifest]);
    await project.save();
    expect(tree.read('src/caller.ts')).toContain('zentra.cards.lock(id)');
    expect(tree.read('package.json')).toContain('"zentra-compat"');
  });

  it('reads texts that were not saved, in a file system of memory, at its root', async () => {
    const project = memoryProject({ 'package.json': manifest, 'client.ts': client, 'lib/caller.ts': '' });
    project.getSourceFileOrThrow('caller.ts').replaceWithText(caller.replace('./client', '../client'));
    const report = await migrateProject(project);
    expect(report.sites).toMatchObject([{ file: 'lib/caller.ts', line: 2, status: 'rewritten' }]);
    expect(project.getSourceFileOrThrow('caller.ts').getFullText()).toContain('zentra.cards.lock(id)');
  });

  it.each(['check', 'dry-run'] as const)('changes nothing in a %s', async (mode) => {
    const project = memoryProject({ 'client.ts': client, 'caller.ts': caller });
    const { summary } = await migrateProject(project, { mode });
    expect(summary.sites).toBe(1);
    expect(project.getSourceFileOrThrow('caller.ts').getFullText()).toBe(caller);
  });

  it('follows the paths of a tsconfig, and finds nothing the second time', async () => {
    const project = memoryProject({
      'package.json': manifest,
      'tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
      'src/client.ts': client,
      'src/deep/caller.ts': caller.replace('./client', '~/client'),
    });
    expect((await migrateProject(project)).summary.rewritten).toBe(1);
    expect((await migrateProject(project)).summary.sites).toBe(0);
  });

  it('honours the answers that were given for the same files on the disk', async () => {
    const files = {
      'package.json': manifest,
      'client.ts': client,
      'any.js': 'exports.block = (client) => client.cards.freeze();\n',
    };
    const tree = treeOf(files);
    const [question] = (await migrate({ root: tree.root, mode: 'dry-run' })).questions;
    await answer({ root: tree.root, answers: [{ id: question!.id, choice: 'no' }] });
    const answers = tree.read('zentra-codemods.answers.json');
    expect((await migrateProject(memoryProject(files), { mode: 'check' })).summary.review).toBe(1);
    const answered = await migrateProject(
      memoryProject({ ...files, 'zentra-codemods.answers.json': answers }),
    );
    expect(answered.summary.sites).toBe(0);
    expect(answered.answers).toMatchObject([{ choice: 'no', status: 'honoured' }]);
  });

  it('takes the rules, globs and the root of migrate', async () => {
    const project = memoryProject({ 'a/client.ts': client, 'a/caller.ts': caller });
    const sites = async (options: Parameters<typeof migrateProject>[1]) =>
      (await migrateProject(project, { mode: 'check', ...options })).sites.map(({ file }) => file);
    expect(await sites({})).toEqual(['caller.ts']);
    expect(await sites({ root: '/' })).toEqual(['a/caller.ts']);
    expect(await sites({ skipRules: ['ZENTRA_DEP0001'] })).toEqual([]);
    expect(await sites({ exclude: ['caller.ts'] })).toEqual([]);
  });

  it('refuses a project without source files, and rules that do not exist', async () => {
    await expect(migrateProject(new Project({ useInMemoryFileSystem: true }))).rejects.toThrow(
      /has no source files/,
    );
    const refused = migrateProject(memoryProject({ 'client.ts': client }), { rules: ['freeze'] });
    await expect(refused).rejects.toBeInstanceOf(UsageError);
  });

  it.each<[string, object, RegExp]>([
    [
      'of migrate that make no sense for it',
      { paths: ['client.ts'] },
      /^no such option: paths\. The options are root, mode/,
    ],
    ['of a wrong type', { include: 'client.ts' }, /^include must be a list of texts/],
  ])('refuses options %s', async (_, options, message) => {
    const refused = migrateProject(memoryProject({ 'client.ts': client }), options);
    await expect(refused).rejects.toBeInstanceOf(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});
