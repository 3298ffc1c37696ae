import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson =
  '{ "private": true, "dependencies": { "@zentra/sdk": "1", "react": "18", "boards": "1" } }';
const sdk = "import { Zentra } from '@zentra/sdk';\n";

/** Files of a program, and what its test says; the fake is put in the place of `FAKE`. */
type Form = readonly [name: string, program: Readonly<Record<string, string>>, suite: string];

const service = (decorator: string, imports: string) =>
  `${sdk}${imports}export class Service {\n  constructor(${decorator} private readonly pay: Zentra) {}\n  stop(id: string) { return this.pay.cards.freeze(id); }\n}\n`;

const forms: readonly Form[] = [
  [
    'a text that is injected with the type of the client',
    { 'service.ts': service("@Inject('PAY')", "import { Inject } from '@nestjs/common';\n") },
    "Test.createTestingModule({ providers: [{ provide: 'PAY', useValue: FAKE }] });",
  ],
  [
    'a text that a factory provides',
    { 'service.ts': service("@Inject('PAY')", "import { Inject } from '@nestjs/common';\n") },
    "Test.createTestingModule({ providers: [{ provide: 'PAY', useFactory: () => (FAKE) }] });",
  ],
  [
    'a symbol of another file, which is overridden',
    {
      'tokens.ts': "export const PAY = Symbol('PAY');\n",
      'service.ts': service(
        '@Inject(PAY)',
        "import { Inject } from '@nestjs/common';\nimport { PAY } from './tokens';\n",
      ),
    },
    "import { PAY } from '../tokens';\nTest.createTestingModule({}).overrideProvider(PAY).useValue(FAKE);",
  ],
  [
    'a token with the type of the client',
    {
      'service.ts': `${sdk}import { InjectionToken, inject } from '@angular/core';\nexport const PAY = new InjectionToken<Zentra>('pay');\nexport const stop = (pay: Zentra) => pay.cards.freeze('card_1');\n`,
    },
    "import { PAY } from '../service';\nTestBed.configureTestingModule({ providers: [{ provide: PAY, useValue: FAKE }] });",
  ],
  [
    'what a container binds',
    {
      'service.ts': `${sdk}export const stop = (pay: Zentra) => pay.cards.freeze('card_1');\n`,
      'container.ts': `${sdk}import { Container } from 'inversify';\nexport const container = new Container();\ncontainer.bind('Pay').toConstantValue(new Zentra({ secretKey: 'k' }));\n`,
    },
    "import { container } from '../container';\ncontainer.rebind('Pay').toConstantValue(FAKE);",
  ],
  [
    'what a container registers, as a provider',
    { 'service.ts': service("@inject('Pay')", "import { inject } from 'tsyringe';\n") },
    "container.register('Pay', { useValue: FAKE });",
  ],
  [
    "what an application's plugin decorates",
    {
      'service.ts': `${sdk}export const stop = (pay: Zentra) => pay.cards.freeze('card_1');\n`,
      'plugin.js': `${sdk}export default async (app) => { app.decorate('pay', new Zentra({})); };\n`,
    },
    "app.decorate('pay', FAKE);",
  ],
  [
    'what an application of Vue provides',
    {
      'service.ts': `${sdk}export const stop = (pay: Zentra) => pay.cards.freeze('card_1');\n`,
      'main.js': `${sdk}createApp(App).provide('pay', new Zentra({})).mount('#app');\n`,
    },
    'mount(App, { global: { provide: { pay: FAKE } } });',
  ],
];

const fake = '{ cards: { freeze() {} } }';

describe('a fake that a test registers is renamed with the client that is registered under the same name:', () => {
  test.each(forms)('%s', async (_name, program, suite) => {
    const text = `${suite.replace('FAKE', fake)}\n`;
    const files = treeOf({ 'package.json': packageJson, ...program, 'test/service.ts': text });
    const { report } = await files.migrate({ mode: 'write' });
    expect(files.read('test/service.ts')).toBe(text.replace('freeze', 'lock'));
    expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
  });

  test('and kept under the name of something else', async () => {
    const text = `Test.createTestingModule({ providers: [{ provide: 'BOARDS', useValue: ${fake} }] });\n`;
    const files = treeOf({
      'package.json': packageJson,
      'service.ts': service("@Inject('PAY')", "import { Inject } from '@nestjs/common';\n"),
      'boards.ts':
        "import { Boards } from 'boards';\nexport const providers = [{ provide: 'BOARDS', useValue: new Boards() }];\n",
      'test/service.ts': text,
    });
    await files.migrate({ mode: 'write' });
    expect(files.read('test/service.ts')).toBe(text);
  });

  test('or, where a container wraps it, for a person', async () => {
    const files = treeOf({
      'package.json': packageJson,
      'service.ts': `${sdk}export const stop = (pay: Zentra) => pay.cards.freeze('card_1');\n`,
      'container.js': `${sdk}container.register({ pay: asValue(new Zentra({})) });\n`,
      'test/service.ts': `container.register({ pay: asValue(${fake}) });\n`,
    });
    const { report } = await files.migrate({ mode: 'write' });
    expect(report.sites.find(({ file }) => file === 'test/service.ts')).toMatchObject({ status: 'review' });
  });

  test('where the name mentions the SDK and nothing else is known of it, for a person', async () => {
    const files = treeOf({
      'package.json': packageJson,
      'service.ts': `${sdk}export const stop = (pay: Zentra) => pay.cards.freeze('card_1');\n`,
      'test/service.ts': `container.register('zentra', ${fake});\n`,
    });
    const { report } = await files.migrate({ mode: 'write' });
    expect(report.sites.find(({ file }) => file === 'test/service.ts')).toMatchObject({ status: 'review' });
  });
});

test("an attribute of a test's element, and what it provides for a context, are renamed with the program's", async () => {
  const component = `${sdk}import { createContext, useContext } from 'react';
export const Pay = createContext(null);
export const Stop = ({ pay }) => <button onClick={() => pay.cards.freeze('card_1')} />;
export const End = () => { const pay = useContext(Pay); return <button onClick={() => pay.cards.unfreeze('card_1')} />; };
const pay = new Zentra({});
export const App = () => <Pay.Provider value={pay}><Stop pay={pay} /><End /></Pay.Provider>;
`;
  const suite = `import { End, Pay, Stop } from './component';
const pay = { cards: { freeze() {}, unfreeze() {} } };
render(<Stop pay={pay} />);
render(<Pay.Provider value={pay}><End /></Pay.Provider>);
`;
  const files = treeOf({
    'package.json': packageJson,
    'component.jsx': component,
    'component.test.jsx': suite,
  });
  const { report } = await files.migrate({ mode: 'write' });
  expect(files.read('component.test.jsx')).toBe(
    suite.replace('unfreeze', 'unlock').replace('freeze', 'lock'),
  );
  expect(report.summary).toMatchObject({ rewritten: 4, review: 0 });
});
