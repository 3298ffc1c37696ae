import { expect, test } from 'vitest';
import cards from '../../fixtures/customers/harbour-expenses/test/cards.json';
import { useCustomer } from './customer';
import { found } from './found';

/** A NestJS service in TypeScript whose client is injected, and replaced with jest mocks in unit tests. */
const harbour = useCustomer('harbour-expenses', 'nest', cards);
const e2e = ['npm', 'run', '--silent', 'test:e2e'];
const FUNDING = 'reference-to-transaction-reference';
const LIMITS = 'update-limits-to-security';

test('no type error is new', async () => {
  const verification = await harbour.verify();
  expect(verification).toMatchObject({ status: 'passed', errorsBefore: 0, newErrors: [], notSeen: [] });
  expect(verification.files).toBeGreaterThan(10);
});

test('verify finds a method that does not exist and a type that no longer fits', async () => {
  const { newErrors } = await harbour.verify(
    { rule: 'freeze-to-lock', right: 'lock', wrong: 'lockCard' },
    { rule: LIMITS, right: 'daily_minor: ', wrong: "daily_minor: '' + " },
  );
  expect(newErrors).toMatchObject([
    { file: 'src/cards/cards.service.ts', line: 14, code: 2339, site: { rule: 'freeze-to-lock' } },
    { file: 'src/cards/cards.service.ts', line: 24, code: 2769, site: { rule: LIMITS } },
  ]);
});

test('the migration is proven by the end-to-end tests', async () => {
  const result = await harbour.rehearse(e2e);
  expect(result).toMatchObject({ isProven: true, differences: [], warnings: [], refused: [] });
  expect(result.requests.equal).toBeGreaterThan(8);
});

test('rehearse finds a wrong rename, a lost reference, another amount and a dropped header, behind the injected client', async () => {
  const { isProven, differences } = await harbour.rehearse(
    e2e,
    { rule: 'unfreeze-to-unlock', right: 'unlock', wrong: 'lock' },
    { rule: FUNDING, right: 'transaction_reference', wrong: 'memo' },
    { rule: FUNDING, right: 'amount_minor: amount', wrong: 'amount_minor: amount * 100' },
    { rule: FUNDING, right: "'x-harbour-purchase': purchase", wrong: '' },
  );
  expect(isProven).toBe(false);
  const service = 'src/allowances/allowances.service.ts';
  const funding = ['body.amount_minor', 'body.memo', 'body.transaction_reference'];
  expect(found(differences)).toEqual(
    expect.arrayContaining([
      {
        asked: 'POST /api/v1/cards/card_1/unlock',
        at: 'src/cards/cards.service.ts:19',
        parts: ['path'],
        rule: 'unfreeze-to-unlock',
      },
      { asked: 'POST /api/v1/cards/card_1/fund', at: `${service}:19`, parts: funding, rule: FUNDING },
      { asked: 'POST /api/v1/cards/card_2/fund', at: `${service}:19`, parts: funding, rule: FUNDING },
      {
        asked: 'POST /api/v1/cards/card_1/jit-fund',
        at: `${service}:32`,
        parts: [...funding, 'headers.x-harbour-purchase'],
        rule: FUNDING,
      },
    ]),
  );
});
