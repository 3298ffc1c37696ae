import { refuseFurther } from '../contract/call-options.js';
import type { LimitOptions } from '../contract/limits.js';
import { limitsArguments } from '../contract/limits-arguments.js';
import { type LegacyMethod, type MethodRule, methodRules, type ReviewedMethod } from '../contract/rules.js';
import { knowingCaller } from '../deprecations/caller.js';
import type { DeprecationReporter } from '../deprecations/deprecation-reporter.js';
import type { ReviewedCards } from '../gateway/card-operations.js';
import type { Operation } from '../gateway/operation.js';
import type { LegacyCards } from './card-methods.js';

/** Converts arguments of the legacy method to those of the reviewed one. Exhaustive: a kind without a translation does not compile. */
const translations: Readonly<
  Record<MethodRule['arguments'], (args: unknown[], defaults: LimitOptions) => unknown[]>
> = {
  kept: (args) => args,
  limits: (args, defaults) => {
    refuseFurther(args, 3);
    const [card, limits, options] = args;
    const { cardId, controls, call } = limitsArguments(card, limits, options, defaults);
    return [cardId, controls, call];
  },
};

/**
 * The legacy methods, one per rule of the table; none uses `this`. A rule without a type in `LegacyCards` does not compile.
 *
 * @param defaults the client's `limitUnit` and `currency`
 */
export function legacyCards(
  reviewed: ReviewedCards,
  reporter: DeprecationReporter,
  defaults: LimitOptions,
): Pick<LegacyCards, LegacyMethod> {
  // A rule whose operation is missing from the reviewed client does not compile.
  const operations = reviewed satisfies Record<ReviewedMethod, unknown> as unknown as Record<
    ReviewedMethod,
    Operation
  >;
  const methods = methodRules.map((rule) => [
    rule.legacy,
    legacyMethod(rule, operations[rule.reviewed], reporter, defaults),
  ]);
  // The caller states the type of the answers, as for the reviewed methods.
  return Object.fromEntries(methods) as unknown as Pick<LegacyCards, LegacyMethod>;
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
