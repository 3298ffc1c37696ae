import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const pay = [
  "import { Zentra } from '@zentra/sdk';",
  'const zentra = new Zentra({});',
  'export const block = (id: string) => zentra.cards.freeze(id);',
].join('\n');

async function sitesIn(files: Record<string, string>): Promise<string[]> {
  const { report } = await treeOf({ 'package.json': packageJson, ...files }).migrate();
  expect(report.files).toEqual(report.files.filter(({ status }) => status === 'changed'));
  return report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`);
}

describe("a customer's own declaration of the SDK hides nothing", () => {
  const declarations: Record<string, string> = {
    'a class with its cards written out':
      "declare module '@zentra/sdk' {\n  export class Zentra { constructor(o: { secretKey?: string }); cards: { freeze(card: string): Promise<void> } }\n}",
    'an interface for the cards':
      "declare module '@zentra/sdk' {\n  interface Cards { freeze(card: string): Promise<void> }\n  export class Zentra { constructor(o: object); readonly cards: Cards }\n}",
    'a class for the cards, behind a getter':
      "declare module '@zentra/sdk' {\n  export class CardsApi { freeze(card: string): Promise<void> }\n  export class Zentra { constructor(o: object); get cards(): CardsApi }\n}",
    'no type at all': "declare module '@zentra/sdk';",
    'any for each export':
      "declare module '@zentra/sdk' {\n  export const Zentra: any;\n  export const Client: any;\n}",
    'any for the whole module': "declare module '@zentra/sdk' {\n  const sdk: any;\n  export = sdk;\n}",
    'any for the cards':
      "declare module '@zentra/sdk' {\n  export class Zentra { constructor(o: object); cards: any }\n}",
    'cards without the legacy methods':
      "declare module '@zentra/sdk' {\n  export class Zentra { constructor(o: object); cards: { list(): Promise<void> } }\n}",
    'a class that is the module':
      "declare module '@zentra/sdk' {\n  class Zentra { constructor(o: object); cards: { freeze(card: string): void } }\n  namespace Zentra { export { Zentra, Zentra as Client } }\n  export = Zentra;\n}",
    'a default export':
      "declare module '@zentra/sdk' {\n  export default class Zentra { constructor(o: object); cards: { freeze(card: string): void } }\n  export { Zentra };\n}",
    'double quotes and imports': 'import_placeholder',
  };
  declarations['double quotes and imports'] =
    'declare module "@zentra/sdk" {\n  import { EventEmitter } from "node:events";\n  export class Zentra extends EventEmitter { constructor(o: object); cards: { freeze(card: string): void } }\n}';

  test.each(Object.entries(declarations))('%s', async (_, declaration) => {
    expect(await sitesIn({ 'types/zentra.d.ts': declaration, 'pay.ts': pay })).toEqual([
      'pay.ts:3 rewritten',
    ]);
    // Not only in a declaration file, and not only for TypeScript.
    expect(
      await sitesIn({
        'shims.ts': declaration,
        'pay.js': "const { Zentra } = require('@zentra/sdk');\nnew Zentra({}).cards.freeze(1);",
      }),
    ).toEqual(['pay.js:2 rewritten']);
  });

  test('one that a tsconfig leaves out, or to which its paths lead', async () => {
    const tsconfig = {
      compilerOptions: { paths: { '@zentra/sdk': ['./types/sdk.d.ts'] } },
      include: ['src'],
    };
    expect(
      await sitesIn({
        'tsconfig.json': JSON.stringify(tsconfig),
        'types/sdk.d.ts':
          'export class Zentra { constructor(o: object); cards: { freeze(card: string): void } }',
        'types/ambient.d.ts': declarations['an interface for the cards']!,
        'src/pay.ts': pay,
      }),
    ).toEqual(['src/pay.ts:3 rewritten']);
  });

  test("one of the wrapper's module", async () => {
    expect(
      await sitesIn({
        'zentra.d.ts': "declare module 'zentra-compat';",
        'pay.ts': pay.replace('@zentra/sdk', 'zentra-compat'),
      }),
    ).toEqual(['pay.ts:3 rewritten']);
  });
});

test('the declaration itself keeps its bytes', async () => {
  const declaration =
    "declare module '@zentra/sdk' {\n  export class Zentra { cards: { freeze(card: string): void } }\n}\n";
  const tree = treeOf({ 'package.json': packageJson, 'zentra.d.ts': declaration, 'pay.ts': pay });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('zentra.d.ts')).toBe(declaration);
  expect(tree.read('pay.ts')).toContain('zentra.cards.lock(id)');
});

test('what else is declared there keeps its type, and a client of a name that zentra-compat lacks stays the old one: for review', async () => {
  const declaration = `declare module '@zentra/sdk' {
  interface Cards { freeze(card: string): void }
  interface Vault { cards: string[]; door: { freeze(): void } }
  export class Zentra { constructor(o: object); cards: Cards; vault: Vault; ice: { cards: import('./ice').Ice } }
  export function createZentra(): Zentra;
  export interface Page { cards: Cards[] }
}`;
  expect(
    await sitesIn({
      'zentra.d.ts': declaration,
      'pay.ts': [
        "import { Zentra, createZentra, type Cards, type Page } from '@zentra/sdk';",
        'createZentra().cards.freeze(1);',
        'export const all = (cards: Cards) => cards.freeze(2);',
        'const zentra = new Zentra({});',
        'zentra.vault.door.freeze();',
        'export const each = (page: Page) => page.cards.map((cards) => cards.freeze(3));',
      ].join('\n'),
    }),
  ).toEqual(['pay.ts:2 review', 'pay.ts:3 review', 'pay.ts:6 review']);
});

test('an augmentation adds members, and changes nobody that is there', async () => {
  expect(
    await sitesIn({
      'augment.d.ts': [
        "import type { Audit } from './audit';",
        "declare module '@zentra/sdk' { interface Zentra { audit: Audit } }",
      ].join('\n'),
      'audit.ts': 'export interface Audit { cards: { freeze(card: string): void } }',
      'pay.ts': [pay, "zentra.audit.cards.freeze('4');"].join('\n'),
    }),
  ).toEqual(['pay.ts:3 rewritten']);
});
