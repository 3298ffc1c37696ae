import { expect, test } from 'vitest';
import cards from '../../fixtures/customers/harbour-expenses/test/cards.json';
import { useCustomer } from './customer';

/** A NestJS service in TypeScript whose client is injected, and replaced with jest mocks in unit tests. */
const harbour = useCustomer('harbour-expenses', 'nest', cards);
const e2e = ['npm', 'run', '--silent', 'test:e2e'];

test('no type error is new', async () => {
  const verification = await harbour.verify();
  expect(verification).toMatchObject({ status: 'passed', errorsBefore: 0, newErrors: [], notSeen: [] });
  expect(verification.files).toBeGreaterThan(10);
});

test('the migration is proven by the end-to-end tests', async () => {
  const result = await harbour.rehearse(e2e);
  expect(result).toMatchObject({ isProven: true, differences: [], warnings: [], refused: [] });
  expect(result.requests.equal).toBeGreaterThan(8);
});

test('rehearse finds another amount, behind the injected client', async () => {
  const { isProven, differences } = await harbour.rehearse(e2e, [
    'src/allowances/allowances.service.ts',
    'amount_minor: amount,\n',
    'amount_minor: amount * 100,\n',
  ]);
  expect(isProven).toBe(false);
  expect(differences).toMatchObject(
    ['card_1', 'card_2'].map((card) => ({
      before: { path: `/api/v1/cards/${card}/fund` },
      changes: expect.arrayContaining([expect.objectContaining({ at: 'body.amount_minor' })]),
    })),
  );
});
