import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const manifest = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const script = "import { Zentra } from '@zentra/sdk';\nconst client = new Zentra({});\n";

async function blindSpotsIn(files: Record<string, string>): Promise<string[]> {
  const { report } = await treeOf({ 'package.json': manifest, ...files }).migrate();
  expect(report.leftAlone).toBeUndefined();
  return (report.blindSpots ?? []).map(({ kind, file, line }) => `${kind} ${file}:${line}`);
}

test('a legacy call in the template of a component is a blind spot of its line, in each framework', async () => {
  expect(
    await blindSpotsIn({
      'a.vue': `<script setup>\n${script}</script>\n<template>\n<b @click="client.cards.freeze('c')" :x="client.cards['unfreeze']('c')" />\n</template>\n`,
      'b.svelte': `<script>\n${script}</script>\n<button onclick={() => client.cards.unfreeze('c')}>x</button>\n`,
      'c.astro': `---\n${script}---\n<p>{(await client.cards.freeze('c')).status}</p>\n`,
    }),
  ).toEqual(['template a.vue:6', 'template a.vue:6', 'template b.svelte:5', 'template c.astro:5']);
});

test('in a component that takes its client from elsewhere, a member of cards is one', async () => {
  const template = (use: string) => `<template><b @click="${use}" /></template>\n`;
  expect(await blindSpotsIn({ 'a.vue': template("pay.cards.freeze('c')") })).toEqual(['template a.vue:1']);
});

test('comments, styles and scripts are no template', async () => {
  const tree = treeOf({
    'package.json': manifest,
    'a.vue': `<script>\n${script}client.cards.freeze(1);\n</script>\n<template><!-- client.cards.freeze() --></template>\n<style>\n.cards.freeze { color: blue }\n</style>\n`,
  });
  const { report } = await tree.migrate();
  expect(report.blindSpots).toBeUndefined();
  expect(report.sites.map(({ line, status }) => `${line} ${status}`)).toEqual(['4 rewritten']);
});
