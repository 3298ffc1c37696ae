import { expect, test, vi } from 'vitest';
import { useCustomer } from './customer';
import { found } from './found';

// Packages are installed, and each rehearsal runs the service twice.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

/** An Express service in plain JavaScript, whose tests replace the client with sinon. */
const tern = useCustomer('tern-gifts', 'express');
const releaseCheck = ['npm', 'run', '--silent', 'release-check'];

test('the migration is proven by what the customer runs before a release', async () => {
  const result = await tern.rehearse(releaseCheck);
  expect(result).toMatchObject({
    isProven: true,
    exitCodes: { before: 0, after: 0 },
    differences: [],
    warnings: [],
    refused: [],
  });
  expect(result.requests.equal).toBeGreaterThan(10);
});

test('rehearse finds a wrong rename, a lost reference, another amount and a dropped header, each at the line that asked', async () => {
  const { isProven, differences } = await tern.rehearse(
    ['node', 'scripts/smoke.js'],
    { rule: 'unfreeze-to-unlock', right: 'unlock', wrong: 'lock' },
    { rule: 'reference-to-transaction-reference', right: 'transaction_reference', wrong: 'memo' },
    {
      rule: 'reference-to-transaction-reference',
      right: 'amount_minor: amountMinor',
      wrong: 'amount_minor: amountMinor * 100',
    },
    { rule: 'reference-to-transaction-reference', right: "'x-tern-order': order", wrong: '' },
  );
  expect(isProven).toBe(false);
  expect(found(differences)).toEqual(
    expect.arrayContaining([
      ...['card_ada', 'card_ben', 'card_cyd'].map((card) => ({
        asked: `POST /api/v1/cards/${card}/fund`,
        at: 'src/services/gifts.js:17',
        parts: ['body.amount_minor', 'body.memo', 'body.transaction_reference', 'headers.x-tern-order'],
        rule: 'reference-to-transaction-reference',
      })),
      {
        asked: 'POST /api/v1/cards/card_ada/unlock',
        at: 'src/routes/cards.js:16',
        parts: ['path'],
        rule: 'unfreeze-to-unlock',
      },
    ]),
  );
});

test('its own tests alone would show nothing, and that is said: sinon answers for Zentra in all of them', async () => {
  await expect(tern.rehearse(['npm', 'test', '--silent'])).rejects.toThrow(
    'its tests may replace the client',
  );
});
