/**
 * The one table of rules (contract, section 3). The adapter, the codemods, the `@deprecated` types and the deprecation
 * guide all read it: a rule that is not here exists nowhere.
 */

/** A legacy method whose reviewed counterpart has another name. */
export interface MethodRule {
  kind: 'method';
  id: MethodRuleId;
  code: DeprecationCode;
  /** Name of the legacy method on `cards`. */
  legacy: LegacyMethod;
  /** Name of the reviewed method on `cards`. */
  reviewed: ReviewedMethod;
  /**
   * `kept`: every argument form is valid on the reviewed method, so renaming is the whole migration.
   * `limits`: the limits argument becomes `{ spending_limits }` in contract spelling.
   */
  arguments: 'kept' | 'limits';
  /** What a person should know after the rewrite, if anything. */
  note?: string;
}

/** A legacy body parameter of methods that keep their name. */
export interface ParameterRule {
  kind: 'parameter';
  id: ParameterRuleId;
  code: DeprecationCode;
  /** The methods on `cards` whose body has the parameter. `transfers` keeps its own `reference`: FACT, section 2. */
  methods: readonly FundingMethod[];
  legacy: 'reference';
  reviewed: 'transaction_reference';
}

export type Rule = MethodRule | ParameterRule;

export type LegacyMethod = 'freeze' | 'unfreeze' | 'terminate' | 'updateLimits';
export type ReviewedMethod = 'lock' | 'unlock' | 'lockAndRestrict' | 'updateSecurity';
export type FundingMethod = 'fund' | 'jitFund';

export type MethodRuleId =
  | 'freeze-to-lock'
  | 'unfreeze-to-unlock'
  | 'terminate-to-lock-and-restrict'
  | 'update-limits-to-security';
export type ParameterRuleId = 'reference-to-transaction-reference';
export type RuleId = MethodRuleId | ParameterRuleId;

export type DeprecationCode =
  | 'ZENTRA_DEP0001'
  | 'ZENTRA_DEP0002'
  | 'ZENTRA_DEP0003'
  | 'ZENTRA_DEP0004'
  | 'ZENTRA_DEP0005'
  | 'ZENTRA_DEP0006';

export interface Deprecation {
  code: DeprecationCode;
  /** What happened and what to write instead: one sentence, no trailing full stop. */
  message: string;
  /** The rule whose codemod rewrites it; none for `ZENTRA_DEP0006`, which a person must settle. */
  rule: RuleId | undefined;
  /** First version of zentra-compat that warns. */
  since: string;
  /** First version of zentra-compat that throws. */
  removal: string;
  /** Page of the deprecation guide, relative to the package. */
  url: string;
}

export const methodRules = [
  {
    kind: 'method',
    id: 'freeze-to-lock',
    code: 'ZENTRA_DEP0001',
    legacy: 'freeze',
    reviewed: 'lock',
    arguments: 'kept',
  },
  {
    kind: 'method',
    id: 'unfreeze-to-unlock',
    code: 'ZENTRA_DEP0002',
    legacy: 'unfreeze',
    reviewed: 'unlock',
    arguments: 'kept',
  },
  {
    kind: 'method',
    id: 'terminate-to-lock-and-restrict',
    code: 'ZENTRA_DEP0003',
    legacy: 'terminate',
    reviewed: 'lockAndRestrict',
    arguments: 'kept',
    note: 'Nothing is closed for good: the card is locked and restricted; request permanent closure through your approved operational path',
  },
  {
    kind: 'method',
    id: 'update-limits-to-security',
    code: 'ZENTRA_DEP0004',
    legacy: 'updateLimits',
    reviewed: 'updateSecurity',
    arguments: 'limits',
  },
] as const satisfies readonly MethodRule[];

export const parameterRules = [
  {
    kind: 'parameter',
    id: 'reference-to-transaction-reference',
    code: 'ZENTRA_DEP0005',
    methods: ['fund', 'jitFund'],
    legacy: 'reference',
    reviewed: 'transaction_reference',
  },
] as const satisfies readonly ParameterRule[];

export const rules: readonly Rule[] = [...methodRules, ...parameterRules];

const guide = (code: string) => `docs/deprecations.md#${code.toLowerCase()}`;

const entry = (
  code: DeprecationCode,
  rule: RuleId | undefined,
  message: string,
  since = '1.0.0',
  removal = '2.0.0',
): Deprecation => ({ code, rule, message, since, removal, url: guide(code) });

/** Every deprecation by its code. Exhaustive: a code without a text does not compile. */
export const deprecations: Readonly<Record<DeprecationCode, Deprecation>> = {
  ZENTRA_DEP0001: entry('ZENTRA_DEP0001', 'freeze-to-lock', 'cards.freeze() is deprecated, use cards.lock()'),
  ZENTRA_DEP0002: entry(
    'ZENTRA_DEP0002',
    'unfreeze-to-unlock',
    'cards.unfreeze() is deprecated, use cards.unlock()',
  ),
  ZENTRA_DEP0003: entry(
    'ZENTRA_DEP0003',
    'terminate-to-lock-and-restrict',
    'cards.terminate() is deprecated, use cards.lockAndRestrict(), and request permanent closure through your approved operational path',
  ),
  ZENTRA_DEP0004: entry(
    'ZENTRA_DEP0004',
    'update-limits-to-security',
    'cards.updateLimits() is deprecated, use cards.updateSecurity() with spending_limits',
  ),
  ZENTRA_DEP0005: entry(
    'ZENTRA_DEP0005',
    'reference-to-transaction-reference',
    'reference is deprecated in card funding, use transaction_reference',
  ),
  ZENTRA_DEP0006: entry(
    'ZENTRA_DEP0006',
    undefined,
    'card funding got reference and transaction_reference with different values, keep transaction_reference only',
  ),
};
