import type { LimitOptions } from '../contract/limits.js';
import { limitsArguments } from '../contract/limits-arguments.js';
import { type LegacyMethod, type MethodRule, methodRules } from '../contract/rules.js';
import { knowingCaller } from '../deprecations/caller.js';
import type { DeprecationReporter } from '../deprecations/deprecation-reporter.js';
import type { Operation } from '../gateway/caller.js';
import type { ReviewedCards } from '../gateway/card-operations.js';

/** Arguments of the legacy method → arguments of the reviewed one. */
const translations: Readonly<
  Record<MethodRule['arguments'], (args: unknown[], defaults: LimitOptions) => unknown[]>
> = {
  kept: (args) => args,
  limits: ([card, limits, options], defaults) => {
    const { cardId, controls, call } = limitsArguments(card, limits, options, defaults);
    return [cardId, controls, call];
  },
};

/**
 * The legacy methods: one per rule of the table, each free of `this`.
 *
 * @param defaults the client's `limitUnit` and `currency`
 */
export function legacyCards(
  reviewed: ReviewedCards,
  reporter: DeprecationReporter,
  defaults: LimitOptions,
): Record<LegacyMethod, Operation> {
  const operations = reviewed as unknown as Record<string, Operation>;
  const methods = methodRules.map((rule) => [
    rule.legacy,
    legacyMethod(rule, operations[rule.reviewed]!, reporter, defaults),
  ]);
  return Object.fromEntries(methods);
}

function legacyMethod(
  { code, legacy, arguments: form }: MethodRule,
  reviewed: Operation,
  reporter: DeprecationReporter,
  defaults: LimitOptions,
): Operation {
  const translate = translations[form];
  return knowingCaller(legacy, (caller, args) => {
    reporter.report(code, caller);
    return reviewed(...translate(args, defaults));
  });
}
