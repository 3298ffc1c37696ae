// A program in a thread of its own that spoils what the bookkeeping of legacy calls stands on, and then makes one of each. Its only word is
// how each of them ended and what was sent.
const { createRequire } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');

const { root, caller, spoiled, before } = workerData;
const fail = (how) => {
  if (how === 'rejects') return Promise.reject(new Error('sabotage'));
  if (how === 'throws null') throw null;
  if (how === 'throws what cannot be read') {
    const { proxy, revoke } = Proxy.revocable(new Error('sabotage'), {});
    revoke();
    throw proxy;
  }
  if (how === 'answers with a thenable that throws')
    return Object.defineProperty({}, 'then', { get: () => fail('throws') });
  throw new Error('sabotage');
};
const accessor = (holder, name, how) =>
  Object.defineProperty(holder, name, {
    configurable: true,
    get: () => (how.get === 'throws' ? fail('throws') : how.value),
    set: () => (how.set === 'throws' ? fail('throws') : undefined),
  });
const answers = {
  undefined: () => undefined,
  null: () => null,
  symbol: () => Symbol('s'),
  object: () => ({}),
  NaN: () => Number.NaN,
  text: () => 'x'.repeat(9000),
};

/** A frame whose methods are absent, throw, or answer with anything. */
const frameLike = (frame, methods) =>
  new Proxy(frame, {
    get(target, name) {
      const how = methods[name];
      if (how === 'absent') return undefined;
      if (how === 'throws') return () => fail('throws');
      if (how !== undefined) return answers[how];
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

const spoil = {
  frames: (methods) =>
    accessor(Error, 'prepareStackTrace', {
      value: (_, frames) => frames.map((frame) => frameLike(frame, methods)),
    }),
  prepareStackTrace: (how) => {
    if (how === 'a function that throws') Error.prepareStackTrace = () => fail('throws');
    else if (how === 'a function that answers with 5') Error.prepareStackTrace = () => 5;
    else accessor(Error, 'prepareStackTrace', how);
  },
  stackTraceLimit: (how) => {
    if (typeof how === 'object') accessor(Error, 'stackTraceLimit', how);
    else Object.defineProperty(Error, 'stackTraceLimit', { value: how, writable: false });
  },
  captureStackTrace: (how) => {
    Error.captureStackTrace = how === 'absent' ? undefined : () => fail('throws');
  },
  error: () => Object.freeze(Error),
  emitWarning: (how) => {
    process.emitWarning = how === 'absent' ? undefined : () => fail(how);
  },
  subscriber: (how) =>
    require('node:diagnostics_channel').subscribe('zentra-compat:deprecation', () => fail(how)),
  clock: () => {
    Date.prototype.toISOString = () => fail('throws');
  },
  files: (name) => {
    require('node:fs')[name] = () => fail('throws');
    require('node:module').syncBuiltinESMExports();
  },
};
const run = () => {
  for (const [name, how] of Object.entries(spoiled)) if (how !== undefined) spoil[name]?.(how);
};

const { Zentra } = createRequire(`${root}/package.json`)(root);
const sent = [];
const dispatcher = {
  dispatch({ method, path }, handler) {
    sent.push(`${method} ${path.slice('/api/v1/cards/'.length)}`);
    handler.onConnect(() => {});
    handler.onHeaders(200, [], () => {}, 'OK');
    handler.onData(Buffer.from('{"success":true,"data":{}}'));
    handler.onComplete([]);
    return true;
  },
};
if (before) run();
const handler = spoiled.handler && (() => fail(spoiled.handler));
const { cards } = new Zentra({
  secretKey: 'sk_sandbox_a',
  dispatcher,
  onDeprecation: handler,
  onClosureRequested: handler,
});
const call = require(caller);
if (!before) run();
const settled = call(cards).map((each) =>
  each.then(
    () => 'sent',
    (error) => String(error?.stack),
  ),
);
// The answers of what is spoiled come in between.
Promise.all(settled).then((outcomes) => setImmediate(() => parentPort.postMessage({ outcomes, sent })));
