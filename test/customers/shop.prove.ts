import { expect, test } from 'vitest';
import { useShop } from './customer';
import { found } from './found';

/** The demo's shop: TypeScript that esbuild compiles, a service, a worker, and scripts in JavaScript. */
const shop = useShop(['card_ada', 'card_bayo', 'card_chidi', 'card_dupe', 'card_emeka']);
const day = ['node', 'scripts/day.mjs'];
const FUNDING = 'reference-to-transaction-reference';
const LIMITS = 'update-limits-to-security';
const UNFREEZE = 'unfreeze-to-unlock';

test('no type error is new', async () => {
  const verification = await shop.verify();
  expect(verification).toMatchObject({ status: 'passed', newErrors: [], projects: ['tsconfig.json'] });
  expect(verification.notSeen).toEqual([
    'No tsconfig.json takes these files in: scripts/import-limits.js, scripts/month-end.mjs, scripts/support-console.js',
  ]);
});

test('verify finds a method that does not exist, in a type, too, and a type that no longer fits', async () => {
  const { newErrors } = await shop.verify(
    { rule: 'freeze-to-lock', right: 'lock', wrong: 'lockCard' },
    { rule: LIMITS, right: 'daily_minor: ', wrong: "daily_minor: '' + " },
  );
  expect(newErrors).toMatchObject([
    { file: 'src/routes/limits.ts', line: 10, code: 2769, site: { rule: LIMITS } },
    { file: 'src/services/card-desk.ts', line: 9, code: 2339, site: { rule: 'freeze-to-lock' } },
    { file: 'test/card-desk.test.ts', line: 8, code: 2344, site: { rule: 'freeze-to-lock' } },
  ]);
});

test('the migration is proven by a day in the shop', async () => {
  const result = await shop.rehearse(day);
  expect(result).toMatchObject({ isProven: true, differences: [], warnings: [], refused: [] });
  expect(result.requests.equal).toBeGreaterThan(20);
});

test('rehearse finds a wrong rename, a lost reference, another amount and a dropped header, in compiled code, too', async () => {
  const { isProven, differences } = await shop.rehearse(
    day,
    { rule: UNFREEZE, right: 'unlock', wrong: 'lock' },
    { rule: FUNDING, right: 'transaction_reference', wrong: 'memo' },
    { rule: FUNDING, right: 'amount_minor: amountMinor', wrong: 'amount_minor: amountMinor * 100' },
    { rule: FUNDING, right: "'x-palmway-desk': 'allowances'", wrong: '' },
  );
  expect(isProven).toBe(false);
  const reference = ['body.memo', 'body.transaction_reference'];
  expect(found(differences)).toEqual(
    expect.arrayContaining([
      {
        asked: 'POST /api/v1/cards/card_ada/fund',
        at: expect.stringMatching(/^dist\/src\/routes\/allowances\.js:\d+$/),
        parts: ['body.amount_minor', ...reference, 'headers.x-palmway-desk'],
        rule: FUNDING,
      },
      {
        asked: 'POST /api/v1/cards/card_bayo/jit-fund',
        at: expect.stringMatching(/^dist\/src\/worker\/top-ups\.js:\d+$/),
        parts: reference,
        rule: FUNDING,
      },
      {
        asked: 'POST /api/v1/cards/card_chidi/unlock',
        at: expect.stringMatching(/^dist\/src\/services\/card-desk\.js:\d+$/),
        parts: ['path'],
        rule: UNFREEZE,
      },
      {
        asked: 'POST /api/v1/cards/card_dupe/unlock',
        at: 'scripts/month-end.mjs:19',
        parts: ['path'],
        rule: UNFREEZE,
      },
    ]),
  );
});
