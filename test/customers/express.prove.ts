import { expect, test } from 'vitest';
import { useCustomer } from './customer';

/** The Express service again: an editor checks its JavaScript, as its jsconfig.json asks. */
const tern = useCustomer('tern-gifts', 'express');

test('no type error is new', async () => {
  const verification = await tern.verify();
  expect(verification).toMatchObject({ status: 'passed', newErrors: [], projects: ['jsconfig.json'] });
  expect(verification.files).toBeGreaterThan(8);
});

test('verify finds a method that does not exist and a type that no longer fits', async () => {
  const { newErrors } = await tern.verify(
    { rule: 'freeze-to-lock', right: 'lock', wrong: 'lockCard' },
    { rule: 'update-limits-to-security', right: 'daily_minor: ', wrong: "daily_minor: '' + " },
  );
  expect(newErrors).toMatchObject([
    { file: 'src/routes/cards.js', code: 2339, site: { rule: 'freeze-to-lock' } },
    { file: 'src/routes/cards.js', code: 2769, site: { rule: 'update-limits-to-security' } },
  ]);
});
