import { expect, test } from 'vitest';
import { writeChanges } from '../../../codemods/engine/write/write';
import { type Migration, migrate, type Progress, undo } from '../../../codemods/index';
import { type Tree, treeOf } from './migrated-tree';

const client = "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey: 'k' });\n";
const old = {
  'package.json': '{ "name": "pay", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
  'a.js': `${client}client.cards.freeze('a');\nclient.cards[next()]('b');\n`,
  'b.js': `${client}client.cards.unfreeze('b');\n`,
  'c.js': `${client}client.cards.terminate('c');\n`,
};

/** Ends in the middle, as a process that is killed does, with so many files written. */
async function cutShort(root: string, files: number): Promise<void> {
  const { changes } = await migrate({ root, mode: 'dry-run' });
  const bytes = changes.map(({ file, before, after }) => ({
    file,
    before: Buffer.from(before),
    after: Buffer.from(after),
  }));
  const onProgress = ({ done }: Progress) => {
    if (done === files) throw new Error('killed');
  };
  expect(() => writeChanges(root, bytes, { onProgress })).toThrow('killed');
}

const texts = ({ read }: Tree) => Object.keys(old).map(read);

const counted = ({ report: { sites, files, summary } }: Migration) => ({
  sites: sites.map(({ file, line, status, before, after }) => ({ file, line, status, before, after })),
  files,
  summary,
});

test('a run that goes on where another one was cut short reports the whole, and undo takes the whole back', async () => {
  const whole = treeOf(old);
  const atOnce = await migrate({ root: whole.root });
  const migrated = texts(whole);
  for (const files of [1, 2, 3, 4]) {
    const tree = treeOf(old);
    await cutShort(tree.root, files);
    const resumed = await migrate({ root: tree.root });
    expect(texts(tree)).toEqual(migrated);
    expect(counted(resumed)).toEqual(counted(atOnce));
    await undo({ root: tree.root });
    expect(texts(tree)).toEqual(Object.values(old));
  }
});

test('what was edited in between is taken as it is', async () => {
  const tree = treeOf(old);
  await cutShort(tree.root, 3);
  tree.write({ 'a.js': `${tree.read('a.js')}client.cards.freeze('later');\n` });
  const { report } = await migrate({ root: tree.root });
  expect(report.summary.filesFailed).toBe(0);
  expect(tree.read('a.js')).toContain("cards.lock('later')");
  expect(tree.read('c.js')).toContain('lockAndRestrict');
});

test('the run after that is another one', async () => {
  const tree = treeOf(old);
  await cutShort(tree.root, 2);
  await migrate({ root: tree.root });
  const { report } = await migrate({ root: tree.root });
  expect(report.summary).toMatchObject({ rewritten: 0, filesChanged: 0 });
});
