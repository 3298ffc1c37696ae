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

test.each<[string, string, string]>([
  [
    'in a script, over several lines',
    'pay.ts',
    `${CLIENT}/*\n * zentra-codemods-ignore freeze-to-lock: old\n * on purpose\n */\nzentra.cards.freeze('c');\n`,
  ],
  [
    'above a Markdown fence',
    'README.md',
    `# Old\n\n<!-- zentra-codemods-ignore freeze-to-lock: old on purpose -->\n\`\`\`js\n${CLIENT}\nzentra.cards.freeze('c');\n\`\`\`\n`,
  ],
  [
    'within a Markdown fence',
    'README.md',
    `\`\`\`js\n${CLIENT}// zentra-codemods-ignore freeze-to-lock: old on purpose\nzentra.cards.freeze('c');\n\`\`\`\n`,
  ],
  [
    'in a Vue template, over several lines, as is the element',
    'a.vue',
    `<script setup>\n${CLIENT}</script>\n<template>\n  <!--\n    zentra-codemods-ignore freeze-to-lock: old on purpose\n  -->\n  <button\n    class="x"\n    @click="zentra.cards.freeze('c')"\n  />\n</template>\n`,
  ],
  [
    'in JSX, over several lines',
    'a.jsx',
    `${CLIENT}export const A = () => (\n  <p>\n    {/* zentra-codemods-ignore freeze-to-lock: old\n        on purpose */}\n    {zentra.cards.freeze('c')}\n  </p>\n);\n`,
  ],
])('a comment %s is honoured: the call keeps its bytes', async (_, file, source) => {
  const tree = treeOf({ 'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }', [file]: source });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read(file)).toContain("zentra.cards.freeze('c')");
  expect(report.sites).toEqual([]);
  expect(report.accepted).toMatchObject([{ by: 'comment', file, reason: 'old on purpose' }]);
});

test('a comment above a fence accepts nothing of the next one', async () => {
  const fence = `\`\`\`js\n${CLIENT}zentra.cards.freeze('c');\n\`\`\`\n`;
  const tree = treeOf({
    'README.md': `<!-- zentra-codemods-ignore freeze-to-lock: the first -->\n${fence}\n${fence}`,
  });
  const { report } = await tree.migrate({ mode: 'check' });
  expect([report.accepted?.length, report.sites.length]).toEqual([1, 1]);
});

test('a comment above a fence accepts a request by hand in it', async () => {
  const request = '```sh\ncurl -X POST https://api.usezentra.com/v1/cards/card_1/freeze\n```\n';
  const spots = async (text: string) => {
    const tree = treeOf({
      'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
      'README.md': text,
      'a.ts': CLIENT,
    });
    const { report } = await tree.migrate({ mode: 'check' });
    return [report.blindSpots?.length ?? 0, report.accepted?.length ?? 0];
  };
  expect(await spots(request)).toEqual([1, 0]);
  const comment = '<!-- zentra-codemods-ignore raw-route: what the old page showed -->\n';
  expect(await spots(comment + request)).toEqual([0, 1]);
  expect(await spots(`${comment}\`\`\`sh\nls\n\`\`\`\n\n${request}`)).toEqual([1, 0]);
});

test('a comment that names another rule, or none that there is, accepts nothing, and the site says so', async () => {
  for (const name of ['freezetolock', 'unfreeze-to-unlock']) {
    const tree = treeOf({
      'pay.ts': `${CLIENT}// zentra-codemods-ignore ${name}: old on purpose\nzentra.cards.freeze('c');\n`,
    });
    const { report } = await tree.migrate({ mode: 'check' });
    expect(report.accepted).toBeUndefined();
    expect(report.sites[0]?.notes).toContain(
      `The comment zentra-codemods-ignore above names ${name}, and does not accept freeze-to-lock`,
    );
  }
});
