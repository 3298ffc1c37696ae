import { expect, test } from 'vitest';
import { useCustomer } from './customer';
import { found } from './found';

/** A monorepo under vitest: a package with the client, a Next application and a worker. */
const fjord = useCustomer('fjord-travel', 'monorepo');
const FUNDING = 'reference-to-transaction-reference';
const LIMITS = 'update-limits-to-security';

test('no type error is new, in any of the packages', async () => {
  expect(await fjord.verify()).toMatchObject({
    status: 'passed',
    newErrors: [],
    notSeen: [],
    projects: ['apps/web/tsconfig.json', 'apps/worker/tsconfig.json', 'packages/payments/tsconfig.json'],
  });
});

test('verify finds a method that does not exist and a type that no longer fits, each once', async () => {
  const { newErrors } = await fjord.verify(
    { rule: 'freeze-to-lock', right: 'lock', wrong: 'lockCard' },
    { rule: LIMITS, right: 'daily_minor: ', wrong: "daily_minor: '' + " },
  );
  expect(newErrors).toMatchObject([
    { file: 'apps/web/app/api/cards/[card]/state/route.ts', code: 2339, site: { rule: 'freeze-to-lock' } },
    { file: 'apps/web/app/api/trips/[trip]/budget/route.ts', code: 2769, site: { rule: LIMITS } },
  ]);
});

test('the migration is proven by the tests of all packages', async () => {
  const result = await fjord.rehearse(['npm', 'test', '--silent']);
  expect(result).toMatchObject({ isProven: true, differences: [], warnings: [], refused: [] });
  expect(result.requests.equal).toBeGreaterThan(8);
});

test('rehearse finds a wrong rename, a lost reference, another amount and a dropped header in the package that both applications import', async () => {
  const { isProven, differences } = await fjord.rehearse(
    ['npm', 'test', '--silent'],
    { rule: 'terminate-to-lock-and-restrict', right: 'lockAndRestrict', wrong: 'lock' },
    { rule: FUNDING, right: 'transaction_reference', wrong: 'memo' },
    { rule: FUNDING, right: 'amount_minor: budget', wrong: 'amount_minor: budget * 100' },
    { rule: FUNDING, right: "'x-fjord-trip': id", wrong: '' },
  );
  expect(isProven).toBe(false);
  const trips = 'packages/payments/src/trips.ts';
  expect(found(differences)).toEqual(
    expect.arrayContaining([
      {
        asked: 'POST /api/v1/cards/card_oslo/fund',
        at: `${trips}:17`,
        parts: ['body.amount_minor', 'body.memo', 'body.transaction_reference', 'headers.x-fjord-trip'],
        rule: FUNDING,
      },
      {
        asked: 'PUT /api/v1/cards/card_bergen/security',
        at: `${trips}:30`,
        parts: [],
        rule: 'terminate-to-lock-and-restrict',
      },
    ]),
  );
});

test('what Next bundles is rehearsed like what it does not, and its telemetry is refused', async () => {
  const result = await fjord.rehearse(['npm', 'run', '--silent', 'day', '--workspace', '@fjord/web']);
  expect(result).toMatchObject({ isProven: true, differences: [], warnings: [] });
  expect(result.requests.equal).toBeGreaterThan(4);
  expect(new Set(result.refused.map(({ host }) => host))).toEqual(new Set(['telemetry.nextjs.org']));
});
