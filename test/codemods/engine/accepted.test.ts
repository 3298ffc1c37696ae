import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const CLIENT = "import { Zentra } from '@zentra/sdk';\nconst zentra = new Zentra({ secretKey: key });\n";

test('a line that a comment accepts keeps its bytes, gets no TODO line and stands in the report with its reason', async () => {
  const source = `${CLIENT}// zentra-codemods-ignore freeze-to-lock: measured against the old name on purpose\nzentra.cards.freeze('c');\n`;
  const tree = treeOf({ 'pay.ts': source });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('pay.ts')).toBe(source);
  expect(report.sites).toEqual([]);
  expect(report.accepted).toEqual([
    {
      by: 'comment',
      rule: 'freeze-to-lock',
      code: 'ZENTRA_DEP0001',
      file: 'pay.ts',
      line: 4,
      column: 14,
      before: "zentra.cards.freeze('c');",
      reason: 'measured against the old name on purpose',
    },
  ]);
});

test('an accepted line takes the TODO line of an earlier run with it', async () => {
  const call = 'zentra.cards[action](id);\n';
  const tree = treeOf({ 'pay.ts': `${CLIENT}${call}` });
  await tree.migrate({ mode: 'write' });
  const [before, todo] = tree.read('pay.ts').split('\n').slice(-3);
  expect([before, todo].join()).toContain('TODO(zentra-codemods)');
  const accepted = `// zentra-codemods-ignore dynamic-member: never a legacy name\n${call}`;
  tree.write({ 'pay.ts': tree.read('pay.ts').replace(call, accepted) });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('pay.ts')).not.toContain('TODO(zentra-codemods)');
  expect(report.accepted).toHaveLength(1);
});

test('a comment without a reason accepts nothing, and the site says so', async () => {
  const tree = treeOf({
    'pay.ts': `${CLIENT}// zentra-codemods-ignore freeze-to-lock\nzentra.cards.freeze('c');\n`,
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.accepted).toBeUndefined();
  expect(report.sites[0]).toMatchObject({ status: 'rewritten' });
  expect(report.sites[0]?.notes.join()).toContain('must name a rule and a reason');
});
