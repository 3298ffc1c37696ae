/** A small repository as a customer has it: a client, two legacy calls, a test of its own, and a log of what production ran. */
export const shop: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'shop',
    private: true,
    scripts: { test: 'node scripts/day.js' },
    dependencies: { '@zentra/sdk': '^1.0.0' },
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { allowJs: true, noEmit: true, types: [], lib: ['es2015'] },
    include: ['src'],
  }),
  '.gitignore': 'node_modules\nbin\nstate\n',
  'src/desk.js': `const { Zentra } = require('@zentra/sdk');
const zentra = new Zentra({ secretKey: process.env.ZENTRA_KEY });
exports.lost = (card) => zentra.cards.freeze(card, 'reported lost');
exports.topUp = (card, reference) => zentra.cards.fund(card, { amount_minor: 500, source: 'float', reference });
`,
  'services/worker.js': `const { Zentra } = require('@zentra/sdk');
new Zentra({ secretKey: process.env.ZENTRA_KEY }).cards.unfreeze('card_1');
`,
  'scripts/day.js': `const { lost, topUp } = require('../src/desk');
lost('card_1').then(() => topUp('card_2', 'order_1'));
`,
  'cards.json': JSON.stringify([{ id: 'card_1' }, { id: 'card_2' }]),
};
