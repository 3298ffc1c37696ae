import { expect, test } from 'vitest';
import { proveMoney } from './money/prove-money';
import { proofOptions } from './proof-options';

const { runs, seed, asked } = proofOptions('money', { runs: 300, seed: 20260 });

test.each([
  ['with ETags, and another process that writes, too', true],
  ['without ETags', false],
])(`${runs} fundings, locks and limit updates under faults are safe %s`, async (_gateway, etags) => {
  const proof = await proveMoney({ runs, seed, etags });
  if (asked) console.log(JSON.stringify({ etags, ...proof }));
  expect(proof.operations).toBe(runs);
  // A proof in which little went wrong, or little went right, would say nothing.
  expect(proof.faults).toBeGreaterThan(proof.requests / 8);
  expect(proof.resolved).toBeGreaterThan(runs / 2);
});
