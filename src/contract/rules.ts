import type { OperationName, RouteName } from './routes.js';

/**
 * The only table of rules (contract, section 3). The runtime, `@deprecated` types, codemods, report texts and documentation are derived
 * from it, and an incomplete entry does not compile.
 */

/** Texts that every rule has. */
interface Entry {
  /** Names the rule on the command line, in reports and in TODO lines. */
  id: string;
  /** What happened and what to write instead: one sentence, no trailing full stop. */
  message: string;
  /** What a person should do if no rewrite is safe. */
  advice: string;
  /** What a person should know after the rewrite, if anything. */
  note?: string;
}

/** An entry with a code, which warns at run time. */
interface DeprecatedEntry extends Entry {
  code: `ZENTRA_DEP${number}`;
  /** First version of zentra-compat that warns. */
  since: string;
  /** First version of zentra-compat that throws. */
  removal: string;
}

export interface MethodEntry extends DeprecatedEntry {
  kind: 'method';
  /** Name of the legacy method on `cards`. */
  legacy: string;
  /** The operation that replaces it. */
  reviewed: OperationName;
  /**
   * `kept`: every argument form is valid on the reviewed method, so renaming is the whole migration.
   * `limits`: the limits argument becomes `{ spending_limits }` in contract spelling.
   */
  arguments: 'kept' | 'limits';
  /** Members of the reviewed operation's answer, if it has exactly these. */
  answer?: readonly string[];
  /** Last part of the method's legacy route, if it differs from the method's name. */
  legacyAction?: string;
}

export interface ParameterEntry extends DeprecatedEntry {
  kind: 'parameter';
  /** The methods on `cards` whose body has the parameter. `transfers` keeps its own `reference`: FACT, section 2. */
  methods: readonly RouteName[];
  legacy: string;
  reviewed: string;
}

/** A legacy use that run-time code cannot detect and no codemod can rewrite. */
export interface ReviewEntry extends Entry {
  kind: 'review';
  /** The legacy use and its replacement, as tables show them. */
  legacy: string;
  reviewed: string;
}

/** Two parameters that contradict each other: it warns, and a person must settle it. */
export interface ConflictEntry extends Omit<DeprecatedEntry, 'id' | 'advice' | 'note'> {
  /** The rule under whose code the codemods report the place. */
  reportedAs: string;
}

export const methodRules = [
  {
    kind: 'method',
    id: 'freeze-to-lock',
    code: 'ZENTRA_DEP0001',
    legacy: 'freeze',
    reviewed: 'lock',
    arguments: 'kept',
    message: 'cards.freeze() is deprecated, use cards.lock()',
    advice: 'Rename it to lock; the arguments stay as they are.',
    since: '1.0.0',
    removal: '2.0.0',
  },
  {
    kind: 'method',
    id: 'unfreeze-to-unlock',
    code: 'ZENTRA_DEP0002',
    legacy: 'unfreeze',
    reviewed: 'unlock',
    arguments: 'kept',
    message: 'cards.unfreeze() is deprecated, use cards.unlock()',
    advice: 'Rename it to unlock; the arguments stay as they are.',
    since: '1.0.0',
    removal: '2.0.0',
  },
  {
    kind: 'method',
    id: 'terminate-to-lock-and-restrict',
    code: 'ZENTRA_DEP0003',
    legacy: 'terminate',
    reviewed: 'lockAndRestrict',
    arguments: 'kept',
    answer: ['card_id', 'lock', 'security', 'permanent'],
    message:
      'cards.terminate() is deprecated, use cards.lockAndRestrict(), and request permanent closure through your approved operational path',
    advice:
      'Call lockAndRestrict and hand permanent closure to your approved operational path: nothing here closes a card for good.',
    note: 'Nothing is closed for good: the card is locked and restricted; request permanent closure through your approved operational path',
    since: '1.0.0',
    removal: '2.0.0',
  },
  {
    kind: 'method',
    id: 'update-limits-to-security',
    code: 'ZENTRA_DEP0004',
    legacy: 'updateLimits',
    reviewed: 'updateSecurity',
    arguments: 'limits',
    legacyAction: 'limits',
    message: 'cards.updateLimits() is deprecated, use cards.updateSecurity() with spending_limits',
    advice:
      'Call updateSecurity with spending_limits in minor units, so that the controls which are not named survive.',
    since: '1.0.0',
    removal: '2.0.0',
  },
] as const satisfies readonly MethodEntry[];

export const parameterRules = [
  {
    kind: 'parameter',
    id: 'reference-to-transaction-reference',
    code: 'ZENTRA_DEP0005',
    methods: ['fund', 'jitFund'],
    legacy: 'reference',
    reviewed: 'transaction_reference',
    message: 'reference is deprecated in card funding, use transaction_reference',
    advice:
      'Send transaction_reference, stable over retries and unique per funding. Transfers keep reference.',
    since: '1.0.0',
    removal: '2.0.0',
  },
] as const satisfies readonly ParameterEntry[];

export const reviewRules = [
  {
    kind: 'review',
    id: 'dynamic-member',
    legacy: 'cards[…]',
    reviewed: 'a named method',
    message: 'A member of cards is computed at run time and may be a legacy one',
    advice:
      'The member is computed at run time: list the names it can take and map the legacy ones, or call the reviewed method by name.',
  },
] as const satisfies readonly ReviewEntry[];

/** What old code has after a card's id, the name of a method or the last part of its route, with the present operation. */
export const legacyActions: ReadonlyMap<string, OperationName> = new Map(
  methodRules.flatMap((rule): [string, OperationName][] => [
    [rule.legacy, rule.reviewed],
    ...('legacyAction' in rule ? [[rule.legacyAction, rule.reviewed] satisfies [string, OperationName]] : []),
  ]),
);

/** Codes without a codemod. */
export const conflicts = [
  {
    code: 'ZENTRA_DEP0006',
    reportedAs: 'reference-to-transaction-reference',
    message:
      'card funding got reference and transaction_reference with different values, keep transaction_reference only',
    since: '1.0.0',
    removal: '2.0.0',
  },
] as const satisfies readonly ConflictEntry[];

type MethodRow = (typeof methodRules)[number];
type ParameterRow = (typeof parameterRules)[number];

export type LegacyMethod = MethodRow['legacy'];
export type ReviewedMethod = MethodRow['reviewed'];
export type FundingMethod = ParameterRow['methods'][number];
export type MethodRuleId = MethodRow['id'];
export type ParameterRuleId = ParameterRow['id'];
/** Rules that have a codemod and a code. */
export type CodemodRuleId = MethodRuleId | ParameterRuleId;
export type RuleId = CodemodRuleId | (typeof reviewRules)[number]['id'];
export type DeprecationCode = MethodRow['code'] | ParameterRow['code'] | (typeof conflicts)[number]['code'];

/** A legacy method whose reviewed counterpart has another name. */
export interface MethodRule extends MethodEntry {
  id: MethodRuleId;
  code: DeprecationCode;
  legacy: LegacyMethod;
  reviewed: ReviewedMethod;
}

/** A legacy body parameter of methods that keep their name. */
export interface ParameterRule extends ParameterEntry {
  id: ParameterRuleId;
  code: DeprecationCode;
  methods: readonly FundingMethod[];
  legacy: ParameterRow['legacy'];
  reviewed: ParameterRow['reviewed'];
}

/** A legacy use that only a person can settle. */
export interface ReviewRule extends ReviewEntry {
  id: RuleId;
}

export type Rule = MethodRule | ParameterRule | ReviewRule;

export const rules: readonly Rule[] = [...methodRules, ...parameterRules, ...reviewRules];

export interface Deprecation {
  code: DeprecationCode;
  /** What happened and what to write instead: one sentence, no trailing full stop. */
  message: string;
  /** The rule whose codemod rewrites the use; none for `ZENTRA_DEP0006`, which a person must settle. */
  rule: CodemodRuleId | undefined;
  /** First version of zentra-compat that warns. */
  since: string;
  /** First version of zentra-compat that throws. */
  removal: string;
  /** Page of the deprecation guide, relative to the package. */
  url: string;
}

/** Every deprecation by its code, in the order of the table. */
export const deprecations: Readonly<Record<DeprecationCode, Deprecation>> = Object.fromEntries(
  [...methodRules, ...parameterRules, ...conflicts].map((entry): [DeprecationCode, Deprecation] => {
    const { code, message, since, removal } = entry;
    const rule = 'id' in entry ? entry.id : undefined;
    return [code, { code, rule, message, since, removal, url: `docs/deprecations.md#${code.toLowerCase()}` }];
  }),
) as Record<DeprecationCode, Deprecation>;
