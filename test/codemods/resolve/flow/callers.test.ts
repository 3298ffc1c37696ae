import { describe, test } from 'vitest';
import { expectVerdicts } from './verdicts';

const sdk = `const { Zentra } = require('@zentra/sdk');\n`;
const fake = '{ cards: { freeze() {} } }';

type Form = readonly [name: string, code: string];

const stop = "(c) { c.cards.freeze('c'); }";

/** Each calls `stop` with a client in a way of its own, and with something else where that is plain to see. */
const forms: readonly Form[] = [
  ['exports in its own file', `exports.stop = function ${stop};\nexports.stop(new Zentra({}));`],
  [
    'module.exports in its own file',
    `module.exports.stop = function ${stop};\nexports.stop(new Zentra({}));`,
  ],
  [
    'an export called as compilers write it',
    `exports.stop = function ${stop};\n(0, exports.stop)(new Zentra({}));`,
  ],
  [
    'a member of what module.exports is set to',
    `module.exports = { stop${stop}, //: partly\n go: () => module.exports.stop(new Zentra({})) };`,
  ],
  [
    'exports under a name of its own',
    `const api = exports;\napi.stop = function ${stop};\napi.stop(new Zentra({}));`,
  ],
  ['this of a file', `this.stop = function ${stop};\nthis.stop(new Zentra({}));`],
  [
    'this of a file in a function that is called with it',
    `(function () { this.stop = function ${stop}; //: partly\n this.stop(new Zentra({})); }).call(this);`,
  ],
  [
    'a class of exports',
    `exports.Service = class { constructor(c) { this.c = c; } stop() { this.c.cards.freeze('c'); } }; //: partly\nnew exports.Service(new Zentra({})).stop();\nexports.stop = (c) => new exports.Service(c).stop();`,
  ],
];

const inObjects: readonly Form[] = [
  ['this of an object', `const o = { stop${stop}, //: partly\n go() { this.stop(new Zentra({})); } };`],
  [
    'this of an object, in a function within',
    `const o = { stop${stop}, //: partly\n go() { const that = this; [1].forEach(function () { that.stop(new Zentra({})); }); } };`,
  ],
  [
    'this of an object, bound',
    `const o = { stop${stop}, //: partly\n go() { setImmediate(this.stop.bind(this, new Zentra({}))); } };`,
  ],
  [
    'this of an object, by a computed name',
    `const o = { stop${stop}, //: partly\n go(name) { this[name](new Zentra({})); } };`,
  ],
  [
    'this of an object, taken apart',
    `const o = { stop${stop}, //: partly\n go: function () { const { stop } = this; stop(new Zentra({})); } };`,
  ],
  [
    'this of a method that the object gets later',
    `const o = { stop${stop} }; //: partly\no.go = function () { this.stop(new Zentra({})); };`,
  ],
  [
    'Object.values',
    `const o = { stop${stop} }; //: partly\nObject.values(o).forEach((f) => f(new Zentra({})));`,
  ],
  [
    'Object.entries',
    `const o = { stop${stop} }; //: partly\nfor (const [, f] of Object.entries(o)) f(new Zentra({}));`,
  ],
];

const inClasses: readonly Form[] = [
  [
    'this of a static method',
    `class S { static stop${stop} //: partly\n static go() { this.stop(new Zentra({})); } }\nS.stop(${fake});`,
  ],
  [
    'this.constructor',
    `class S { static stop${stop} //: partly\n go() { this.constructor.stop(new Zentra({})); } }\nS.stop(${fake});`,
  ],
  [
    'a prototype',
    `function B() {}\nB.prototype.stop = function ${stop}; //: partly\nfunction S() {}\nS.prototype.go = function () { B.prototype.stop.call(this, new Zentra({})); };\nnew B().stop(${fake});`,
  ],
  [
    'this of a prototype that is replaced',
    `function S() {}\nS.prototype = { stop: function ${stop}, //: partly\n go: function () { this.stop(new Zentra({})); } };\nnew S().stop(${fake});`,
  ],
];

describe('a function is called with a client, and not only with what is plain to see, by way of', () => {
  test.each(forms)('%s', (_name, code) => {
    const marked = code.includes('//:') ? code : code.replace(/;\n(?=[^;]*Zentra)/, '; //: partly\n');
    expectVerdicts({ 'a.js': `${sdk}${marked}`, 'b.js': `require('./a').stop(${fake});` });
  });

  test.each(inObjects)('%s', (_name, code) => {
    expectVerdicts({ 'a.js': `${sdk}${code}\no.stop(${fake});` });
  });

  test.each(inClasses)('%s', (_name, code) => {
    expectVerdicts({ 'a.js': `${sdk}${code}` });
  });

  test('a tag of a template', () => {
    expectVerdicts({
      'a.js': `${sdk}function stop(texts, c) { c.cards.freeze('c'); } //: partly\nstop\`a\${new Zentra({})}b\`;\nstop([], ${fake});`,
    });
  });
});

test('what is put on an error is there where the error is caught', () => {
  expectVerdicts({
    'a.js': `${sdk}function go() { const error = new Error('x'); error.client = new Zentra({}); throw error; }\ntry { go(); } catch (error) { error.client.cards.freeze('c'); } //: sdk`,
  });
});
