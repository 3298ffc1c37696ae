/**
 * A test suite around a program: its main file replaces the SDK's module by a fake, in one of the ways that test tools have, and
 * then loads the program. `$fake` is the fake class's definition, `$module` the fake module, `$service` the program,
 * `$sdk` the package that the program loads the client from.
 */
export interface Suite {
  main: string;
  /** Other files of the program's folder. */
  files?: Readonly<Record<string, string>>;
}

const service = "exports.steps = require('$service').steps;";
const packageJson = (rest: object) =>
  `${JSON.stringify({ name: '$name', private: true, dependencies: { '@zentra/sdk': '^1.4.0' }, ...rest }, null, 2)}\n`;

/** The package of a suite that says nothing else about itself. */
export const PACKAGE_JSON = packageJson({});

export const suites = {
  jestMock: {
    main: `const { jest } = require('@jest/globals');\njest.mock('$sdk', () => {\n$fake\n  return $module;\n});\n${service}`,
  },
  jestDoMock: {
    main: `const { jest } = require('@jest/globals');\n$fake\njest.doMock('$sdk', () => ($module), { virtual: true });\n${service}`,
  },
  jestGlobal: { main: `$fake\njest.mock('$sdk', () => ($module));\n${service}` },
  jestAutomock: {
    main: `const { jest } = require('@jest/globals');\njest.mock('$sdk');\n$fake\nconst { Zentra } = require('$sdk');\nZentra.mockImplementation(() => new Fake());\n${service}`,
  },
  viMock: {
    main: `const { vi } = require('vitest');\nvi.mock('$sdk', () => {\n$fake\n  return $module;\n});\n${service}`,
  },
  viHoisted: {
    main: `const { vi } = require('vitest');\nconst { Fake } = vi.hoisted(() => {\n$fake\n  return { Fake };\n});\nvi.doMock('$sdk', () => ($module));\n${service}`,
  },
  constantName: {
    main: `const { jest } = require('@jest/globals');\nconst SDK = '$sdk';\n$fake\njest.doMock(SDK, () => ($module));\n${service}`,
  },
  actualBesideFake: {
    main: `const { jest } = require('@jest/globals');\n$fake\njest.doMock('$sdk', () => Object.assign(function () {\n  return new Fake();\n}, jest.requireActual('$sdk'), $module));\n${service}`,
  },
  proxyquire: {
    main: `const proxyquire = require('proxyquire').noCallThru();\n$fake\nexports.steps = proxyquire('$service', { '$sdk': $module }).steps;`,
  },
  mockRequire: {
    main: `const mock = require('mock-require');\n$fake\nmock('$sdk', $module);\n${service}`,
  },
  testdouble: {
    main: `const td = require('testdouble');\n$fake\ntd.replace('$sdk', $module);\n${service}`,
  },
  fakeInFile: {
    main: `const { jest } = require('@jest/globals');\njest.mock('$sdk', () => require('./fake.cjs'));\n${service}`,
    files: { 'fake.cjs': '$fake\nmodule.exports = $module;' },
  },
  loaderHook: {
    main: `const Module = require('node:module');
$fake
const load = Module._load;
Module._load = (name, parent, ...rest) =>
  name === '$sdk' && parent.filename.startsWith(__dirname + '/') ? $module : load(name, parent, ...rest);
${service}`,
  },
  manualMock: {
    main: service,
    files: {
      '__mocks__/$sdk.js': '$fake\nmodule.exports = $module;',
      'package.json': packageJson({}),
    },
  },
  jestMapper: {
    main: service,
    files: {
      'fake.cjs': '$fake\nmodule.exports = $module;',
      'package.json': packageJson({ jest: { moduleNameMapper: { '^$sdk$': '<rootDir>/fake.cjs' } } }),
    },
  },
  jestConfig: {
    main: service,
    files: {
      'fake.cjs': '$fake\nmodule.exports = $module;',
      'jest.config.cjs': "module.exports = {\n  moduleNameMapper: { '^$sdk$': '<rootDir>/fake.cjs' },\n};",
      'package.json': packageJson({}),
    },
  },
  vitestAlias: {
    main: service,
    files: {
      'fake.cjs': '$fake\nmodule.exports = $module;',
      'vitest.config.cjs':
        "const path = require('node:path');\nmodule.exports = {\n  test: { alias: { '$sdk': path.join(__dirname, 'fake.cjs') } },\n};",
      'package.json': packageJson({}),
    },
  },
} as const satisfies Record<string, Suite>;

const member = (name: string) =>
  `${name}: async (card) => ({ faked: '${name}', card: typeof card === 'string' ? card : card.card_id || card.cardId || card.id }),`;
const CARDS = `{
    ${['freeze', 'unfreeze', 'terminate', 'updateLimits', 'fund', 'jitFund', 'balance', 'fundingHistory', 'getSecurity'].map(member).join('\n    ')}
  }`;

/** How a test writes a fake client: definitions of `Fake`. */
export const fakes = {
  field: `class Fake {\n  cards = ${CARDS};\n}`,
  assigned: `class Fake {\n  constructor() {\n    this.cards = ${CARDS};\n  }\n}`,
  shared: `const cards = ${CARDS};\nclass Fake {\n  get cards() {\n    return cards;\n  }\n}`,
  returned: `function Fake() {\n  return { cards: ${CARDS} };\n}`,
  prototype: `function Fake() {}\nFake.prototype.cards = ${CARDS};`,
} as const;

/** The fake module: names alone, or in the place of the class, as the SDK has them. */
const MODULE =
  'Object.assign(Fake, { Zentra: Fake, Client: Fake, default: Fake, verifySignature: (text) => "genuine " + text })';

/**
 * Stand-ins of the test tools, for one process that runs many programs: each program's replacements are its own. They do what
 * the tools do as far as the suites ask; that the tools do it so is proved with the tools themselves in test/hosts.
 */
const REGISTRY = `
const Module = require('node:module');
const fs = require('node:fs');
const path = require('node:path');
const folderOf = (text) => /^.*[\\\\/]out[\\\\/]\\w+[\\\\/]p\\d+(?=[\\\\/])/.exec(text)?.[0];
/** The folder of the program that called. */
const caller = () => {
  for (const line of new Error().stack.split('\\n')) {
    const folder = folderOf(line.replace(/^.*?(?:\\(|at )(?:file:\\/\\/)?(?=\\/)/, ''));
    if (folder) return folder;
  }
  throw new Error('nobody called');
};
const replaced = new Map();
const of = (folder) => replaced.get(folder) ?? replaced.set(folder, new Map()).get(folder);
const load = Module._load;
const configured = (program, name) => {
  const app = path.join(program, 'packages/app');
  const folder = fs.existsSync(app) ? app : program;
  const read = (file) => (fs.existsSync(path.join(folder, file)) ? path.join(folder, file) : undefined);
  const mock = read('__mocks__/' + name + '.js');
  if (mock) return mock;
  const manifest = read('package.json') && JSON.parse(fs.readFileSync(read('package.json'), 'utf8'));
  const jest = manifest?.jest ?? (read('jest.config.cjs') && load(read('jest.config.cjs')));
  for (const [pattern, target] of Object.entries(jest?.moduleNameMapper ?? {}))
    if (new RegExp(pattern).test(name)) return target.replace('<rootDir>', folder);
  return read('vitest.config.cjs') && load(read('vitest.config.cjs')).test.alias[name];
};
Module._load = (name, parent, ...rest) => {
  const folder = /^(?:@zentra\\/sdk|zentra-compat)$/.test(name) && parent?.filename && folderOf(parent.filename);
  if (!folder) return load(name, parent, ...rest);
  const own = of(folder);
  if (!own.has(name)) {
    const file = configured(folder, name);
    own.set(name, { make: file ? () => load(file) : undefined });
  }
  const entry = own.get(name);
  if (!entry.make) return load(name, parent, ...rest);
  return (entry.module ??= { exports: entry.make() }).exports;
};
const fn = (implement) => {
  const mock = function (...given) {
    return implement ? implement.apply(this, given) : undefined;
  };
  return Object.assign(mock, {
    mockImplementation: (next) => ((implement = next), mock),
    mockResolvedValue: (value) => ((implement = async () => value), mock),
  });
};
const replace = (name, make) => void of(caller()).set(name, { make });
/** What a tool makes of a module by itself: its classes do nothing, and make nothing that has cards. */
const automatic = () => {
  const Zentra = fn();
  return Object.assign(Zentra, { Zentra, Client: Zentra, default: Zentra, verifySignature: (text) => 'genuine ' + text });
};
const mock = (name, make) => replace(name, make ?? automatic);
const test = {
  fn,
  mock,
  doMock: mock,
  hoisted: (make) => make(),
  requireActual: (name) => load(name, module),
  spyOn: (object, name) => (object[name] = fn(object[name].bind(object))),
};
module.exports = { test, load, replace };
`;

export const TEST_TOOLS: Readonly<Record<string, string>> = {
  'program-test-tools': REGISTRY,
  '@jest/globals':
    "const { test } = require('program-test-tools');\nexports.jest = test;\nglobalThis.jest = test;\n",
  vitest: "exports.vi = require('program-test-tools').test;\n",
  'mock-require':
    "const { replace } = require('program-test-tools');\nmodule.exports = (name, fake) => replace(name, () => fake);\n",
  testdouble:
    "const { replace } = require('program-test-tools');\nexports.replace = (name, fake) => replace(name, () => fake);\n",
  proxyquire: `const { load, replace } = require('program-test-tools');
const path = require('node:path');
const proxyquire = (file, fakes) => {
  for (const [name, fake] of Object.entries(fakes)) replace(name, () => fake);
  const from = new Error().stack.split('\\n')[2].replace(/^.*?(?:\\(|at )(?:file:\\/\\/)?(?=\\/)/, '');
  return load(path.join(path.dirname(from), file));
};
module.exports = Object.assign(proxyquire, { noCallThru: () => proxyquire });
`,
  sinon: `exports.stub = (object, name) => {
  if (typeof object[name] !== 'function') throw new TypeError('nothing to stub: ' + name);
  return { resolves: (value) => void (object[name] = async () => value) };
};
`,
};

/** Stand-ins of frameworks: as far as the flows use them. */
export const FRAMEWORKS: Readonly<Record<string, string>> = {
  express: `module.exports = () => {
  const [settings, handlers, routes] = [new Map(), [], new Map()];
  return {
    locals: {},
    set: (name, value) => void settings.set(name, value),
    get: (name) => settings.get(name),
    use: (handler) => void handlers.push(handler),
    post: (path, handler) => void routes.set(path, handler),
    handle: async (path) => {
      const req = {};
      for (const handler of handlers) await new Promise((next) => handler(req, {}, next));
      return routes.get(path)(req, {});
    },
  };
};
`,
  fastify:
    'module.exports = () => {\n  const server = { decorate: (name, value) => void (server[name] = value) };\n  return server;\n};\n',
};

export const suiteText = (text: string, fake: string, name: string, sdk: string): string =>
  text
    .replaceAll('$fake', () => fake)
    .replaceAll('$module', () => MODULE)
    .replaceAll('$service', () => './service.cjs')
    .replaceAll('$sdk', () => sdk)
    .replaceAll('$name', () => name);
