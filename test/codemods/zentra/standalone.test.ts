import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { methodRules, parameterRules } from 'zentra-compat/contract';
import { treeOf } from '../engine/migrated-tree';

const root = join(import.meta.dirname, '../../..');
const jscodeshift = join(root, 'node_modules/jscodeshift/bin/jscodeshift.js');

/** Runs one rule's transform with the real jscodeshift, as built for the package. */
function shift(rule: string, source: string, ...flags: string[]): { after: string; output: string } {
  const tree = treeOf({ 'pay.ts': source });
  const transform = join(root, `codemods/dist/transforms/${rule}.cjs`);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [jscodeshift, '--no-babel', '--run-in-band', '--extensions=ts', '-t', transform, ...flags, tree.root],
    { encoding: 'utf8' },
  );
  return { after: tree.read('pay.ts'), output: stdout + stderr };
}

const client = "import { Zentra } from '@zentra/sdk';\n\nconst zentra = new Zentra({ secretKey });\n";
const switched = client.replace('@zentra/sdk', 'zentra-compat');

test.each([
  ['freeze-to-lock', "zentra.cards.freeze('c');", "zentra.cards.lock('c');"],
  ['unfreeze-to-unlock', "zentra.cards.unfreeze('c');", "zentra.cards.unlock('c');"],
  ['terminate-to-lock-and-restrict', "zentra.cards.terminate('c');", "zentra.cards.lockAndRestrict('c');"],
  [
    'update-limits-to-security',
    "zentra.cards.updateLimits('c', { daily: 1 });",
    "zentra.cards.updateSecurity('c', { spending_limits: { daily_minor: 1 } });",
  ],
  [
    'reference-to-transaction-reference',
    "zentra.cards.fund('c', { reference: 'r' });",
    "zentra.cards.fund('c', { transaction_reference: 'r' });",
  ],
])('%s runs alone under jscodeshift', (rule, before, after) => {
  expect(shift(rule, `${client}${before}\n`).after).toBe(`${switched}${after}\n`);
});

test('every rule that rewrites something has a transform of its own', () => {
  const built = readdirSync(join(root, 'codemods/dist/transforms'));
  const rules = [...methodRules, ...parameterRules];
  expect(built.sort()).toEqual(rules.flatMap(({ id }) => [`${id}.cjs`, `${id}.d.cts`]).sort());
});

test('a client out of its sight is left alone, with a word about it', () => {
  const { after, output } = shift(
    'freeze-to-lock',
    "import { zentra } from './client';\nzentra.cards.freeze('c');\n",
  );
  expect(after).toContain("zentra.cards.freeze('c');");
  expect(output).toContain('zentra.cards is untyped');
});

test('--client=keep leaves the import', () => {
  const { after } = shift('freeze-to-lock', `${client}zentra.cards.freeze('c');\n`, '--client=keep');
  expect(after).toBe(`${client}zentra.cards.lock('c');\n`);
});

test('what does not concern the rule is left alone', () => {
  const source = `${client}zentra.cards.terminate('c');\nObject.freeze({});\n`;
  expect(shift('freeze-to-lock', source).after).toBe(source);
});

test('a spy keeps its name beside a call whose name the run computes', () => {
  const spied = `${client}jest.spyOn(zentra.cards, 'freeze');\nzentra.cards[name]('c');\n`;
  const { after, output } = shift('freeze-to-lock', spied);
  expect(after).toContain("jest.spyOn(zentra.cards, 'freeze')");
  expect(after).toContain("from '@zentra/sdk'");
  expect(output).toContain('may call this method by its legacy name');
});
