import { type Deprecation, type DeprecationCode, deprecations, rules } from 'zentra-compat/contract';
import type { RuleText } from '../reports/wording';

const explainedBy = (name: string) => `npx zentra-codemods explain ${name}`;

/** The texts of a rule from the table. For a rule that this version does not know, they are made from the report's id and code. */
export function ruleText(id: string, code?: string): RuleText {
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) return unknownRule(id, code);
  const prefix = rule.kind === 'method' ? 'cards.' : '';
  const known = rule.kind === 'review' ? undefined : rule.code;
  return {
    id,
    code: known,
    message: rule.message,
    advice: rule.advice,
    note: rule.note,
    explain: explainedBy(known ?? id),
    from: prefix + rule.legacy,
    to: prefix + rule.reviewed,
  };
}

function unknownRule(id: string, code: string | undefined): RuleText {
  const deprecation = deprecationOf(code);
  return {
    id,
    code,
    message: deprecation?.message ?? id,
    advice: deprecation
      ? `Read ${deprecation.url} in the zentra-compat package.`
      : 'Read the deprecation guide.',
    note: undefined,
    explain: explainedBy(code ?? id),
    from: id,
    to: 'see the guide',
  };
}

function deprecationOf(code: string | undefined): Deprecation | undefined {
  return code !== undefined && Object.hasOwn(deprecations, code)
    ? deprecations[code as DeprecationCode]
    : undefined;
}

/** Compares rules by the order of the table; unknown rules come last, sorted by name. */
export function byRule(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

const order = rules.map((rule): string => rule.id);

function rank(id: string): number {
  const index = order.indexOf(id);
  return index === -1 ? order.length : index;
}
