// node test/proof/prove.mjs <equivalence|money|crash> [--runs N] [--seed S] [--forms packages] [--no-shrink]
// `--forms packages` has the equivalence proof generate workspaces of several packages alone.
// `--no-shrink` prints programs that fail at once, as they were generated; to make one small takes minutes.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const proofs = { equivalence: 10_000, money: 10_000, crash: 100 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    forms: { type: 'string' },
    'no-shrink': { type: 'boolean' },
  },
});
const [proof = ''] = positionals;
if (!Object.hasOwn(proofs, proof) || positionals.length > 1) {
  fail(`Name one proof: ${Object.keys(proofs).join(', ')}`);
}
if (values.forms !== undefined && (proof !== 'equivalence' || values.forms !== 'packages')) {
  fail('--forms takes packages, and only for equivalence');
}
const runs = number('runs', values.runs ?? proofs[proof]);
const seed = number('seed', values.seed ?? randomInt(2 ** 31));

console.log(`${proof}: --runs ${runs} --seed ${seed}`);
const { status } = spawnSync(
  process.execPath,
  [
    join(dirname(fileURLToPath(import.meta.resolve('vitest/package.json'))), 'vitest.mjs'),
    'run',
    `test/proof/${proof}.test.ts`,
    '--testTimeout=0',
    '--disable-console-intercept',
  ],
  {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      ...process.env,
      PROVE: proof,
      PROVE_RUNS: String(runs),
      PROVE_SEED: String(seed),
      PROVE_FORMS: values.forms ?? 'all',
      PROVE_SHRINK: values['no-shrink'] ? 'no' : 'yes',
    },
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);

function number(name, text) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) fail(`--${name} must be a whole number, not ${text}`);
  return value;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
