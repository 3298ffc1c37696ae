import { expect, test } from 'vitest';
import { proveMoney } from './money/prove-money';
import { proofOptions } from './proof-options';

const { runs, seed, asked } = proofOptions('money', { runs: 600, seed: 20260 });

test(`${runs} fundings, locks and limit updates under faults: nothing twice, nothing lost, every rejection honest`, async () => {
  const proof = await proveMoney({ runs, seed });
  if (asked) console.log(JSON.stringify(proof));
  expect(proof.operations).toBe(runs);
  // A proof in which little went wrong, or little went right, would say nothing.
  expect(proof.faults).toBeGreaterThan(proof.requests / 8);
  expect(proof.resolved).toBeGreaterThan(runs / 2);
});
