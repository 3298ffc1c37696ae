import {
  type Deprecation,
  type DeprecationCode,
  deprecations,
  methodRules,
  rules,
} from 'zentra-compat/contract';

export interface RuleText {
  id: string;
  code: string | undefined;
  /** What is wrong and what to write instead, one sentence. */
  message: string;
  /** What a person does where no rewrite is safe. */
  advice: string;
  /** What to know after a rewrite. */
  note: string | undefined;
  /** Where the deprecation guide explains it, relative to the package. */
  guide: string;
  /** Lowercase legacy and reviewed names, for tables. */
  from: string;
  to: string;
}

const advice: Readonly<Record<string, string>> = {
  'freeze-to-lock': 'Rename it to lock; the arguments stay as they are.',
  'unfreeze-to-unlock': 'Rename it to unlock; the arguments stay as they are.',
  'terminate-to-lock-and-restrict':
    'Call lockAndRestrict and hand permanent closure to your approved operational path: nothing here closes a card for good.',
  'update-limits-to-security':
    'Call updateSecurity with spending_limits in minor units, so that the controls which are not named survive.',
  'reference-to-transaction-reference':
    'Send transaction_reference, stable over retries and unique per funding. Transfers keep reference.',
  'dynamic-member':
    'The member is computed at run time: list the names it can take and map the legacy ones, or call the reviewed method by name.',
};

const dynamicMember: RuleText = {
  id: 'dynamic-member',
  code: undefined,
  message: 'A member of cards is computed at run time and may be a legacy one',
  advice: advice['dynamic-member'] ?? '',
  note: undefined,
  guide: 'docs/deprecations.md',
  from: 'cards[…]',
  to: 'a named method',
};

/** What to say of a rule, from the one table; of a rule that this version does not know, what the report says. */
export function ruleText(id: string, code?: string): RuleText {
  if (id === dynamicMember.id) return dynamicMember;
  const rule = rules.find((candidate) => candidate.id === id);
  const deprecation = deprecationOf(rule?.code ?? code);
  const method = methodRules.find((candidate) => candidate.id === id);
  return {
    id,
    code: rule?.code ?? code,
    message: deprecation?.message ?? id,
    advice: advice[id] ?? 'Read the deprecation guide.',
    note: method && 'note' in method ? method.note : undefined,
    guide: deprecation?.url ?? 'docs/deprecations.md',
    from: method ? `cards.${method.legacy}` : (rule?.legacy ?? id),
    to: method ? `cards.${method.reviewed}` : (rule?.reviewed ?? 'see the guide'),
  };
}

function deprecationOf(code: string | undefined): Deprecation | undefined {
  return code !== undefined && Object.hasOwn(deprecations, code)
    ? deprecations[code as DeprecationCode]
    : undefined;
}

/** The table's order; a rule that is not in it comes after those, by name. */
export function byRule(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

const order = [...rules.map((rule): string => rule.id), dynamicMember.id];

function rank(id: string): number {
  const index = order.indexOf(id);
  return index === -1 ? order.length : index;
}
