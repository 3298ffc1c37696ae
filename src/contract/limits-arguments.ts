import { type CallOptions, callOptionsOf } from './call-options.js';
import { assertSameCard, identityOf } from './card.js';
import { ZentraValidationError } from './errors.js';
import { kindOf, readable } from './json.js';
import { type LimitOptions, mayHoldLimits, type SpendingLimits, spendingLimitsFrom } from './limits.js';

/** The third argument of `updateLimits`. */
export interface UpdateLimitsOptions extends LimitOptions, CallOptions {}

export interface LimitsArguments {
  cardId: string;
  controls: { spending_limits: SpendingLimits };
  call: CallOptions;
}

const optionKeys = ['limitUnit', 'currency', 'signal', 'timeout'] as const;

/**
 * Arguments of the legacy `updateLimits(card, limits, options?)` → those of `updateSecurity(card, controls, call?)`. Without
 * `limits`, they and the options stand in the card's object, beside its id.
 *
 * @param defaults the client's `limitUnit` and `currency`
 * @throws {ZentraValidationError} as `cardIdOf`, `spendingLimitsFrom` and `callOptionsOf` do.
 * @see contract, section 3
 */
export function limitsArguments(
  card: unknown,
  limits?: unknown,
  options?: unknown,
  defaults: LimitOptions = {},
): LimitsArguments {
  const { cardId, keys } = identityOf(card);
  const separate = limits !== undefined && limits !== null;
  if (!separate && typeof card === 'string') {
    throw new ZentraValidationError({
      message: 'limits must be an object such as { daily_minor: 50000 }',
      field: 'limits',
    });
  }
  const embedded = separate ? {} : optionsOf(card);
  const given = separate
    ? withoutSameCard(cardId, limits)
    : readable('card', () => without(card as object, [...keys, ...optionKeys]));
  const trailing = optionsOf(options);
  const limitOptions = {
    limitUnit: trailing.limitUnit ?? embedded.limitUnit ?? defaults.limitUnit,
    currency: trailing.currency ?? embedded.currency ?? defaults.currency,
  } as LimitOptions;
  const spending_limits = spendingLimitsFrom(given, limitOptions);
  return { cardId, controls: { spending_limits }, call: callOptionsOf(trailing, embedded) };
}

function optionsOf(source: unknown): { [Key in (typeof optionKeys)[number]]?: unknown } {
  if (source === undefined || source === null) return {};
  if (typeof source !== 'object') {
    throw new ZentraValidationError({
      message: `options must be an object such as { limitUnit, currency, signal, timeout }, not ${kindOf(source)}`,
      field: 'options',
    });
  }
  return readable('options', () => {
    const { limitUnit, currency, signal, timeout } = source as Record<string, unknown>;
    return { limitUnit, currency, signal, timeout };
  });
}

/** The card's id, repeated beside the limits, is no limit and no mistake. */
function withoutSameCard(cardId: string, limits: unknown): unknown {
  return readable('limits', () => {
    if (!mayHoldLimits(limits)) return limits;
    assertSameCard(cardId, limits as Record<string, unknown>);
    return without(limits, ['card_id', 'cardId']);
  });
}

function without(from: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}
