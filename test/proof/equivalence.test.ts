import { expect, test, vi } from 'vitest';
import { proveEquivalence } from './equivalence/prove-equivalence';
import { proofOptions } from './proof-options';

const { runs, seed, shrink, forms, asked } = proofOptions('equivalence', { runs: 300, seed: 20260 });

vi.setConfig({ testTimeout: asked ? 0 : 300_000 });

test(`${runs} generated legacy programs mean the same after migration`, async () => {
  const proof = await proveEquivalence({
    runs,
    seed,
    shrink,
    forms: forms === 'packages' ? forms : asked ? 'all' : 'plain',
  });
  if (asked) console.log(JSON.stringify(proof));
  expect(proof.programs).toBe(runs);
  // Programs that send nothing, or that are left to a person, would prove nothing.
  expect(proof.requests).toBeGreaterThan(proof.programs);
  // Of all forms, many are there to be left.
  expect(proof.rewritten).toBeGreaterThan(asked ? proof.review / 2 : proof.review);
});
