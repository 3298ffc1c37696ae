import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const script = "import { Zentra } from '@zentra/sdk';\nconst client = new Zentra({});\n";

async function reportOn(files: Record<string, string>) {
  const { report } = await treeOf({ 'package.json': packageJson, ...files }).migrate();
  return {
    blindSpots: (report.blindSpots ?? []).map(({ kind, file, line }) => `${kind} ${file}:${line}`),
    reasons: (report.blindSpots ?? []).map(({ reason }) => reason),
    sites: report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`),
    leftAlone: report.leftAlone,
  };
}

test('a template that the parser refuses is a blind spot for each of its uses, with what the parser says', async () => {
  const { blindSpots, reasons, sites } = await reportOn({
    'a.vue': `<script setup>\n${script}client.cards.freeze(1);\n</script>\n<template>\n<b @click="client.cards.freeze('c')">\n</template>\n`,
    'b.svelte': `<script>\n${script}</script>\n{#if client}{client.cards.unfreeze('c')}\n`,
    'c.vue': `<script>\n${script}</script>\n<template lang="pug">\nb(@click="client.cards.freeze(1)")\n</template>\n`,
  });
  expect(blindSpots).toEqual(['template a.vue:7', 'template b.svelte:5', 'template c.vue:6']);
  expect(reasons[0]).toMatch(/was not read \(7:1 Element is missing end tag\.\)/);
  expect(reasons[1]).toMatch(/was not read \(.*Block was left open/);
  expect(reasons[2]).toContain('was not read (it is written in pug)');
  expect(sites).toEqual(['a.vue:4 rewritten']);
});

test('one expression that is none is a blind spot, and the others of its template are read', async () => {
  const { blindSpots, sites } = await reportOn({
    'a.vue': `<script setup>\n${script}</script>\n<template>\n<b :x="client.cards.freeze(1" />\n<b :x="client.cards.freeze(1)" />\n</template>\n`,
  });
  expect(blindSpots).toEqual(['template a.vue:6']);
  expect(sites).toEqual(['a.vue:7 rewritten']);
});

test('an attribute whose value holds markup is a blind spot, and the rest of its template is read', async () => {
  const { blindSpots, sites } = await reportOn({
    'a.astro': `---\n${script}---\n<Foo render={() => <b>{client.cards.freeze(1)}</b>} />\n<b title={client.cards.freeze(1)} />\n`,
  });
  expect(blindSpots).toEqual(['template a.astro:5']);
  expect(sites).toEqual(['a.astro:6 rewritten']);
});

test('a block that ends with an element in Astro is read', async () => {
  const { sites } = await reportOn({
    'a.astro': `---\n${script}---\n{async () => { const r = await client.cards.freeze(1); return <p>{r}</p> }}\n`,
  });
  expect(sites).toEqual(['a.astro:5 rewritten']);
});

test('an argument of a directive that is computed is read', async () => {
  const { sites } = await reportOn({
    'a.vue': `<script setup>\n${script}</script>\n<template>\n<b v-bind:[client.cards.freeze]="1" />\n</template>\n`,
  });
  expect(sites).toEqual(['a.vue:6 rewritten']);
});

test('a handler of the page itself is a blind spot', async () => {
  const { blindSpots, sites } = await reportOn({
    'a.astro': `---\n${script}---\n<b onclick="client.cards.freeze(1)">x</b>\n`,
  });
  expect(blindSpots).toEqual(['template a.astro:5']);
  expect(sites).toEqual([]);
});

test('a component that has no script is read, too', async () => {
  const { blindSpots, sites } = await reportOn({
    'a.vue': `<template><b @click="pay.cards.freeze('c')" /></template>\n`,
    'b.svelte': "<b onclick={() => $pay.cards.freeze('c')} />\n",
    'c.astro': "<b title={Astro.locals.pay.cards.freeze('c')} />\n",
  });
  expect(blindSpots).toEqual([]);
  expect(sites).toEqual(['a.vue:1 review', 'b.svelte:1 review', 'c.astro:1 review']);
});

test('comments, styles and texts are no code, and count as left alone', async () => {
  const { blindSpots, sites, leftAlone } = await reportOn({
    'a.vue': `<script>\n${script}client.cards.freeze(1);\n</script>\n<template><!-- client.cards.freeze() --><p>client.cards.freeze()</p></template>\n<style>\n.cards.freeze { color: blue }\n</style>\n`,
  });
  expect(blindSpots).toEqual([]);
  expect(sites).toEqual(['a.vue:4 rewritten']);
  expect(leftAlone).toEqual({ names: 3, byEvidence: { 'no-code': 3 } });
});

test('a client that the template hands to the script is followed', async () => {
  const { sites } = await reportOn({
    'a.vue': `<script setup>\n${script}const block = (pay) => pay.cards.freeze(1);\n</script>\n<template><b @click="block(client)" /></template>\n`,
    'b.vue': `<script setup>\n${script}const block = (pay) => pay.cards.freeze(1);\n</script>\n<template><b @click="block(client)" /><i @click="block(other)" /></template>\n`,
  });
  expect(sites).toEqual(['a.vue:4 rewritten', 'b.vue:4 review']);
});

test('a module that a template imports is switched with the others', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'a.svelte': `<script>\n${script}client.cards.freeze(1);\n</script>\n{#await import('@zentra/sdk') then sdk}{sdk.version}{/await}\n`,
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('a.svelte')).toContain("{#await import('zentra-compat') then sdk}");
});

test('a line of explanation stands above the element, once, and goes when nothing is left to explain', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'a.vue': `<template>\n  <p>\n    <b\n      class="x"\n      @click="pay.cards.freeze(1); pay.cards.freeze(2)"\n    />\n  </p>\n</template>\n`,
  });
  await tree.migrate({ mode: 'write' });
  const explained = tree.read('a.vue');
  expect(explained).toMatch(
    /^<template>\n {2}<p>\n {4}<!-- TODO\(zentra-codemods\): \[freeze-to-lock\] .* -->\n {4}<b\n/,
  );
  await tree.migrate({ mode: 'write' });
  expect(tree.read('a.vue')).toBe(explained);
  await tree.migrate({ mode: 'write', assumeClients: ['pay'] });
  expect(tree.read('a.vue')).not.toContain('TODO');
  expect(tree.read('a.vue')).toContain('@click="pay.cards.lock(1); pay.cards.lock(2)"');
});

test('what would end the comment of markup is taken apart in it', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'a.vue': '<template>\n  <b @click="list[i-->0].cards.freeze(1)" />\n</template>\n',
  });
  await tree.migrate({ mode: 'write' });
  const [, comment] = tree.read('a.vue').split('\n');
  expect(comment).toMatch(/^ {2}<!-- TODO.* -->$/);
  expect(comment!.match(/-->/g)).toHaveLength(1);
});

test.each([
  [
    'vue',
    `<template>\r\n<b @click="client.cards.freeze('é')" />{{ client.cards.freeze(1) }}\r\n</template>\r\n<script setup>\r\n${script}</script>\r\n`,
  ],
  ['svelte', `\uFEFF<p>é{client.cards.freeze(1)}</p>\r\n<script>\r\n${script}</script>\r\n`],
  [
    'astro',
    `\uFEFF---\r\n${script}---\r\n<p>é</p>{['é'].map((x) => <b title={client.cards.freeze(x)}>é{x}</b>)}\r\n`,
  ],
])('every other byte of a %s file stays', async (extension, text) => {
  const tree = treeOf({ 'package.json': packageJson, [`a.${extension}`]: text });
  await tree.migrate({ mode: 'write' });
  expect(tree.read(`a.${extension}`)).toBe(
    text.replaceAll('.freeze(', '.lock(').replace('@zentra/sdk', 'zentra-compat'),
  );
});
