import { expect, test, vi } from 'vitest';
import { useCustomer } from './customer';

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

test('a lost reference, a dropped header and a wrong rename are found, each at the line that asked', async () => {
  const gifts = 'src/services/gifts.js';
  const { isProven, differences } = await tern.rehearse(
    ['node', 'scripts/smoke.js'],
    [gifts, 'transaction_reference: reference, ', ''],
    [gifts, "headers: { 'x-tern-order': order }, ", ''],
    ['src/routes/cards.js', 'cards.unlock(', 'cards.lock('],
  );
  expect(isProven).toBe(false);
  const found = differences.map(({ before, changes, site }) => ({
    path: before?.path,
    at: changes.map(({ at }) => at),
    rule: site?.rule,
    caller: before?.caller,
  }));
  const funding = (card: string) => ({
    path: `/api/v1/cards/${card}/fund`,
    at: ['body.transaction_reference', 'headers.x-tern-order'],
    caller: expect.stringMatching(/^src\/services\/gifts\.js:17:/),
  });
  expect(found).toEqual(
    expect.arrayContaining([
      ...['card_ada', 'card_ben', 'card_cyd'].map((card) => expect.objectContaining(funding(card))),
      expect.objectContaining({
        path: '/api/v1/cards/card_ada/unlock',
        at: expect.arrayContaining(['path']),
        rule: 'unfreeze-to-unlock',
      }),
    ]),
  );
});

test('its own tests alone would show nothing, and that is said: sinon answers for Zentra in all of them', async () => {
  await expect(tern.rehearse(['npm', 'test', '--silent'])).rejects.toThrow(
    'its tests may replace the client',
  );
});
