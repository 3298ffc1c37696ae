import { type Dialect, importOf, typed } from './dialect';
import type { Random } from './random';
import { nouns } from './words';

/** Code that looks like a legacy call to a text filter or a syntax-only tool, but is not one. */
export interface Decoy {
  imports: string[];
  lines: string[];
}

type Template = (dialect: Dialect, random: Random) => Decoy;

const frozenObject: Template = (_, random) => ({
  imports: [],
  lines: [
    `const frozenDefaults = Object.freeze({ ${random.pick(nouns)}: ${random.between(1, 99)} });`,
    'void frozenDefaults;',
  ],
});

const workerThread: Template = (dialect) => ({
  imports: [importOf(dialect, 'Worker', 'node:worker_threads')],
  lines: [
    `async function hashedAside(file${typed(dialect, 'string')}) {`,
    '  const worker = new Worker(file);',
    '  await worker.terminate();',
    '}',
    'void hashedAside;',
  ],
});

const otherVendorInTheFile: Template = (dialect) => ({
  imports: [],
  lines: [
    'class IssuingVendor {',
    '  cards = {',
    `    freeze: async (card${typed(dialect, 'string')}) => ({ card, frozen: true }),`,
    `    terminate: async (card${typed(dialect, 'string')}) => ({ card, open: false }),`,
    `    fund: async (card${typed(dialect, 'string')}, params${typed(dialect, '{ reference: string }')}) => ({ card, params }),`,
    '  };',
    '}',
    'const client = new IssuingVendor();',
    `async function vendorCard(card${typed(dialect, 'string')}) {`,
    '  await client.cards.freeze(card);',
    "  await client.cards.fund(card, { reference: 'vendor-1' });",
    '  return client.cards.terminate(card);',
    '}',
    'void vendorCard;',
  ],
});

const otherVendorsPackage: Template = (dialect) => ({
  imports: [importOf(dialect, 'Cardwright', '@cardwright/node')],
  lines: [
    "const cardwright = new Cardwright('key');",
    `const vendorFreeze = (card${typed(dialect, 'string')}) => cardwright.cards.freeze(card);`,
    'void vendorFreeze;',
  ],
});

const transfers: Template = (dialect) => ({
  imports: [],
  lines: [
    `function bankTransfer(transfers${typed(dialect, '{ create(params: object): unknown }')}, id${typed(dialect, 'string')}) {`,
    '  return transfers.create({ amount_minor: 5000, reference: id });',
    '}',
    'void bankTransfer;',
  ],
});

const prose: Template = () => ({
  imports: [],
  lines: [
    '// Until 2023 this was issuing.cards.freeze(card), and cards.terminate(card) for riders who left.',
    "const hint = 'call cards.updateLimits() or cards.unfreeze() in the support console';",
    'void hint;',
  ],
});

const templates = [frozenObject, workerThread, otherVendorInTheFile, otherVendorsPackage, transfers, prose];

export const decoy = (random: Random, dialect: Dialect): Decoy => random.pick(templates)(dialect, random);
