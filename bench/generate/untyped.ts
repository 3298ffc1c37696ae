import type { Dialect } from './dialect';
import { fillerDeclaration } from './filler';
import { randomFrom } from './random';
import type { TreeFile } from './tree';
import { areas, capitalised, nouns } from './words';

/** An application in old JavaScript: every file receives its client as a value, without a type. */
export interface UntypedOptions {
  /** Files that use a client. */
  files: number;
  seed: number;
  /** Mean size of a file in bytes. */
  meanBytes?: number;
}

const commonjs: Dialect = { extension: 'js', typed: false, jsx: false, modules: 'commonjs' };

/** Number of files that one area wires together. */
const PER_AREA = 50;
const MEAN_BYTES = 2200;

/** How a file receives its client. */
interface Injection {
  lines: (name: string, call: string) => string[];
  /** The export of the file. */
  exported: (name: string) => string;
  /** The code with which the requiring area uses the export. */
  wired: (local: string) => string;
}

const injections: readonly Injection[] = [
  {
    lines: (name, call) => [
      `module.exports = function ({ zentra, logger }) {`,
      `  async function ${name}(card, order) {`,
      `    logger.info('${name}', order.id);`,
      `    return zentra.cards.${call};`,
      '  }',
      `  return { ${name} };`,
      '};',
    ],
    exported: () => '',
    wired: (local) => `${local}(deps)`,
  },
  {
    lines: (name, call) => [
      `class ${capitalised(name)} {`,
      '  constructor(deps) {',
      '    this.client = deps.zentra;',
      '    this.logger = deps.logger;',
      '  }',
      '  async run(card, order) {',
      `    return this.client.cards.${call};`,
      '  }',
      '}',
    ],
    exported: (name) => `module.exports = ${capitalised(name)};`,
    wired: (local) => `new ${local}(deps)`,
  },
  {
    lines: (name, call) => [
      `function ${capitalised(name)}(client, logger) {`,
      '  this.client = client;',
      '  this.logger = logger;',
      '}',
      '',
      `${capitalised(name)}.prototype.run = function (card, order) {`,
      '  const self = this;',
      `  return self.client.cards.${call};`,
      '};',
    ],
    exported: (name) => `module.exports = ${capitalised(name)};`,
    wired: (local) => `new ${local}(deps.zentra, deps.logger)`,
  },
  {
    lines: (name, call) => [
      "const Base = require('../base');",
      '',
      `class ${capitalised(name)} extends Base {`,
      '  async run(card, order) {',
      `    return this.api.cards.${call};`,
      '  }',
      '}',
    ],
    exported: (name) => `module.exports = ${capitalised(name)};`,
    wired: (local) => `new ${local}({ api: deps.zentra, logger: deps.logger })`,
  },
  {
    lines: (name, call) => [
      `exports.run = function ${name}(cards, card, order) {`,
      `  return cards.${call};`,
      '};',
    ],
    exported: () => '',
    wired: (local) => `${local}.run.bind(null, deps.zentra.cards)`,
  },
  {
    lines: (name, call) => [
      `exports.${name} = async function (req, res) {`,
      '  const card = req.params.card;',
      '  const order = req.body;',
      '  const { zentra } = req.app.locals;',
      `  res.json(await zentra.cards.${call});`,
      '};',
    ],
    exported: () => '',
    wired: (local) => local,
  },
];

const calls: readonly string[] = [
  "freeze(card, { reason: 'lost' })",
  'unfreeze(card)',
  'terminate(card)',
  "fund(card, { amount_minor: 100, source: 'wallet', reference: order.id })",
];

const rules = [
  'freeze-to-lock',
  'unfreeze-to-unlock',
  'terminate-to-lock-and-restrict',
  'reference-to-transaction-reference',
] as const;

/** The application, file by file; equal options give an equal application. */
export function* generateUntyped(options: UntypedOptions): Generator<TreeFile> {
  const count = Math.ceil(options.files / PER_AREA);
  yield plain('package.json', JSON.stringify({ name: 'shop', private: true, dependencies }), 'manifest');
  yield plain('.gitignore', 'node_modules/\n', 'manifest');
  yield plain('src/client.js', client, 'client');
  yield plain('src/base.js', base, 'client');
  yield plain('src/main.js', main(count), 'client');
  for (let area = 0; area < count; area += 1) {
    const members = Math.min(PER_AREA, options.files - area * PER_AREA);
    yield plain(`src/${folderOf(area)}/index.js`, wiring(members), 'client');
    for (let member = 0; member < members; member += 1) yield service(options, area, member);
  }
}

const dependencies = { '@zentra/sdk': '^1.0.0', express: '^4.0.0' };

const client = `const { Zentra } = require('@zentra/sdk');

module.exports = function connect(config) {
  return new Zentra({ secretKey: config.secretKey });
};
`;

const base = `class Base {
  constructor(options) {
    this.api = options.api;
    this.logger = options.logger;
  }
}

module.exports = Base;
`;

const folderOf = (area: number): string => `${areas[area % areas.length]}-${area}`;

const main = (count: number): string => `const express = require('express');
const connect = require('./client');

const zentra = connect({ secretKey: process.env.ZENTRA_SECRET_KEY });
const app = express();
app.locals.zentra = zentra;
const deps = { zentra, logger: console };
${Array.from({ length: count }, (_, area) => `require('./${folderOf(area)}')(deps, app);`).join('\n')}
app.listen(3000);
`;

function wiring(members: number): string {
  const lines = Array.from({ length: members }, (_, member) => {
    const { wired } = injectionOf(member);
    return `  parts.part${member} = ${wired(`require('./part-${member}')`)};`;
  });
  return `module.exports = function (deps, app) {
  const parts = {};
${lines.join('\n').replaceAll(/new require\(([^)]*)\)/g, 'new (require($1))')}
  return parts;
};
`;
}

const injectionOf = (member: number): Injection => injections[member % injections.length]!;

function service({ seed, meanBytes = MEAN_BYTES }: UntypedOptions, area: number, member: number): TreeFile {
  const random = randomFrom(seed, area * PER_AREA + member);
  const { lines, exported } = injectionOf(member);
  const choice = random.between(0, calls.length - 1);
  const name = `serve${capitalised(random.pick(nouns))}${member}`;
  const own = lines(name, calls[choice]!);
  const text: string[] = [];
  const bytes = Math.round(meanBytes * (0.3 + 1.4 * random.unit()));
  for (let count = 0; text.join('\n').length < bytes - own.join('\n').length; count += 1) {
    text.push(...fillerDeclaration(random, commonjs, member * 1000 + count).lines, '');
  }
  const line = text.length + own.findIndex((each) => each.includes(calls[choice]!)) + 1;
  text.push(...own, '', exported(name));
  return {
    file: `src/${folderOf(area)}/part-${member}.js`,
    text: `${text.join('\n').trimEnd()}\n`,
    kind: 'legacy',
    sites: [{ rule: rules[choice]!, line }],
  };
}

const plain = (file: string, text: string, kind: TreeFile['kind']): TreeFile => ({
  file,
  text,
  kind,
  sites: [],
});
