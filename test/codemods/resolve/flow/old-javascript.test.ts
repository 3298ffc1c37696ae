import { describe, test } from 'vitest';
import { expectVerdicts } from './verdicts';

const packages = {
  'package.json':
    '{ "dependencies": { "lodash": "4", "async": "2", "bluebird": "3", "co": "4", "koa": "1", "q": "1", "awilix": "4", "react": "18" } }',
};

const client = `const { Zentra } = require('@zentra/sdk');
const zentra = new Zentra({});
`;

const fake = '{ cards: { freeze(id) { return id; } } }';

/** As TypeScript writes it. */
const extending = `var __extends = (this && this.__extends) || (function () {
  var extendStatics = function (d, b) { return Object.setPrototypeOf(d, b); };
  return function (d, b) {
    extendStatics(d, b);
    function __() { this.constructor = d; }
    d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
  };
})();`;

/** Programs in old JavaScript, as they come: CLIENT makes a client, FAKE is a decoy, and EXTENDS is a compiler's helper. */
const programs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'every form of assignment': {
    'a loop that assigns onto a fake': `CLIENT
let later = FAKE;
for (later of [zentra]) {}
exports.go = () => later.cards.freeze(1); //: partly`,
    'a loop that assigns': `CLIENT
let later;
for (later of [zentra]) {
  later.cards.freeze(1); //: sdk
}`,
    'a loop that assigns a member': `CLIENT
const kept = { later: FAKE };
for (kept.later of [zentra]) {}
exports.go = () => kept.later.cards.freeze(1); //: partly`,
    'a loop that assigns a pattern': `CLIENT
let c;
for ({ c } of [{ c: zentra }]) c.cards.freeze(1); //: sdk`,
    'a loop over keys': `CLIENT
const all = { a: zentra };
let k;
for (k in all) all[k].cards.freeze(1); //: sdk`,
    '&&=': `CLIENT
let c = FAKE;
c &&= zentra;
c.cards.freeze(1); //: partly`,
    '??= on a member': `CLIENT
const o = {};
o.c ??= zentra;
o.c.cards.freeze(1); //: sdk`,
    'a static block': `CLIENT
class S { static client; static { this.client = zentra; } static go() { return this.client.cards.freeze(1); } } //: sdk`,
    'the comma operator': `CLIENT
const c = (0, zentra);
c.cards.freeze(1); //: sdk`,
    'assignments in a row': `CLIENT
let a, b;
a = b = zentra;
a.cards.freeze(1); //: sdk
b.cards.freeze(1); //: sdk`,
  },
  generators: {
    'what a generator yields': `CLIENT
function* all() { yield zentra; }
for (const c of all()) c.cards.freeze(1); //: sdk`,
    'a generator that yields something else': `CLIENT
function* all() { yield FAKE; }
for (const c of all()) c.cards.freeze(1);`,
    'a generator that yields both': `CLIENT
function* all() { yield FAKE; yield zentra; }
for (const c of all()) c.cards.freeze(1); //: partly`,
    'next().value': `CLIENT
function* all() { yield zentra; }
all().next().value.cards.freeze(1); //: sdk`,
    'an async generator': `CLIENT
async function* all() { yield zentra; }
async function go() { for await (const c of all()) c.cards.freeze(1); } //: sdk
go();`,
    'yield*': `CLIENT
function* inner() { yield zentra; }
function* all() { yield* inner(); }
for (const c of all()) c.cards.freeze(1); //: sdk`,
    co: `CLIENT
var co = require('co');
function get() { return Promise.resolve(zentra); }
co(function* () { var c = yield get(); c.cards.freeze(1); }); //: sdk`,
    'co.wrap': `CLIENT
var co = require('co');
var go = co.wrap(function* (c) { yield c.cards.freeze(1); }); //: sdk
go(zentra);`,
    "bluebird's coroutine": `CLIENT
var Promise = require('bluebird');
function get() { return Promise.resolve(zentra); }
var go = Promise.coroutine(function* () { var c = yield get(); c.cards.freeze(1); }); //: sdk
go();`,
    "Koa 1's context": `CLIENT
var koa = require('koa'); var app = koa();
app.use(function* (next) { this.zentra = zentra; yield next; });
app.use(function* () { yield this.zentra.cards.freeze(1); }); //: sdk`,
  },
  arguments: {
    'arguments[0]': `CLIENT
function go() { arguments[0].cards.freeze(1); } //: sdk
go(zentra);`,
    'arguments[0] of a fake': `CLIENT
function go() { arguments[0].cards.freeze(1); }
go(FAKE);`,
    'a slice of arguments': `CLIENT
function go() { var args = [].slice.call(arguments, 0); var c = args.shift(); c.cards.freeze(1); } //: sdk
go(zentra);`,
    'arguments applied to another function': `CLIENT
function inner(c) { c.cards.freeze(1); } //: sdk
function go() { return inner.apply(this, arguments); }
go(zentra);`,
    'arguments spread into another call': `CLIENT
function inner(c) { c.cards.freeze(1); } //: sdk
function go() { return inner(...arguments); }
go(zentra);`,
    'rest arguments after a function': `CLIENT
async function withRetry(fn, ...args) { return fn(...args); }
withRetry(async (api, id) => api.freeze(id), zentra.cards, 1); //: sdk`,
    'a wrapper that hands its rest arguments on': `CLIENT
const retry = (fn) => async (...args) => { try { return await fn(...args); } catch (e) { return fn(...args); } };
const block = retry(async (c, id) => c.cards.freeze(id)); //: sdk
block(zentra, 1);`,
    'a wrapper of two functions': `CLIENT
function wrap(fn) { return function () { return fn.apply(this, arguments); }; }
const block = wrap(function (c, id) { return c.cards.freeze(id); }); //: sdk
const shuffle = wrap(function (c, id) { return c.cards.freeze(id); });
block(zentra, 1); shuffle(FAKE, 1);`,
    'a curried function': `CLIENT
const curry = (f) => (a) => (b) => f(a, b);
curry((c, id) => c.cards.freeze(id))(zentra)(1); //: sdk`,
  },
  this: {
    "a list method's second argument": `CLIENT
function Service(c) { this.c = c; }
Service.prototype.run = function (ids) { ids.forEach(function (id) { this.c.cards.freeze(id); }, this); }; //: sdk
new Service(zentra).run([1]);`,
    'bind(this)': `CLIENT
function Service(c) { this.c = c; setTimeout(function () { this.c.cards.freeze(1); }.bind(this), 1); } //: sdk
new Service(zentra);`,
    super_: `CLIENT
var util = require('util');
function Base(c) { this.c = c; }
Base.prototype.block = function (id) { return this.c.cards.freeze(id); }; //: sdk
function Sub(c) { Sub.super_.call(this, c); }
util.inherits(Sub, Base);
Sub.prototype.again = function (id) { return this.c.cards.freeze(id); }; //: sdk
new Sub(zentra).block(1);`,
    'Base.apply(this, arguments)': `CLIENT
var util = require('util');
function Base(c) { this.c = c; }
function Sub() { Base.apply(this, arguments); }
util.inherits(Sub, Base);
Sub.prototype.again = function (id) { return this.c.cards.freeze(id); }; //: sdk
new Sub(zentra).again(1);`,
    'Object.create(methods)': `CLIENT
var proto = { block: function (id) { return this.c.cards.freeze(id); } }; //: sdk
var s = Object.create(proto);
s.c = zentra;
s.block(1);`,
    'Object.create with properties': `CLIENT
var proto = { block: function (id) { return this.c.cards.freeze(id); } }; //: sdk
var s = Object.create(proto, { c: { value: zentra } });
s.block(1);`,
    'a functional mixin': `CLIENT
var asBlocker = function () { this.block = function (id) { return this.c.cards.freeze(id); }; return this; }; //: sdk
function S(c) { this.c = c; }
asBlocker.call(S.prototype);
new S(zentra).block(1);`,
    '_.bind': `CLIENT
var _ = require('lodash');
var o = { c: zentra };
var f = _.bind(function () { this.c.cards.freeze(1); }, o); //: sdk
f();`,
    'a wrapper that calls with its own this': `CLIENT
function logged(fn) { return function (...a) { console.log(a); return fn.call(this, ...a); }; }
class S { constructor(c) { this.c = c; } }
S.prototype.go = logged(function (id) { return this.c.cards.freeze(id); }); //: sdk
new S(zentra).go(1);`,
    'a key that is a symbol': `CLIENT
const K = Symbol('c');
class S { constructor(c) { this[K] = c; } go() { this[K].cards.freeze(1); } } //: sdk
new S(zentra).go();`,
  },
  promises: {
    'new Promise': `CLIENT
var p = new Promise(function (resolve) { resolve(zentra); });
p.then(function (c) { c.cards.freeze(1); }); //: sdk`,
    'new Promise of a fake': `CLIENT
var p = new Promise(function (resolve) { resolve(FAKE); });
p.then(function (c) { c.cards.freeze(1); });`,
    'a promise that a timer resolves': `CLIENT
async function go() { var c = await new Promise(function (resolve) { setTimeout(function () { resolve(zentra); }, 1); });
  c.cards.freeze(1); } //: sdk
go();`,
    promisify: `CLIENT
var promisify = require('util').promisify;
function getClient(cb) { cb(null, zentra); }
promisify(getClient)().then(function (c) { c.cards.freeze(1); }); //: sdk`,
    "bluebird's spread": `CLIENT
var Promise = require('bluebird');
Promise.all([zentra, 1]).spread(function (c, id) { return c.cards.freeze(id); }); //: sdk`,
    "bluebird's method": `CLIENT
var Promise = require('bluebird');
var get = Promise.method(function () { return zentra; });
get().then(function (c) { return c.cards.freeze(1); }); //: sdk`,
  },
  definitions: {
    defineProperties: `CLIENT
var o = {};
Object.defineProperties(o, { client: { get: function () { return zentra; } }, deck: { value: FAKE } });
o.client.cards.freeze(1); //: sdk
o.deck.cards.freeze(1);`,
    __defineGetter__: `CLIENT
var o = {};
o.__defineGetter__('client', function () { return zentra; });
o.client.cards.freeze(1); //: sdk`,
  },
  'lists and maps': {
    '_.each of a list': `CLIENT
var _ = require('lodash');
_.each([zentra], function (c) { c.cards.freeze(1); }); //: sdk`,
    '_.forEach of an object': `CLIENT
var _ = require('lodash');
_.forEach({ a: zentra }, function (c) { c.cards.freeze(1); }); //: sdk`,
    'async.each': `CLIENT
var async = require('async');
async.each([zentra], function (c, cb) { c.cards.freeze(1, cb); }, function () {}); //: sdk`,
    'a map in all ways': `CLIENT
const m = new Map(); m.set('a', zentra);
for (const [k, c] of m) c.cards.freeze(1); //: sdk
m.forEach((c) => c.cards.freeze(1)); //: sdk
for (const c of m.values()) c.cards.freeze(1); //: sdk
[...m.values()].map((c) => c.cards.freeze(1)); //: sdk
for (const [k, c] of m.entries()) c.cards.freeze(1); //: sdk`,
    'Object.entries': `CLIENT
const o = {}; o.a = zentra;
Object.keys(o).forEach((k) => o[k].cards.freeze(1)); //: sdk
Object.entries(o).forEach(([k, c]) => c.cards.freeze(1)); //: sdk
Object.values(o).forEach((c) => c.cards.freeze(1)); //: sdk
for (const [k, c] of Object.entries(o)) c.cards.freeze(1); //: sdk`,
    'reduce to an object': `CLIENT
const o = ['a', 'b'].reduce((acc, k) => { acc[k] = zentra; return acc; }, {});
o.a.cards.freeze(1); //: sdk`,
    'reduce to fakes': `CLIENT
const o = ['a', 'b'].reduce((acc, k) => { acc[k] = FAKE; return acc; }, {});
o.a.cards.freeze(1);`,
    concat: `CLIENT
const cs = [].concat([zentra], []);
cs[0].cards.freeze(1); //: sdk`,
    'reduce over functions': `CLIENT
const mws = [];
function use(fn) { mws.push(fn); }
function run(ctx) { return mws.reduce((p, fn) => p.then(() => fn(ctx)), Promise.resolve()); }
use((c) => c.client.cards.freeze(1)); //: sdk
run({ client: zentra });`,
  },
  JSX: {
    'a destructured attribute': `CLIENT
const React = require('react');
function Card({ client }) { return <button onClick={() => client.cards.freeze(1)}>x</button>; } //: sdk
module.exports = () => <Card client={zentra} />;`,
    'attributes that are spread': `CLIENT
const React = require('react');
function Card({ client }) { const f = () => client.cards.freeze(1); return <b onClick={f} />; } //: sdk
const p = { client: zentra };
module.exports = () => <Card {...p} />;`,
    'a class component': `CLIENT
const React = require('react');
class Card extends React.Component { go() { this.props.client.cards.freeze(1); } render() { return <b onClick={() => this.go()} />; } } //: sdk
module.exports = () => <Card client={zentra} />;`,
    createElement: `CLIENT
const React = require('react');
function Card({ client }) { const f = () => client.cards.freeze(1); return React.createElement('b', { onClick: f }); } //: sdk
module.exports = () => React.createElement(Card, { client: zentra });`,
    'an attribute that is a fake': `CLIENT
const React = require('react');
function Deck({ client }) { const f = () => client.cards.freeze(1); return <b onClick={f} />; }
module.exports = () => <Deck client={FAKE} />;`,
    'a context and its provider': `CLIENT
const React = require('react');
const Ctx = React.createContext(null);
function Card() { const client = React.useContext(Ctx); const f = () => client.cards.freeze(1); return <b onClick={f} />; } //: sdk
module.exports = () => <Ctx.Provider value={zentra}><Card /></Ctx.Provider>;`,
  },
  'packages that keep it': {
    '_.partial': `CLIENT
var _ = require('lodash');
var block = _.partial(function (c, id) { return c.cards.freeze(id); }, zentra); //: sdk
block(1);`,
    'a deferred that is given the client': `CLIENT
var Q = require('q'); var d = Q.defer();
d.resolve(zentra);
d.promise.then(function (c) { c.cards.freeze(1); }); //: unknown`,
    'a container that is given the client': `CLIENT
const { createContainer, asValue } = require('awilix');
const container = createContainer();
container.register({ pay: asValue(zentra) });
container.cradle.pay.cards.freeze(1); //: unknown`,
  },
  'what is thrown': {
    'a client that is thrown': `CLIENT
try { throw zentra; } catch (c) {
  c.cards.freeze(1); //: unknown
}`,
    'an error that carries the client': `CLIENT
class E extends Error { constructor(c) { super('x'); this.client = c; } }
try { throw new E(zentra); } catch (e) {
  e.client.cards.freeze(1); //: unknown
}`,
    'an error of somebody else': `CLIENT
try { zentra.cards.freeze(1); } catch (e) { if (e.code) throw e; console.log(e.cards); } //: sdk`,
    'an error that goes to a callback': `CLIENT
function run(cb) { try { cb(null, zentra); } catch (e) { cb(e); } }
run(function (err, c) { c.cards.freeze(1); }); //: sdk`,
  },
  prototypes: {
    "a class as TypeScript writes it for ES5, of a package's base": `CLIENT
EXTENDS
var Own = (function (_super) {
  __extends(Own, _super);
  function Own(options) { var _this = _super.call(this, options) || this; _this.init(); return _this; }
  Own.prototype.init = function () { this.kept = this.kept || zentra; };
  Own.prototype.stop = function (id) { return this.kept.cards.freeze(id); }; //: sdk
  return Own;
}(require('koa').Base));`,
    'a prototype that is replaced by a named literal': `CLIENT
const methods = { client: zentra, fake: FAKE };
function Own() {}
Own.prototype = methods;
new Own().client.cards.freeze(1); //: sdk
new Own().fake.cards.freeze(1);`,
  },
  'modules and reflection': {
    'this of an exported function': `exports.client = new (require('@zentra/sdk').Zentra)({});
exports.block3 = function (id) { return this.client.cards.freeze(id); }; //: sdk`,
    'a class that overrides the namespace': `const { Zentra } = require('@zentra/sdk');
class My extends Zentra { get cards() { return { freeze() {} }; } }
new My({}).cards.freeze(1);`,
    'a namespace of the same name in front of the client': `CLIENT
class Wrap { constructor(c) { this.cards = { freeze: (id) => c.cards.freeze(id) }; } } //: sdk
new Wrap(zentra).cards.freeze(1);`,
  },
  stores: {
    'a container that returns itself': `CLIENT
function Container() { this.items = {}; }
Container.prototype.register = function (name, value) { this.items[name] = value; return this; };
Container.prototype.get = function (name) { return this.items[name]; };
var c = new Container();
c.register('zentra', zentra);
c.get('zentra').cards.freeze(1); //: sdk`,
    'a container of fakes': `CLIENT
function Container() { this.items = {}; }
Container.prototype.register = function (name, value) { this.items[name] = value; return this; };
Container.prototype.get = function (name) { return this.items[name]; };
new Container().register('a', 1).register('zentra', FAKE).get('zentra').cards.freeze(1);`,
    'a constant key': `CLIENT
const KEY = 'client';
const o = {}; o[KEY] = zentra;
o[KEY].cards.freeze(1); //: sdk
o.client.cards.freeze(1); //: sdk`,
    'two keys in brackets': `CLIENT
const o = {}; o['a'] = zentra; o['b'] = FAKE;
o['a'].cards.freeze(1); //: sdk
o['b'].cards.freeze(1);`,
    'a global': `global.zentra = new (require('@zentra/sdk').Zentra)({});
zentra.cards.freeze(1); //: sdk
globalThis.zentra.cards.freeze(2); //: sdk`,
  },
};

describe.each(Object.entries(programs))('a value is followed through %s', (_, forms) => {
  test.each(Object.entries(forms))('%s', (_name, program) => {
    const text = program.replace('CLIENT\n', client).replaceAll('FAKE', fake).replace('EXTENDS', extending);
    expectVerdicts({ ...packages, 'a.js': text });
  });
});

test('an assigned literal, which is no pattern, ends the search for a cause', () => {
  expectVerdicts({
    'svc.js':
      'module.exports = function (sdk) { var c = new sdk.Zentra({}); return { block: function (id) { return c.cards.freeze(id); } }; };',
    'a.js': "require('./svc')({ Zentra: function () { this.cards = { freeze: function () {} }; } });",
  });
});
