/** `--runs`, `--seed`, `--forms` and `--no-shrink` of the prove commands, which reach the tests as environment variables. */
export function proofOptions(proof: string, defaults: { runs: number; seed: number }) {
  const asked = process.env.PROVE === proof;
  return {
    runs: asked && process.env.PROVE_RUNS ? Number(process.env.PROVE_RUNS) : defaults.runs,
    seed: asked && process.env.PROVE_SEED ? Number(process.env.PROVE_SEED) : defaults.seed,
    forms: asked ? process.env.PROVE_FORMS : undefined,
    shrink: process.env.PROVE_SHRINK !== 'no',
    /** Whether a command asked for it, and wants its figures. */
    asked,
  };
}
