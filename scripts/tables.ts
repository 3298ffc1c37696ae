import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { methodRules, type ParameterRule, parameterRules } from '../src/contract/rules';

const readme = join(import.meta.dirname, '../README.md');
const HEAD = '| code | legacy | reviewed | codemod |\n| --- | --- | --- | --- |\n';

/** The table "What changes" of README.md: a row for each rule with a codemod. */
export function rulesTable(): string {
  const rows = [
    ...methodRules.map((rule) =>
      row(
        rule.code,
        `\`cards.${rule.legacy}(${legacyArguments[rule.arguments]})\``,
        reviewedCall(rule),
        rule.id,
      ),
    ),
    ...parameterRules.map((rule) => row(rule.code, ...parameterCells(rule), rule.id)),
  ];
  return `${HEAD}${rows.join('\n')}\n`;
}

type MethodRow = (typeof methodRules)[number];

/** Exhaustive: a new kind of arguments without its spelling does not compile. */
const legacyArguments: Readonly<Record<MethodRow['arguments'], string>> = {
  kept: 'card, options?',
  limits: 'card, limits, options?',
};
const reviewedArguments: Readonly<Record<MethodRow['arguments'], string>> = {
  kept: legacyArguments.kept,
  limits: 'card, { spending_limits }',
};
const reviewedCall = ({ reviewed, arguments: form }: MethodRow) =>
  `\`cards.${reviewed}(${reviewedArguments[form]})\``;

function parameterCells({ methods, legacy, reviewed }: ParameterRule): [legacy: string, reviewed: string] {
  const [first, ...others] = methods;
  const calls = [`\`cards.${first}(card, { ${legacy} })\``, ...others.map((method) => `\`cards.${method}\``)];
  return [calls.join(', '), `the same call with \`${reviewed}\``];
}

const row = (code: string, legacy: string, reviewed: string, rule: string) =>
  `| [\`${code}\`](docs/deprecations.md#${code.toLowerCase()}) | ${legacy} | ${reviewed} | \`${rule}\` |`;

/** README.md with the regenerated table. */
export function readmeWithTable(text = readFileSync(readme, 'utf8')): string {
  const start = text.indexOf(HEAD);
  if (start < 0) throw new Error(`README.md has no table that starts with ${HEAD.split('\n')[0]}`);
  return text.slice(0, start) + rulesTable() + text.slice(text.indexOf('\n\n', start) + 1);
}

/** Regenerates the tables that are derived from the table of rules. */
export async function main(): Promise<number> {
  writeFileSync(readme, readmeWithTable());
  return 0;
}
