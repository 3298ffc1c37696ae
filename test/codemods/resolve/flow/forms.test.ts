import { describe, test } from 'vitest';
import { expectVerdicts } from './verdicts';

const client = `const { Zentra } = require('@zentra/sdk');\nconst zentra = new Zentra({});\n`;

type Form = readonly [name: string, files: Readonly<Record<string, string>>];

const parameters: readonly Form[] = [
  [
    'a function of the file',
    {
      'a.js': `${client}function block(c, id) {\n  return c.cards.freeze(id); //: sdk\n}\nblock(zentra, 1);`,
    },
  ],
  [
    'a function of another file',
    {
      'fn.js': 'exports.block = (c, id) =>\n  c.cards.freeze(id); //: sdk',
      'a.js': `${client}const { block } = require('./fn');\nblock(zentra, 1);`,
    },
  ],
  [
    'a function whose callers pass something else',
    {
      'a.js': `${client}function shuffle(table) {\n  table.cards.freeze(); //: elsewhere\n}\nshuffle({ cards: { freeze() {} } });`,
    },
  ],
  [
    'a function called with a client and with something else',
    {
      'a.js': `${client}function block(c) {\n  c.cards.freeze(); //: partly\n}\nblock(zentra);\nblock({ cards: { freeze() {} } });`,
    },
  ],
  ...[
    "const { Zentra } = await import('@zentra/sdk');",
    "const { Zentra } = await Promise.resolve(import('@zentra/sdk'));",
    "const Zentra = (await import('@zentra/sdk')).Zentra;",
    "const Zentra = await import('@zentra/sdk').then(({ Zentra: Client }) => Client);",
  ].map(
    (imported): Form => [
      `a client whose class is imported at run time: ${imported}`,
      {
        'a.js': `${imported}\nconst zentra = new Zentra({});\nfunction block(c) {\n  c.cards.freeze(); //: sdk\n}\nblock(zentra);\nfunction mixed(c) {\n  c.cards.freeze(); //: partly\n}\nmixed(zentra);\nmixed({ cards: { freeze() {} } });\nexport {};`,
      },
    ],
  ),
  ['a function that nobody calls', { 'a.js': 'exports.block = (c) =>\n  c.cards.freeze(); //: unknown' }],
  [
    'a destructured parameter',
    {
      'a.js': `${client}const block = ({ api, id }) =>\n  api.cards.freeze(id); //: sdk\nblock({ api: zentra, id: 1 });`,
    },
  ],
  [
    'a parameter with a default',
    { 'a.js': `${client}const block = (c = zentra) =>\n  c.cards.freeze(1); //: sdk\nblock();` },
  ],
  [
    'a rest parameter',
    { 'a.js': `${client}function block(...all) {\n  all[0].cards.freeze(1); //: sdk\n}\nblock(zentra, 1);` },
  ],
  [
    'the namespace handed on',
    {
      'a.js': `${client}function block(api, id) {\n  return api.freeze(id); //: sdk\n}\nblock(zentra.cards, 1);`,
    },
  ],
  [
    'a member taken out of a parameter',
    {
      'a.js': `${client}function block({ freeze }, id) { //: sdk\n  return freeze(id);\n}\nblock(zentra.cards, 1);`,
    },
  ],
  [
    'a function called by call and by apply',
    {
      'a.js': `${client}function block(c) {\n  c.cards.freeze(1); //: sdk\n}\nblock.call(null, zentra);\nblock.apply(null, [zentra]);`,
    },
  ],
  [
    'arguments that are bound',
    {
      'fn.js': 'module.exports = function block(c, id) {\n  return c.cards.freeze(id); //: sdk\n};',
      'a.js': `${client}const block = require('./fn').bind(null, zentra);\nblock(1);`,
    },
  ],
  [
    'a timer',
    {
      'a.js': `${client}function block(c) {\n  c.cards.freeze(1); //: sdk\n}\nsetTimeout(block, 0, zentra);`,
    },
  ],
];

const classes: readonly Form[] = [
  [
    'a constructor',
    {
      'service.js':
        'class Service {\n  constructor(c) { this.client = c; }\n  block(id) { return this.client.cards.freeze(id); } //: sdk\n}\nmodule.exports = Service;',
      'a.js': `${client}const Service = require('./service');\nnew Service(zentra);`,
    },
  ],
  [
    'a base class with options',
    {
      'base.js': 'module.exports = class Base {\n  constructor(options) { this.api = options.api; }\n};',
      'good.js':
        "const Base = require('./base');\nmodule.exports = class Good extends Base {\n  block(id) { this.api.cards.freeze(id); } //: sdk\n};",
      'bad.js':
        "const Base = require('./base');\nmodule.exports = class Bad extends Base {\n  block(id) { this.api.cards.freeze(id); } //: elsewhere\n};",
      'a.js': `${client}const Good = require('./good');\nconst Bad = require('./bad');\nnew Good({ api: zentra });\nnew Bad({ api: { cards: { freeze() {} } } });`,
    },
  ],
  [
    'super with arguments',
    {
      'a.js': `${client}class Base {\n  constructor(c) { this.c = c; }\n}\nclass Child extends Base {\n  constructor(deps) { super(deps.zentra); }\n  block() { this.c.cards.freeze(1); } //: sdk\n}\nnew Child({ zentra });`,
    },
  ],
  [
    'a subclass that overrides',
    {
      'a.js': `${client}class A {\n  constructor() { this.c = zentra; }\n  block() { this.c.cards.freeze(1); } //: partly\n}\nclass B extends A {\n  constructor() { super(); this.c = { cards: { freeze() {} } }; }\n}\nnew A(); new B();`,
    },
  ],
  [
    'an old-style constructor',
    {
      'a.js': `${client}function Service(c) { this.c = c; }\nService.prototype.block = function (id) {\n  return this.c.cards.freeze(id); //: sdk\n};\nnew Service(zentra).block(1);`,
    },
  ],
  [
    'util.inherits',
    {
      'a.js': `${client}const util = require('util');\nfunction Base(o) { this.c = o.c; }\nfunction Child(o) { Base.call(this, o); }\nutil.inherits(Child, Base);\nChild.prototype.block = function () {\n  this.c.cards.freeze(1); //: sdk\n};\nnew Child({ c: zentra });`,
    },
  ],
  [
    'a class that inherits from the client',
    {
      'a.js': `const util = require('util');\nconst { Zentra } = require('@zentra/sdk');\nfunction My() { Zentra.call(this); }\nutil.inherits(My, Zentra);\nconst my = new My();\nmy.cards.freeze(1); //: sdk`,
    },
  ],
  [
    'a private method that is given the client',
    {
      'a.js': `${client}class S {\n  run(id) { return this._send(zentra, id); }\n  _send(c, id) {\n    return c.cards.freeze(id); //: sdk\n  }\n}\nnew S().run(1);`,
    },
  ],
  [
    'a setter method',
    {
      'a.js': `${client}class S {\n  use(c) { this.c = c; }\n  block() { this.c.cards.freeze(1); } //: sdk\n}\nconst s = new S();\ns.use(zentra);\ns.block();`,
    },
  ],
  [
    'a property written from outside',
    {
      'a.js': `${client}class S {\n  block() { this.c.cards.freeze(1); } //: sdk\n}\nconst s = new S();\ns.c = zentra;`,
    },
  ],
  [
    'a property that two owners write',
    {
      'a.js': `${client}class S {\n  block() { this.c.cards.freeze(1); } //: sdk\n}\nclass T {\n  block() { this.c.cards.freeze(1); } //: elsewhere\n}\nnew S().c = zentra;\nnew T().c = { cards: { freeze() {} } };`,
    },
  ],
  [
    'a constructor that returns the client',
    {
      'a.js': `const { Zentra } = require('@zentra/sdk');\nfunction Api(options) {\n  const c = new Zentra(options);\n  c.label = options.label;\n  return c;\n}\nconst api = new Api({});\napi.cards.freeze(1); //: sdk`,
    },
  ],
  [
    'the class handed on',
    {
      'a.js': `const sdk = require('@zentra/sdk');\nclass S {\n  constructor(lib) { this.c = new lib.Zentra({}); }\n  block() { this.c.cards.freeze(1); } //: sdk\n}\nnew S(sdk);`,
    },
  ],
  [
    'everything assigned to this',
    {
      'a.js': `${client}class S {\n  constructor(deps) { Object.assign(this, deps); }\n  block() { this.zentra.cards.freeze(1); } //: sdk\n}\nnew S({ zentra });`,
    },
  ],
];

const closures: readonly Form[] = [
  [
    'a factory',
    {
      'make.js': 'module.exports = (deps) => ({\n  block: (id) => deps.zentra.cards.freeze(id), //: sdk\n});',
      'a.js': `${client}const make = require('./make');\nmake({ zentra }).block(1);`,
    },
  ],
  [
    'an identity that is called twice',
    {
      'a.js': `${client}function traced(value) { return value; }\nconst other = traced({ cards: { freeze() {} } });\nconst own = traced(zentra);\nown.cards.freeze(1); //: sdk\nother.cards.freeze(1); //: elsewhere`,
    },
  ],
  [
    'a callback',
    {
      'a.js': `${client}function withClient(fn) { return fn(zentra); }\nwithClient((c) =>\n  c.cards.freeze(1), //: sdk\n);`,
    },
  ],
  [
    'then',
    {
      'a.js': `${client}const get = async () => zentra;\nget().then((c) =>\n  c.cards.freeze(1), //: sdk\n);`,
    },
  ],
  [
    'the elements of a list',
    {
      'a.js': `${client}const all = [zentra];\nall.forEach((c) =>\n  c.cards.freeze(1), //: sdk\n);\nfor (const c of all) c.cards.freeze(2); //: sdk`,
    },
  ],
  [
    'once',
    {
      'a.js': `const _ = require('lodash');\nconst { Zentra } = require('@zentra/sdk');\nconst get = _.once(() => new Zentra({}));\nget().cards.freeze(1); //: sdk`,
    },
  ],
  [
    'a home-made once',
    {
      'a.js': `const { Zentra } = require('@zentra/sdk');\nfunction once(fn) { let v; return () => (v = v || fn()); }\nconst get = once(() => new Zentra({}));\nget().cards.freeze(1); //: sdk`,
    },
  ],
  [
    'a queue of functions',
    {
      'a.js': `${client}const jobs = [];\nfunction read(fn) { jobs.push(fn); }\nread((c) =>\n  c.cards.freeze(1), //: sdk\n);\nfor (const job of jobs) job(zentra);`,
    },
  ],
  [
    'a wrapper that returns its argument',
    {
      'a.js': `${client}const wrap = (fn) => fn;\nconst block = wrap((c) =>\n  c.cards.freeze(1), //: sdk\n);\nblock(zentra);`,
    },
  ],
];

const stores: readonly Form[] = [
  [
    'a get-or-create cache',
    {
      'clients.js': `const { Zentra } = require('@zentra/sdk');\nconst cache = new Map();\nfunction clientFor(t) {\n  const cached = cache.get(t);\n  if (cached) return cached;\n  const made = traced(new Zentra({}));\n  cache.set(t, made);\n  return made;\n}\nfunction traced(value) {\n  return value;\n}\nmodule.exports = { clientFor };`,
      'use.js':
        "const { clientFor } = require('./clients');\nexports.block = (t, id) => clientFor(t).cards.freeze(id); //: sdk",
    },
  ],
  [
    'an object as a cache',
    {
      'a.js': `const { Zentra } = require('@zentra/sdk');\nconst cache = {};\nconst get = (k) => cache[k] || (cache[k] = new Zentra({}));\nget('a').cards.freeze(1); //: sdk`,
    },
  ],
  [
    "a package's cache",
    {
      'a.js': `const LRU = require('lru-cache');\n${client}const cache = new LRU(5);\ncache.set('a', zentra);\ncache.get('a').cards.freeze(1); //: sdk`,
    },
  ],
  [
    'Promise.all, element by element',
    {
      'a.js': `${client}const find = require('find');\nasync function f() {\n  const [c, o] = await Promise.all([zentra, find()]);\n  c.cards.freeze(1); //: sdk\n}`,
    },
  ],
  [
    'a registry with literal keys',
    {
      'a.js': `${client}const reg = {};\nreg.set = undefined;\nconst services = new Map();\nservices.set('pay', zentra);\nservices.set('game', { cards: { freeze() {} } });\nservices.get('pay').cards.freeze(1); //: sdk\nservices.get('game').cards.freeze(1); //: elsewhere`,
    },
  ],
  [
    'Object.assign and spread',
    {
      'a.js': `${client}const a = Object.assign({}, { zentra });\na.zentra.cards.freeze(1); //: sdk\nconst b = { ...a, x: 1 };\nb.zentra.cards.freeze(1); //: sdk`,
    },
  ],
  [
    'a computed method that is called otherwise than at once',
    {
      'a.js': `${client}function go(deps, run, own) {
  deps.api[run.name].call(deps.api, 1); //: sdk
  (deps.api[run.name] || run.noop)(2); //: sdk
  (0, deps.api[run.name])(2); //: sdk
  (run.on && deps.api[run.name])(2); //: sdk
  const f = deps.api[run.name]; //: sdk
  f.apply(deps.api, [3]);
  const { [run.name]: g } = deps.api; //: sdk
  g(4);
  let h;
  h = run.on ? deps.api[run.name].bind(deps.api) : run.noop; //: sdk
  Reflect.apply(deps.api[run.name], deps.api, [5]); //: sdk
  return [h, (own.list[run.name] || run.noop)(6)];
}
go({ api: zentra.cards }, {}, { list: [] });`,
    },
  ],
  [
    'a computed method that is handed on without being called',
    {
      'a.js': `${client}function go(deps, run, own) {
  const kept = deps.api[run.name]; //: sdk
  const { [run.name]: left, ...others } = deps.api; //: sdk
  run.list.push(deps.api[run.name]); //: sdk
  run.register(run.on && deps.api[run.name]); //: sdk
  run.last = deps.api[run.name] || run.noop; //: sdk
  run.each = () => deps.api[run.name]; //: sdk
  run.list.push(own.list[run.name], own.cards[run.name]);
  if (deps.api[run.name] && deps.api[run.name].length > 1) return undefined;
  const all = [{ run: deps.api[run.name] }]; //: sdk
  return all && kept && left && others && deps.api[run.name]; //: sdk
}
go({ api: zentra.cards }, {}, { list: [], cards: [1] });
exports.deal = (hand, cards, i) => hand.push(cards[i]);`,
    },
  ],
  [
    'a parameter that nothing but its name calls a response or a request',
    {
      'a.js': `${client}const async = require('async');
async.auto({
  client: (done) => done(null, zentra),
  block: ['client', (res, done) => res.client.cards.freeze(1, done)], //: unknown
});
require('./missing').each((req) => req.app.locals.pay.cards.freeze(1)); //: unknown
async.get('u', (res) => res.data.cards.freeze(1)); //: elsewhere
async.each([1], (res) => res.client.pool.terminate(1)); //: elsewhere`,
    },
  ],
  [
    'what a package gives that was given something with a client in it',
    {
      'mod.js': `${client}exports.client = zentra;`,
      'a.js': `${client}const apm = require('apm');
class Service { constructor(c) { this.client = c; } }
function Old(c) { this.client = c; }
apm.wrap(new Service(zentra)).client.cards.freeze(1); //: unknown
apm.wrap(new Old(zentra)).client.cards.freeze(1); //: unknown
apm.first(apm.of(zentra)).cards.freeze(1); //: unknown
apm.run((done) => done(null, zentra)).cards.freeze(1); //: unknown
apm.wrap(new Map([['pay', zentra]])).get('pay').cards.freeze(1); //: unknown
apm.wrap(require('./mod')).client.cards.freeze(1); //: unknown
apm.wrap(new Service({ cards: { freeze() {} } })).client.cards.freeze(1); //: elsewhere
apm.first(apm.of(1)).cards.freeze(1); //: elsewhere
apm.run((done) => done(null, 1)).cards.freeze(1); //: elsewhere`,
    },
  ],
  [
    'the hooks of React',
    {
      'a.jsx': `${client}const React = require('react');
const { createContext, useCallback, useContext, useMemo, useRef, useState } = React;
const deck = { cards: { freeze() {} } };
const Given = createContext(zentra);
function A() {
  const made = useMemo(() => zentra, []);
  const [first] = useState(() => zentra);
  const [late, setLate] = React.useState(null);
  React.useEffect(() => setLate(zentra), []);
  const [both, setBoth] = useState(deck);
  useEffect(() => { setBoth(() => zentra); }, []);
  const [game] = useState(deck);
  const kept = useRef(zentra);
  const filled = useRef(null);
  if (!filled.current) filled.current = zentra;
  made.cards.freeze(1); //: sdk
  first.cards.freeze(1); //: sdk
  late.cards.freeze(1); //: sdk
  both.cards.freeze(1); //: partly
  game.cards.freeze(1); //: elsewhere
  kept.current.cards.freeze(1); //: sdk
  filled.current.cards.freeze(1); //: sdk
  useRef(deck).current.cards.freeze(1); //: elsewhere
  useContext(Given).cards.freeze(1); //: sdk
  const block = useCallback((c) => c.cards.freeze(1), []); //: sdk
  block(zentra);
  const [handed, setHanded] = useState(null);
  return React.createElement('p', { onClick: () => handed.cards.freeze(1), ref: setHanded }); //: unknown
}`,
    },
  ],
  [
    'the result of a mixing function of a module that is missing',
    {
      'a.js': `${client}const own = require('./missing').extend({}, zentra.cards);\nown.freeze(1); //: unknown\nrequire('./missing').assign({}, { zentra }).zentra.cards.freeze(1); //: unknown\nconst opts = require('./missing').assign({}, { a: { freeze() {} } });\nopts.a.freeze(1); //: elsewhere`,
    },
  ],
  [
    'the members that a library puts together',
    {
      'a.js': `${client}const _ = require('lodash');\nconst a = _.assign({}, { zentra });\na.zentra.cards.freeze(1); //: sdk\nconst b = _.merge({}, { zentra: { cards: { freeze() {} } } });\nb.zentra.cards.freeze(1); //: elsewhere`,
    },
  ],
  [
    'a list that is spread into arguments',
    {
      'a.js': `${client}const block = (id, c) => c.cards.freeze(id); //: sdk\nconst given = [1, zentra];\nblock(...given);\nconst shuffle = (...all) => all[1].cards.freeze(); //: partly\nshuffle(...[1], { cards: { freeze() {} } });\nshuffle(1, zentra);`,
    },
  ],
  [
    'a late property of a module',
    {
      'ctx.js': 'module.exports = {};',
      'boot.js': `${client}const ctx = require('./ctx');\nctx.zentra = zentra;`,
      'use.js': "const ctx = require('./ctx');\nexports.block = () => ctx.zentra.cards.freeze(1); //: sdk",
    },
  ],
  [
    'a fake first',
    {
      'a.js': `const { Zentra } = require('@zentra/sdk');\nlet c = { cards: { freeze: (id) => id } };\nif (process.env.ON) c = new Zentra({});\nexports.block = (id) => c.cards.freeze(id); //: partly`,
    },
  ],
  [
    'a client first',
    {
      'a.js': `const { Zentra } = require('@zentra/sdk');\nlet c = new Zentra({});\nif (process.env.OFF) c = { cards: { freeze: (id) => id } }; //: sdk\nexports.block = (id) => c.cards.freeze(id); //: sdk`,
    },
  ],
];

const frameworks: readonly Form[] = [
  [
    'a request that a middleware fills',
    {
      'mw.js': `${client}module.exports = (req, res, next) => { req.zentra = zentra; next(); };`,
      'routes.js': 'module.exports = (req, res) =>\n  req.zentra.cards.freeze(1); //: sdk',
      'app.js':
        "const app = require('express')();\napp.use(require('./mw'));\napp.post('/x', require('./routes'));",
    },
  ],
  [
    'app.locals',
    {
      'app.js': `${client}const app = require('express')();\napp.locals.zentra = zentra;\napp.post('/', (req) => req.app.locals.zentra.cards.freeze(1)); //: sdk`,
    },
  ],
  [
    'app.locals, read again where the application was made',
    {
      'app.js': `${client}const app = require('express')();\napp.locals.zentra = zentra;\nfunction Service(deps) { this.pay = deps.pay; }\nService.prototype.block = function () {\n  return this.pay.cards.freeze(1); //: sdk\n};\nnew Service({ pay: app.locals.zentra }).block();\nconst { zentra: taken } = app.locals;\ntaken.cards.freeze(1); //: sdk`,
    },
  ],
  [
    "koa's context and state",
    {
      'app.js': `${client}const app = new (require('koa'))();\napp.context.zentra = zentra;\napp.use((ctx) => ctx.zentra.cards.freeze(1)); //: sdk\napp.use((ctx, next) => { ctx.state.pay = zentra; return next(); });\napp.use((ctx) => ctx.state.pay.cards.freeze(1)); //: sdk`,
    },
  ],
  [
    'res.locals',
    {
      'app.js': `${client}const app = require('express')();\napp.use((req, res, next) => { res.locals.zentra = zentra; next(); });\napp.get('/', (req, res) => res.locals.zentra.cards.freeze(1)); //: sdk`,
    },
  ],
  [
    'app.set and app.get',
    {
      'app.js': `${client}const app = require('express')();\napp.set('zentra', zentra);\napp.get('zentra').cards.freeze(1); //: sdk`,
    },
  ],
  [
    'a decorated fastify',
    {
      'p.js': `${client}module.exports = async (fastify) => { fastify.decorate('zentra', zentra); };`,
      'r.js':
        "module.exports = async (fastify) => {\n  fastify.post('/', async () => fastify.zentra.cards.freeze(1)); //: sdk\n};",
      'app.js':
        "const app = require('fastify')();\napp.register(require('./p'));\napp.register(require('./r'));",
    },
  ],
];

const fake = '{ cards: { freeze() {} } }';

/** How a function comes by `c`, with a fake for callers that give none, and is given a client. */
const defaults: Readonly<Record<string, (body: string) => string>> = {
  'an arrow function': (body) => `const init = (c = ${fake}) => { ${body} };\ninit(zentra);`,
  'a function': (body) => `function init(c = ${fake}) { ${body} }\ninit(zentra);`,
  'a method': (body) => `const o = { init(c = ${fake}) { ${body} } };\no.init(zentra);`,
  'a constructor': (body) => `class O { constructor(c = ${fake}) { ${body} } }\nnew O(zentra);`,
  'a private method': (body) =>
    `class O { #init(c = ${fake}) { ${body} } run() { this.#init(zentra); } }\nnew O().run();`,
  'a destructured parameter': (body) =>
    `const init = ({ c = ${fake} } = {}) => { ${body} };\ninit({ c: zentra });`,
  'a pattern that is assigned': (body) =>
    `const init = (o) => { let c; ({ c = ${fake} } = o); ${body} };\ninit({ c: zentra });`,
  '||': (body) => `const init = (d) => { const c = d || ${fake}; ${body} };\ninit(zentra);`,
  '??=': (body) => `function init(c) { c ??= ${fake}; ${body} }\ninit(zentra);`,
};

/** Where the function keeps `c`, and how it is read there. */
const kept: readonly (readonly [declared: string, written: string, read: string])[] = [
  ['let later;', 'later = c;', 'later.cards'],
  ['const kept = {};', 'kept.later = c;', 'kept.later.cards'],
  ['let get;', 'get = () => c;', 'get().cards'],
  ['let cards;', '({ cards } = c);', 'cards'],
  ['const map = new Map();', "map.set('pay', c);", "map.get('pay').cards"],
  ['', 'module.exports.later = c;', 'module.exports.later.cards'],
];

const fakeDefaults: readonly Form[] = [
  ...Object.entries(defaults).flatMap(([name, form]) =>
    kept.map(
      ([declared, written, read]): Form => [
        `${name}: ${written}`,
        {
          'a.js': `${client}${declared}\n${form(written)}\nexports.go = () => ${read}.freeze(1); //: partly`,
        },
      ],
    ),
  ),
  [
    'this at the top of a file',
    {
      'a.js': `${client}const init = (c = ${fake}) => { this.later = c; };\ninit(zentra);\nexports.go = () => this.later.cards.freeze(1); //: partly`,
    },
  ],
  [
    'a default behind another key, and in a list',
    {
      'a.js': `${client}let [a, b] = [${fake}, ${fake}]; //: elsewhere\n({ api: a = ${fake} } = { api: zentra });\n[b] = [zentra];\na.cards.freeze(1); //: partly\nb.cards.freeze(1); //: partly`,
    },
  ],
  [
    'a fake that something out of sight may replace',
    {
      'a.js': `const pkg = require('pkg');\nlet later = ${fake};\npkg.onReady((c) => { later = c; });\nlater.cards.freeze(1); //: unknown`,
    },
  ],
  [
    'a default that nobody replaces',
    {
      'a.js': `let later;\nconst init = (c = ${fake}) => { later = c; };\ninit();\ninit(${fake});\nlater.cards.freeze(1); //: elsewhere`,
    },
  ],
];

/** The namespace, under a name that does not tell it. */
const namespaces: readonly Form[] = [
  [
    'a bound argument',
    {
      'a.js': `${client}function block(api, id) {\n  return api.freeze(id); //: sdk\n}\nconst bound = block.bind(null, zentra.cards);\nbound(1);\nconst late = (id, api) => api.freeze(id); //: sdk\nlate.bind(null, 1)(zentra.cards);`,
    },
  ],
  [
    'a list of arguments',
    {
      'a.js': `${client}function block(api) {\n  return api.freeze(1); //: sdk\n}\nblock.apply(null, [zentra.cards]);`,
    },
  ],
  [
    'a timer',
    {
      'a.js': `${client}setTimeout(function (api) {\n  api.freeze(1); //: sdk\n}, 0, zentra.cards);`,
    },
  ],
  [
    'super',
    {
      'a.js': `${client}class Base { constructor(api) { this.api = api; } }\nclass Jobs extends Base {\n  constructor() { super(zentra.cards); }\n  run() { return this.api.freeze(1); } //: sdk\n}\nnew Jobs().run();`,
    },
  ],
  [
    'a request',
    {
      'a.js': `${client}const app = require('express')();\napp.use((req, res, next) => { req.api = zentra.cards; next(); });\napp.get('/', (req) => req.api.freeze(1)); //: sdk`,
    },
  ],
  [
    'a map, a list and a promise',
    {
      'a.js': `${client}const map = new Map();\nmap.set('c', zentra.cards);\nmap.get('c').freeze(1); //: sdk\n[zentra.cards].forEach((api) => api.freeze(1)); //: sdk\nPromise.resolve(zentra.cards).then((api) => api.freeze(1)); //: sdk`,
    },
  ],
  [
    'a computed member',
    {
      'a.js': `${client}const run = (api, name) =>\n  api[name](1); //: sdk\nrun(zentra.cards, process.argv[2]);`,
    },
  ],
];

const compiled: readonly Form[] = [
  [
    'importDefault',
    {
      'a.js':
        '"use strict";\nvar __importDefault = (this && this.__importDefault) || function (mod) {\n    return (mod && mod.__esModule) ? mod : { "default": mod };\n};\nObject.defineProperty(exports, "__esModule", { value: true });\nconst sdk_1 = __importDefault(require("@zentra/sdk"));\nconst client = new sdk_1.default({});\nexports.block = (id) => client.cards.freeze(id); //: sdk',
    },
  ],
  [
    'tslib',
    {
      'a.js':
        '"use strict";\nconst tslib_1 = require("tslib");\nconst zentra = tslib_1.__importStar(require("@zentra/sdk"));\nconst client = new zentra.Zentra({});\nexports.block = (id) => client.cards.freeze(id); //: sdk',
    },
  ],
];

const declared: readonly Form[] = [
  [
    'a parameter with a JSDoc type',
    {
      'a.js':
        "/** @param {import('@zentra/sdk').Zentra} c */\nexports.block = (c) =>\n  c.cards.freeze(1); //: sdk",
    },
  ],
  [
    'a function with a JSDoc result',
    {
      'a.js':
        "const { make } = require('somewhere');\n/** @returns {import('@zentra/sdk').Zentra} */\nfunction get() { return make(); }\nget().cards.freeze(1); //: sdk",
    },
  ],
  [
    'a cast',
    {
      'a.js':
        "const c = /** @type {import('@zentra/sdk').Zentra} */ (require('somewhere').c);\nc.cards.freeze(1); //: sdk",
    },
  ],
];

/** What a customer declares for a package that is not installed. */
const added = (module: string, interfaces: string): Readonly<Record<string, string>> => ({
  'types.d.ts': `import type { Zentra } from '@zentra/sdk';\ninterface Deck { cards: { freeze(id: string): void } }\ndeclare module '${module}' {\n${interfaces}\n}`,
});

const hapi = added(
  '@hapi/hapi',
  `interface ServerApplicationState { pay: Zentra; deck: Deck }
interface RequestApplicationState { own: Zentra }
interface PluginProperties { pay: { client: Zentra } }
interface PluginsStates { pay: { client: Zentra } }
interface ResponseToolkit { pay: Zentra }`,
);

const hapiUse = (text: string): Form => [
  text,
  { ...hapi, 'a.ts': `import type { Request, ResponseToolkit, Server } from '@hapi/hapi';\n${text}` },
];

const augmented: readonly Form[] = [
  hapiUse('export const f = (r: Request) => r.server.app.pay.cards.freeze(1); //: sdk'),
  hapiUse('export const f = (r: Request) => r.app.own.cards.freeze(1); //: sdk'),
  hapiUse('export const f = (r: Request) => r.plugins.pay.client.cards.freeze(1); //: sdk'),
  hapiUse('export const f = (s: Server) => s.plugins.pay.client.cards.freeze(1); //: sdk'),
  hapiUse('export const f = (_: Request, h: ResponseToolkit) => h.pay.cards.freeze(1); //: sdk'),
  hapiUse(
    'export const f = (_: Request, h: ResponseToolkit) => h.request.server.app.pay.cards.freeze(1); //: sdk',
  ),
  hapiUse('export const f = (_: Request, h: ResponseToolkit) => h.context.pay.cards.freeze(1); //: unknown'),
  hapiUse('export const f = (request, h) => request.server.app.pay.cards.freeze(1); //: sdk'),
  hapiUse('export class A { server!: Server; f() { return this.server.app.pay.cards.freeze(1); } } //: sdk'),
  hapiUse('export const f = (r: Request) => r.server.app.deck.cards.freeze(1); //: elsewhere'),
  hapiUse('export const f = (r: Request) => r.server.app.game.cards.freeze(1); //: elsewhere'),
  hapiUse("import { table } from 'virtuo';\ntable.pay.cards.freeze(1); //: elsewhere"),
  [
    "hapi's server as it is made",
    {
      ...hapi,
      'a.ts':
        "import Hapi from '@hapi/hapi';\nconst server = Hapi.server({});\nserver.app.pay.cards.freeze(1); //: sdk\nexport const f = (r: Hapi.Request) => r.server.app.pay.cards.freeze(1); //: sdk",
      'b.js':
        "/** @param {import('@hapi/hapi').Request} r */\nexports.f = (r) => r.server.app.pay.cards.freeze(1); //: sdk",
    },
  ],
  [
    "what hapi's own calls fill",
    {
      'a.js': `${client}exports.register = (server) => {\n  server.expose('client', zentra);\n  server.decorate('server', 'pay', zentra);\n};\nexports.f = (request, h) => request.server.pay.cards.freeze(1); //: sdk\nexports.g = (request, h) => request.server.plugins.x.client.cards.freeze(1); //: unknown`,
    },
  ],
  [
    "koa's context",
    {
      ...added('koa', 'interface DefaultContext { pay: Zentra }\ninterface DefaultState { own: Zentra }'),
      'a.ts':
        "import type { Context } from 'koa';\nexport const a = (c: Context) => c.pay.cards.freeze(1); //: sdk\nexport const b = (c: Context) => c.state.own.cards.freeze(1); //: sdk\nexport const d = (c: Context) => c.deck.cards.freeze(1); //: elsewhere",
    },
  ],
  [
    "fastify's instance, request and reply",
    {
      ...added(
        'fastify',
        'interface FastifyInstance { pay: Zentra }\ninterface FastifyRequest { own: Zentra }\ninterface FastifyContextConfig { set: Zentra; deck: Deck }',
      ),
      'a.ts':
        "import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';\nexport const a = (r: FastifyReply) => r.server.pay.cards.freeze(1); //: sdk\nexport const b = (r: FastifyReply) => r.request.own.cards.freeze(1); //: sdk\nexport class S { constructor(private app: FastifyInstance) {}\n  f() { return this.app.pay.cards.freeze(1); } } //: sdk\nexport const c = (r: FastifyRequest) => r.routeOptions.config.set.cards.freeze(1); //: partly\nexport const d = (r: FastifyRequest) => r.routeOptions.config.deck.cards.freeze(1); //: elsewhere",
    },
  ],
  [
    "h3's event",
    {
      ...added('h3', 'interface H3EventContext { pay: Zentra }'),
      'a.ts':
        "import { defineEventHandler, type H3Event } from 'h3';\nexport default defineEventHandler((event) => event.context.pay.cards.freeze(1)); //: sdk\nexport const a = (e: H3Event) => e.context.pay.cards.freeze(1); //: sdk\nexport const b = ({ context }: H3Event) => context.pay.cards.freeze(1); //: sdk\nexport const c = (e: H3Event) => e.context.deck.cards.freeze(1); //: elsewhere",
    },
  ],
  [
    "express's request, response and application",
    {
      ...added(
        'express-serve-static-core',
        'interface Request { pay: Zentra }\ninterface Locals { own: Zentra }',
      ),
      'a.ts':
        "import type { Request, Response } from 'express';\nexport const a = (r: Request) => r.pay.cards.freeze(1); //: sdk\nexport const b = (_: Request, r: Response) => r.locals.own.cards.freeze(1); //: sdk\nexport const c = (r: Request) => r.app.locals.own.cards.freeze(1); //: sdk\nexport const d = (r: Request) => r.deck.cards.freeze(1); //: elsewhere",
    },
  ],
  [
    "Next's request and page context",
    {
      ...added('next', 'interface NextApiRequest { pay: Zentra }\ninterface NextPageContext { own: Zentra }'),
      'a.ts':
        "import type { NextApiRequest, NextPageContext } from 'next';\nexport const a = (r: NextApiRequest) => r.pay.cards.freeze(1); //: sdk\nexport const b = (c: NextPageContext) => c.own.cards.freeze(1); //: sdk\nexport const d = (r: NextApiRequest) => r.deck.cards.freeze(1); //: elsewhere",
    },
  ],
  [
    'any other package, whose interfaces may describe what it gives',
    {
      ...added('containers', 'interface Container { pay: Zentra; deck: Deck }'),
      'a.ts':
        "import { container, type Container } from 'containers';\nexport const a = (c: Container) => c.pay.cards.freeze(1); //: partly\ncontainer.pay.cards.freeze(1); //: partly\ncontainer.deck.cards.freeze(1); //: elsewhere\ncontainer.game.cards.freeze(1); //: elsewhere",
    },
  ],
];

const groups: Readonly<Record<string, readonly Form[]>> = {
  parameters,
  classes,
  closures,
  stores,
  frameworks,
  namespaces,
  compiled,
  declared,
  'defaults that are fakes': fakeDefaults,
  'interfaces that the customer adds to': augmented,
};

describe.each(Object.entries(groups))('a value is followed through %s', (_, forms) => {
  test.each(forms)('%s', (_name, files) => {
    expectVerdicts(files);
  });
});

test("a published function's default may be replaced by callers out of sight", () => {
  const text = `let later;\nexports.init = (c = ${fake}) => { later = c; };\nexports.go = () => later.cards.freeze(1); //: unknown`;
  expectVerdicts({ 'a.js': text }, { isPublic: () => true });
});
