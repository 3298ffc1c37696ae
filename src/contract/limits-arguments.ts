import {
  type CallOptions,
  type CheckedCallOptions,
  callOptionNames,
  callOptionsOf,
  definedKeys,
} from './call-options.js';
import { assertSameCard, identityOf } from './card.js';
import { ZentraValidationError } from './errors.js';
import { kindOf, readable } from './json.js';
import {
  type LimitOptions,
  limitContainers,
  limitOptionNames,
  mayHoldLimits,
  type SpendingLimits,
  spendingLimitNamed,
  spendingLimitsFrom,
} from './limits.js';

/** The last argument of `updateLimits`. */
export interface UpdateLimitsOptions extends LimitOptions, CallOptions {}

export interface LimitsArguments {
  cardId: string;
  controls: { spending_limits: SpendingLimits };
  call: CheckedCallOptions;
}

const optionNames: readonly string[] = [...limitOptionNames, ...callOptionNames];
type Options = Record<string, unknown>;

/**
 * Arguments of the legacy `updateLimits(card, limits, options?)` → those of `updateSecurity(card, controls, call?)`. Without `limits`, the
 * limits and options are in the card's object, beside its id; the options may then also be the second argument.
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
  const optionsSecond = !isGiven(options) && isObject(card) && holdsLimits(card) && isOptions(limits);
  const separate = isGiven(limits) && !optionsSecond;
  if (!separate && typeof card === 'string') {
    throw new ZentraValidationError({
      message: 'limits must be an object such as { daily_minor: 50000 }',
      field: 'limits',
    });
  }
  const embedded = separate ? {} : optionsOf(card);
  const given = separate
    ? withoutSameCard(cardId, limits)
    : readable('card', () => without(card as object, [...keys, ...optionNames]));
  const last = knownOptionsOf(optionsSecond ? limits : options);
  const limitOptions = {
    limitUnit: last.limitUnit ?? embedded.limitUnit ?? defaults.limitUnit,
    currency: last.currency ?? embedded.currency ?? defaults.currency,
  } as LimitOptions;
  const spending_limits = spendingLimitsFrom(given, limitOptions);
  return {
    cardId,
    controls: { spending_limits },
    call: callOptionsOf(without(last, limitOptionNames), embedded),
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function holdsLimits(card: object): boolean {
  const containers: readonly string[] = limitContainers;
  return definedKeys(card).some((key) => containers.includes(key) || spendingLimitNamed(key) !== undefined);
}

/** Whether an object has options only. No limit has the name of an option, so it then has no limits. */
function isOptions(value: unknown): boolean {
  return isObject(value) && definedKeys(value).every((key) => optionNames.includes(key));
}

/** The options in the last argument, which may have no other keys. */
function knownOptionsOf(source: unknown): Options {
  const unknown = definedKeys(source).find((key) => !optionNames.includes(key));
  if (unknown === undefined) return optionsOf(source);
  throw new ZentraValidationError({
    message: `${JSON.stringify(unknown)} is no option of updateLimits: its last argument takes ${optionNames.join(', ')}`,
    field: unknown,
  });
}

function optionsOf(source: unknown): Options {
  if (!isGiven(source)) return {};
  if (!isObject(source)) {
    throw new ZentraValidationError({
      message: `options must be an object such as { limitUnit, currency, signal, timeout }, not ${kindOf(source)}`,
      field: 'options',
    });
  }
  return readable('options', () => {
    const given = source as Options;
    const chosen: Options = {};
    for (const name of optionNames) if (given[name] !== undefined) chosen[name] = given[name];
    return chosen;
  });
}

/** Removes the card's id, which a caller may repeat beside the limits. */
function withoutSameCard(cardId: string, limits: unknown): unknown {
  return readable('limits', () => {
    if (!mayHoldLimits(limits)) return limits;
    assertSameCard(cardId, limits as Record<string, unknown>);
    return without(limits, ['card_id', 'cardId']);
  });
}

function without(from: object, keys: readonly string[]): Options {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}
