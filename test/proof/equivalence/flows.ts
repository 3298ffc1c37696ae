import { partFlows } from './part-flows';

/**
 * A way that a value takes through untyped code before a card operation is called on it. In its texts, `$client` is the
 * expression that makes the value, `$body` the statements that use it, as `use`, and `$part` the second file, where there is one.
 * A decoy takes the same way with somebody else's client.
 */
export interface Flow {
  /** The value, as the body names it. */
  use: string;
  /** Statements that a decoy may share with the client. */
  define?: string;
  /** Statements that hand the value on; for a decoy once more. */
  call: string;
  /** A CommonJS file of its own, mostly with the body in it. It gets `record`. */
  part?: string;
  /** A file that hands on to the part, which it has as `next`; without one, it exports what the part exports. */
  relay?: string;
  /** Whether the body has the client's namespace as `use`, and not the client. */
  isNamespace?: true;
  /** A package that the file imports under its own name. */
  imports?: string;
}

const method = (head: string, members: string) =>
  `${head} {\n${members}\n  async run() {\n    const self = this;\n$body\n  }\n}`;

export const flows = {
  straight: { use: 'zentra', call: 'const zentra = $client;\n$body' },

  // From arguments to parameters.
  parameter: {
    use: 'zentra',
    define: 'async function work(zentra) {\n$body\n}',
    call: 'await work($client);',
  },
  destructuredParameter: {
    use: 'zentra',
    define: 'const work = async ({ zentra }) => {\n$body\n};',
    call: 'await work({ zentra: $client });',
  },
  defaultedParameter: {
    use: 'zentra',
    call: 'const usual = $client;\nasync function work(zentra = usual) {\n$body\n}\nawait work();',
  },
  restParameter: {
    use: 'deps[0]',
    define: 'async function work(...deps) {\n$body\n}',
    call: 'await work($client);',
  },
  namespaceParameter: {
    use: 'zentra',
    // A block of its own: the body may take `cards` out of it.
    define: 'async function work(cards) {\n  const zentra = { cards };\n  {\n$body\n  }\n}',
    call: 'await work((await $client).cards);',
  },
  optionsObject: {
    use: 'settings.zentra',
    define: `function makeWork(options) {
  const settings = Object.assign({ retries: 1 }, options);
  return async () => {
$body
  };
}`,
    call: 'await makeWork({ zentra: $client })();',
  },
  spreadOptions: {
    use: 'settings.zentra',
    define: `const makeWork = (options) => {
  const settings = { retries: 1, ...options };
  return async () => {
$body
  };
};`,
    call: 'await makeWork({ zentra: $client })();',
  },

  // Classes, in both spellings.
  constructorField: {
    use: 'self.zentra',
    define: method('class Worker', '  constructor(zentra) {\n    this.zentra = zentra;\n  }'),
    call: 'await new Worker($client).run();',
  },
  baseClass: {
    use: 'self.options.zentra',
    define: `class Base {
  constructor(options) {
    this.options = options;
  }
}
${method('class Worker extends Base', '  constructor(options) {\n    super(options);\n  }')}`,
    call: 'await new Worker({ zentra: $client }).run();',
  },
  overridden: {
    use: 'self.client()',
    call: `const own = $client;
${method('class Base', '  client() {\n    return ledger;\n  }')}
class Worker extends Base {
  client() {
    return own;
  }
}
await new Worker().run();`,
  },
  functionClass: {
    use: 'self.zentra',
    define: `function Worker(zentra) {
  this.zentra = zentra;
}
Worker.prototype.run = async function () {
  const self = this;
$body
};`,
    call: 'await new Worker($client).run();',
  },
  guardedClass: {
    use: 'self._zentra',
    define: `function Worker(zentra) {
  if (!(this instanceof Worker)) return new Worker(zentra);
  this._zentra = zentra;
}
Worker.prototype.run = async function () {
  const self = this;
$body
};`,
    call: 'await Worker($client).run();',
  },
  setter: {
    use: 'self.zentra',
    define: method(
      'class Worker',
      '  get zentra() {\n    return this._zentra;\n  }\n  set zentra(value) {\n    this._zentra = value;\n  }',
    ),
    call: 'const worker = new Worker();\nworker.zentra = $client;\nawait worker.run();',
  },
  privateMethod: {
    use: 'zentra',
    define: `class Worker {
  constructor(zentra) {
    this.zentra = zentra;
  }
  async _send(zentra) {
$body
  }
  run() {
    return this._send(this.zentra);
  }
}`,
    call: 'await new Worker($client).run();',
  },
  assignedToThis: {
    use: 'self.zentra',
    define: method('class Worker', '  constructor(deps) {\n    Object.assign(this, deps);\n  }'),
    call: 'await new Worker({ zentra: $client }).run();',
  },
  assignedPrototype: {
    use: 'zentra',
    define:
      'function Worker() {}\nObject.assign(Worker.prototype, {\n  async run(zentra) {\n$body\n  },\n});',
    call: 'await new Worker().run($client);',
  },
  returnsAnother: {
    use: 'zentra',
    define: 'function Holder(given) {\n  return given;\n}',
    call: 'const zentra = new Holder($client);\n$body',
  },

  // Functions that are handed on.
  callback: {
    use: 'zentra',
    call: 'const own = $client;\nasync function withClient(use) {\n  return use(own);\n}\nawait withClient(async (zentra) => {\n$body\n});',
  },
  promiseThen: {
    use: 'zentra',
    call: 'await Promise.resolve($client).then(async (zentra) => {\n$body\n});',
  },
  arrayMethod: {
    use: 'zentra',
    call: 'await Promise.all([$client].map(async (zentra) => {\n$body\n}));',
  },
  higherOrder: {
    use: 'zentra',
    define: `const traced = (fn) => async (...args) => fn(...args);
const work = traced(async (zentra) => {
$body
});`,
    call: 'await work($client);',
  },
  returnsArgument: {
    use: 'zentra',
    define: 'const keep = (value) => value;',
    call: 'const zentra = keep($client);\n$body',
  },
  partial: {
    use: 'zentra',
    define: 'async function work(zentra) {\n$body\n}',
    call: 'await work.bind(null, $client)();',
  },
  queue: {
    use: 'zentra',
    define: `const waiting = [];
const read = (fn) => waiting.push(fn);
const drain = async (zentra) => {
  for (const fn of waiting) await fn(zentra);
};
read(async (zentra) => {
$body
});`,
    call: 'await drain($client);',
  },
  deferred: {
    use: 'zentra',
    define: `const defer = (fn, ...args) => fn(...args);
async function work(zentra) {
$body
}`,
    call: 'await defer(work, $client);',
  },
  timer: {
    use: 'zentra',
    define: `async function work(zentra, resolve, reject) {
  try {
$body
    resolve();
  } catch (thrown) {
    reject(thrown);
  }
}`,
    call: 'const own = $client;\nawait new Promise((resolve, reject) => {\n  setTimeout(work, 0, own, resolve, reject);\n});',
  },
  nodeCallback: {
    use: 'zentra',
    define: 'const connect = (own, done) => done(null, own);',
    call: 'let pending;\nconnect($client, (error, zentra) => {\n  pending = (async () => {\n$body\n  })();\n});\nawait pending;',
  },

  // Places that keep it.
  once: {
    use: 'connect()',
    define: `const once = (fn) => {
  let value;
  return () => value ?? (value = fn());
};`,
    call: 'const own = $client;\nconst connect = once(() => own);\n$body',
  },
  mapCache: {
    use: "clientFor('a')",
    call: `const own = $client;
const cache = new Map();
const clientFor = (key) => {
  if (!cache.has(key)) cache.set(key, own);
  return cache.get(key);
};
$body`,
  },
  objectCache: {
    use: "clientFor('a')",
    call: `const own = $client;
const cache = {};
const clientFor = (key) => cache[key] || (cache[key] = own);
$body`,
  },
  weakMap: {
    use: 'cache.get(tenant)',
    define: 'const cache = new WeakMap();\nconst tenant = {};',
    call: 'cache.set(tenant, $client);\n$body',
  },
  promiseAll: {
    use: 'zentra',
    call: "const [zentra, other] = await Promise.all([$client, Promise.resolve(ledger)]);\nrecord(await other.cards.freeze('other'));\n$body",
  },
  registry: {
    use: 'registry.zentra',
    call: "const registry = { zentra: $client, ledger };\nrecord(await registry['ledger'].cards.freeze('other'));\n$body",
  },
  objectAssign: {
    use: 'deps.zentra',
    call: 'const deps = Object.assign({}, { ledger }, { zentra: $client });\nrecord(await deps.ledger.cards.unfreeze("other"));\n$body',
  },
  laterProperty: {
    use: 'ctx.zentra',
    define: 'const ctx = {};',
    call: 'ctx.zentra = $client;\n$body',
  },
  reassigned: {
    use: 'zentra',
    define: 'let zentra = ledger;',
    call: 'zentra = $client;\n$body',
  },
  conditional: {
    use: 'zentra',
    call: 'const own = $client;\nconst zentra = process.env.ZENTRA_BASE_URL ? own : ledger;\n$body',
  },

  // Frameworks.
  expressLocals: {
    use: 'app.locals.zentra',
    define: 'const app = express();',
    call: 'app.locals.zentra = $client;\n$body',
    imports: 'express',
  },
  expressSetting: {
    use: "app.get('zentra')",
    define: 'const app = express();',
    call: "app.set('zentra', $client);\n$body",
    imports: 'express',
  },
  expressRequest: {
    use: 'req.zentra',
    call: `const own = $client;
const app = express();
app.use((req, res, next) => {
  req.zentra = own;
  next();
});
app.post('/cards', async (req, res) => {
$body
});
await app.handle('/cards');`,
    imports: 'express',
  },
  fastifyDecorated: {
    use: 'server.zentra',
    define: 'const server = fastify();',
    call: "server.decorate('zentra', $client);\n$body",
    imports: 'fastify',
  },

  // Fakes that a test puts on a client.
  spied: {
    use: 'zentra',
    define: 'const { jest } = testing;',
    call: "const zentra = $client;\njest.spyOn(zentra.cards, '$method').mockResolvedValue({ faked: true });\n$body",
    imports: '@jest/globals',
  },
  stubbed: {
    use: 'zentra',
    call: "const zentra = $client;\nsinon.stub(zentra.cards, '$method').resolves({ faked: true });\n$body",
    imports: 'sinon',
  },
  overwritten: {
    use: 'zentra',
    call: 'const zentra = $client;\nzentra.cards.$method = async () => ({ faked: true });\n$body',
  },

  ...partFlows,
} as const satisfies Record<string, Flow>;

/** What takes the same way as the client: nothing, somebody else's client through code of its own, or through the same code. */
export const decoys = ['none', 'beside', 'same'] as const;

/** Flows that put a fake on a client. */
export const fakingFlows: ReadonlySet<keyof typeof flows> = new Set([
  'spied',
  'stubbed',
  'overwritten',
  'fakedElsewhere',
  'spiedElsewhere',
]);

/** Names of the packages that a flow imports, in its text. */
const names: Readonly<Record<string, string>> = { '@jest/globals': 'testing' };
export const importedAs = (specifier: string) => names[specifier] ?? specifier;

const LEDGER = `{
  ${[
    'freeze',
    'unfreeze',
    'terminate',
    'updateLimits',
    'fund',
    'jitFund',
    'lock',
    'balance',
    'fundingHistory',
    'getSecurity',
    'updateSecurity',
  ]
    .map((name) => `${name}: async (...given) => ['ledger', '${name}', ...given],`)
    .join('\n  ')}
}`;

/** Where somebody else's client comes from, as `ledger`: a literal, a class of the customer's own, a package without types. */
export const ledgers = {
  literal: `const ledger = { cards: ${LEDGER} };`,
  class: `class Ledger {\n  cards = ${LEDGER};\n}\nconst ledger = new Ledger();`,
  package: undefined,
} as const;

export const LEDGER_PACKAGE = `exports.ledger = { cards: ${LEDGER} };\n`;
