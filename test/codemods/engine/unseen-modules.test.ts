import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const dependencies = (more: Record<string, string> = {}) =>
  JSON.stringify({ name: '@acme/shop', dependencies: { '@zentra/sdk': '^1.0.0', ...more } });

async function foundIn(files: Record<string, string>): Promise<{ sites: string[]; blindSpots: string[] }> {
  const tree = treeOf({ 'own.js': "require('@zentra/sdk');\n", ...files });
  const before = Object.keys(files).map((file) => tree.read(file));
  const { report } = await tree.migrate({ mode: 'write' });
  if (report.sites.length === 0) expect(Object.keys(files).map((file) => tree.read(file))).toEqual(before);
  return {
    sites: report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`),
    blindSpots: (report.blindSpots ?? []).map(
      ({ file, line, reason, uses }) => `${file}:${line} ${reason.split(' ')[0]} ${uses}`,
    ),
  };
}

describe('an import that leads nowhere is not somebody else’s', () => {
  test('what is used like ours is one blind spot for each specifier, with its uses and no TODO line', async () => {
    const found = await foundIn({
      'package.json': dependencies(),
      'a.js': [
        "import { client } from '@/services/pay';",
        "import { issuing } from 'unlisted';",
        "import { log } from 'nowhere';",
        'log.info();',
        'client.cards.freeze(1);',
        "client.cards['unfreeze'](1);",
        'issuing.cards.terminate(1);',
      ].join('\n'),
      'b.js': "const { client } = require('@/services/pay');\nclient.cards.updateLimits(1, {});\n",
    });
    expect(found).toEqual({ sites: [], blindSpots: ['a.js:5 @/services/pay 3', 'a.js:7 unlisted 1'] });
  });

  test('a name of Zentra’s makes sites of it', async () => {
    const found = await foundIn({
      'package.json': dependencies(),
      'a.js': [
        "import { zentra, getZentra } from '@/services/pay';",
        'zentra.cards.freeze(1);',
        'getZentra().cards.freeze(1);',
      ].join('\n'),
    });
    expect(found).toEqual({ sites: ['a.js:2 review', 'a.js:3 review'], blindSpots: [] });
  });

  test('it is followed through classes, variables, types and functions', async () => {
    const found = await foundIn({
      'package.json': dependencies(),
      'a.ts': [
        "import { PayClient, connect } from '~/pay';",
        "import type { Gateway } from '@/types';",
        'const client = new PayClient();',
        'client.cards.freeze(1);',
        'export class Desk { constructor(private gateway: Gateway) {} block() { return this.gateway.cards.freeze(1); } }',
        'export async function close() { const { cards } = await connect(); return cards.terminate(1); }',
      ].join('\n'),
    });
    expect(found.sites).toEqual([]);
    expect(found.blindSpots).toEqual(['a.ts:4 ~/pay 2', 'a.ts:5 @/types 1']);
  });

  test('a choice between a client and what leads nowhere is for review', async () => {
    const found = await foundIn({
      'package.json': dependencies(),
      'a.js': [
        "const { Zentra } = require('@zentra/sdk');",
        "const other = require('other-vendor');",
        'const client = process.env.OTHER ? other : new Zentra({});',
        'client.cards.freeze(1);',
      ].join('\n'),
    });
    expect(found.sites).toEqual(['a.js:4 review']);
  });

  test('nothing is said in a package that does not use the SDK', async () => {
    const tree = treeOf({
      'package.json': '{}',
      'a.js': "import { client } from '@/services/pay';\nclient.cards.freeze(1);\n",
    });
    expect((await tree.migrate()).report.blindSpots).toBeUndefined();
  });
});

describe('a package that is out of sight', () => {
  const use = (name: string) => `import { client } from '${name}';\nclient.cards.freeze(1);\n`;

  test.each([
    ['@acme/payments', '^2.0.0', 'of our own scope'],
    ['zentra-client', '^2.0.0', 'by its name'],
    ['payments', 'git+ssh://git@host.example/payments.git', 'out of git'],
    ['payments', 'acme/payments#v2', 'out of a repository'],
  ])('%s %s is a blind spot: %s', async (name, range) => {
    const found = await foundIn({ 'package.json': dependencies({ [name]: range }), 'a.js': use(name) });
    expect(found).toEqual({ sites: [], blindSpots: [`a.js:2 ${name} 1`] });
  });

  test('one that asks for the SDK itself, as the lock file has it', async () => {
    const lock = { packages: { 'node_modules/payments': { dependencies: { '@zentra/sdk': '^1' } } } };
    const found = await foundIn({
      'package.json': dependencies({ payments: '^2.0.0' }),
      'package-lock.json': JSON.stringify(lock, null, 2),
      'a.js': use('payments'),
    });
    expect(found.blindSpots).toEqual(['a.js:2 payments 1']);
  });

  test('any other package is somebody else’s', async () => {
    const found = await foundIn({
      'package.json': dependencies({ stripe: '^2.0.0' }),
      'a.js': use('stripe'),
    });
    expect(found).toEqual({ sites: [], blindSpots: [] });
  });
});

describe('a container of another package that was given a client, or its type', () => {
  const packages = dependencies({ 'lru-cache': '10', react: '18', jotai: '2' });

  test.each([
    ['new LRUCache<string, Zentra>({ max: 1 }).get(1).cards.freeze(1);'],
    [
      'const cache = new LRUCache<string, Zentra>({ max: 1 });\nexport const a = () => cache.get(1)!.cards.freeze(1);',
    ],
    ['const cache = new LRUCache({ max: 1 });\ncache.set(1, new Zentra({}));\ncache.get(1).cards.freeze(1);'],
    ['class A { cache = new LRUCache<string, Zentra>(); x() { return this.cache.get(1).cards.freeze(1); } }'],
    [
      'class A { cache = new LRUCache(); y() { this.cache.set(1, new Zentra({})); } x() { return this.cache.get(1).cards.freeze(1); } }',
    ],
    [
      'const Ctx = createContext<Zentra | null>(null);\nexport const a = () => useContext(Ctx)!.cards.freeze(1);',
    ],
    [
      'const Ctx = createContext();\nexport const a = () => { const { cards } = useContext(Ctx); cards.freeze(1); };',
    ],
    ['const at = atom<Zentra | null>(null);\nexport const a = () => useAtomValue(at)!.cards.freeze(1);'],
  ])('%s', async (code) => {
    const imports = [
      "import { Zentra } from '@zentra/sdk';",
      "import { LRUCache } from 'lru-cache';",
      "import { createContext, useContext } from 'react';",
      "import { atom, useAtomValue } from 'jotai';",
    ];
    const { sites, blindSpots } = await foundIn({
      'package.json': packages,
      'a.ts': [...imports, code].join('\n'),
    });
    expect(blindSpots).toEqual([]);
    expect(sites).toHaveLength(1);
  });

  test.each([
    ['a deck in sight', 'const deck = new Deck();', []],
    // The script that sets it may be anybody's.
    ['a global that nothing declares', '', ['a.ts:5 review']],
  ])('one that was given %s', async (_, declared, sites) => {
    const found = await foundIn({
      'package.json': packages,
      'a.ts': [
        "import { LRUCache } from 'lru-cache';",
        `class Deck { cards = { freeze() {} } } ${declared}`,
        'const cache = new LRUCache<string, Deck>({ max: 1 });',
        "cache.set('a', deck);",
        "cache.get('a').cards.freeze();",
      ].join('\n'),
    });
    expect(found.sites).toEqual(sites);
  });
});
