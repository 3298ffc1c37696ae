import { expect, it } from 'vitest';
import { run } from '../../../codemods/api/run';
import { useCommandLine } from './command-line';

const { project, zentra } = useCommandLine();
const CLIENT = "const { Zentra } = require('@zentra/sdk');\nconst zentra = new Zentra({ secretKey: 'k' });\n";
const manifest = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';

it.each(['ZENTRA_DEP0001', 'zentra_dep0001', 'freeze-to-lock'])('says what %s means', async (what) => {
  const { exitCode, stdout } = await zentra(['explain', what], { cwd: project({}) });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('ZENTRA_DEP0001  freeze-to-lock');
  expect(stdout).toContain('cards.freeze  →  cards.lock');
});

it('says what a code means that no codemod rewrites', async () => {
  const { exitCode, stdout } = await zentra(['explain', 'ZENTRA_DEP0006'], { cwd: project({}) });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('reference and transaction_reference with different values');
});

it('names the rules where there is none of that name', async () => {
  const { exitCode, stderr } = await zentra(['explain', 'ZENTRA_DEP9999'], { cwd: project({}) });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/ZENTRA_DEP9999[\s\S]*freeze-to-lock/);
});

it('says what is known of a line', async () => {
  const cwd = project({
    'package.json': manifest,
    'src/a.js': `${CLIENT}zentra.cards.freeze('c');\nzentra.cards[process.argv[2]]('c');\nObject.freeze({});\n`,
  });
  const explained = async (line: number) =>
    (await zentra(['explain', `src/a.js:${line}`], { cwd, engine: run })).stdout;
  expect(await explained(3)).toContain('freeze-to-lock: can be rewritten');
  expect(await explained(4)).toMatch(/dynamic-member: for review\n {2}The member .* is computed at run time/);
  expect(await explained(5)).toContain('src/a.js:5 holds no legacy use');
});
