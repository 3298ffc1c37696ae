import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MigrateResult } from '../../../codemods/engine/options';
import { undo } from '../../../codemods/engine/write/undo';
import { compareSites, createTree, reportedSites, type Tree, visible } from './fixture-tree';
import { filesBelow, projectFixtures } from './shape-fixtures';

describe.each(projectFixtures().map((project) => [project.name, project] as const))('%s', (_, project) => {
  const files = filesBelow(project.before);
  const original = (file: string) => readFileSync(join(project.before, file));
  let tree: Tree;
  let first: MigrateResult;
  let whole: MigrateResult;

  beforeAll(async () => {
    tree = createTree();
    for (const file of files) tree.write(file, original(file), file.startsWith('bin/') ? 0o755 : 0o644);
    whole = await tree.migrate({ mode: 'dry-run' }, { scope: 'whole' });
    first = await tree.migrate();
  });
  afterAll(() => tree.remove());

  it('becomes what stands in after/, byte for byte', () => {
    expect(files).toEqual(filesBelow(project.after));
    expect(first.report.files.filter(({ status }) => status === 'failed')).toEqual([]);
    for (const file of files) {
      const after = readFileSync(join(project.after, file));
      expect(visible(tree.read(file)), file).toBe(visible(after));
      expect(tree.read(file).equals(after), file).toBe(true);
    }
  });

  it('is reported site by site', () => {
    const named = new Set([...first.report.sites, ...project.sites].map(({ file }) => file));
    for (const file of named) {
      const expected = project.sites.filter((site) => site.file === file);
      const { found, wanted } = compareSites(reportedSites(first.report, file), expected);
      expect(found, file).toEqual(wanted);
    }
  });

  it('is the same when every import is loaded', () => {
    const shown = ({ changes }: MigrateResult) =>
      changes.map(({ file, after }) => `${file}\n${visible(after)}`);
    expect(whole.report.sites).toEqual(first.report.sites);
    expect(shown(whole)).toEqual(shown(first));
  });

  it('does not change any more, and undo restores every byte', async () => {
    const second = await tree.migrate();
    expect(second.changes.map(({ file }) => file)).toEqual([]);
    expect(second.report.sites.filter(({ status }) => status === 'rewritten')).toEqual([]);
    if (first.changes.length > 0) undo(tree.root);
    for (const file of files) expect(tree.read(file).equals(original(file)), file).toBe(true);
  });
});
