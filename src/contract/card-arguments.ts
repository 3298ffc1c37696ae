import { autoReloadAliases, fundingAliases, sameJson } from './aliases.js';
import {
  type CheckedCallOptions,
  callOptionNames,
  callOptionsOf,
  definedKeys,
  embeddedSignal,
  isCallOptions,
} from './call-options.js';
import { assertSameCard, identityOf } from './card.js';
import { ZentraValidationError } from './errors.js';
import { type JsonObject, jsonObject, kindOf, readable } from './json.js';

/** How the arguments of a method are told apart: its body from request options, and its body from a whole card. */
export interface CardForm {
  /** Name of the body in error messages. */
  what: string;
  /** An example of the body. */
  example: string;
  /** Keys that occur in a body and never in request options. */
  names: readonly string[];
  /** Those of `names` that no card of `list()` has: beside a card's id, they are part of the body. */
  neverOfCard: readonly string[];
  /** Other spellings of the keys. */
  aliases: Readonly<Record<string, string>>;
}

const fundingKeys = [
  ...['amount_minor', 'amountMinor', 'transaction_reference', 'transactionReference', 'reference'],
  ...['idempotency_key', 'idempotencyKey'],
];
const autoReloadKeys = ['threshold_minor', 'thresholdMinor', 'reload_amount_minor', 'reloadAmountMinor'];

export const cardForms = {
  funding: {
    what: 'params',
    example: '{ amount_minor: 5000, transaction_reference }',
    names: [...fundingKeys.filter((key) => !key.startsWith('idempotency')), 'source'],
    neverOfCard: fundingKeys,
    aliases: { ...fundingAliases, reference: 'transaction_reference' },
  },
  security: {
    what: 'controls',
    example: '{ spending_limits: { daily_minor: 50000 } }',
    names: ['spending_limits', 'merchant_controls', 'geofence_enabled'],
    // A card of `list()` may show its present controls.
    neverOfCard: [],
    aliases: {},
  },
  autoReload: {
    what: 'settings',
    example: '{ enabled: true, threshold_minor: 5000 }',
    names: ['enabled', ...autoReloadKeys],
    neverOfCard: autoReloadKeys,
    aliases: autoReloadAliases,
  },
} as const satisfies Record<string, CardForm>;

export interface CardArguments {
  cardId: string;
  /** A copy of the caller's body. */
  rest: JsonObject;
  call: CheckedCallOptions;
}

/**
 * Parses the arguments of a method with a body, in either of two forms: `(card, body, options)`, where an object as first argument only
 * names the card, or `({ card_id, …body }, options)`.
 *
 * @throws {ZentraValidationError} as `cardIdOf` and `callOptionsOf` do; `card_id` in the body names another card; the arguments fit
 *   neither form, so that a part of them would be ignored.
 * @see contract, section 3
 */
export function cardArguments(card: unknown, second: unknown, third: unknown, form: CardForm): CardArguments {
  const { cardId, keys } = identityOf(card);
  const carriesBody = typeof card !== 'string' && hasOneOf(card, form.names);
  const options = carriesBody && (isCallOptions(second) || isEmptyObject(second));
  if (options) {
    if (third !== undefined && third !== null) {
      throw fitsNoShape(form, 'the request options came twice');
    }
    return { ...ownRest(card, keys), cardId, call: callOptionsOf(second, embeddedSignal(card)) };
  }
  if (second === undefined || second === null) {
    if (typeof card === 'string')
      throw fitsNoShape(form, `${form.what} must be an object, not ${kindOf(second)}`);
    return { ...ownRest(card, keys), cardId, call: callOptionsOf(third, embeddedSignal(card)) };
  }
  if (isCallOptions(second))
    throw fitsNoShape(form, `the second argument has request options only, and no ${form.what}`);
  if (!isObject(second)) throw fitsNoShape(form, `${form.what} must be an object, not ${kindOf(second)}`);
  const rest = withoutSignal(jsonObject(second, form.what), second);
  assertSameCard(cardId, rest);
  const lost = typeof card === 'string' ? undefined : besideTheCard(card, rest, form);
  if (lost !== undefined)
    throw fitsNoShape(form, `${lost} stands beside the card, and ${form.what} came second`, lost);
  return { cardId, rest, call: callOptionsOf(third, embeddedSignal(second)) };
}

function ownRest(card: unknown, identity: readonly string[]): { rest: JsonObject } {
  const rest = withoutSignal(jsonObject(card, 'card'), card);
  for (const key of identity) delete rest[key];
  return { rest };
}

/** The copy without the `AbortSignal` that the caller put among the parameters. */
export function withoutSignal(copy: JsonObject, source: unknown): JsonObject {
  if (embeddedSignal(source)) delete copy.signal;
  return copy;
}

function hasOneOf(value: unknown, names: readonly string[]): boolean {
  return definedKeys(value).some((key) => names.includes(key));
}

function isEmptyObject(value: unknown): boolean {
  return isObject(value) && definedKeys(value).length === 0;
}

function isObject(value: unknown): boolean {
  return readable('arguments', () => typeof value === 'object' && value !== null && !Array.isArray(value));
}

/** Finds a key of the body that the first argument has, in any spelling, and that the second lacks or has with another value. */
function besideTheCard(
  card: unknown,
  rest: JsonObject,
  { neverOfCard, aliases }: CardForm,
): string | undefined {
  const inWords = (key: string) => (Object.hasOwn(aliases, key) ? aliases[key]! : key);
  const given = new Map(Object.entries(rest).map(([key, value]) => [inWords(key), value]));
  return definedKeys(card).find((key) => {
    if (!neverOfCard.includes(key)) return false;
    const value = given.get(inWords(key));
    return value === undefined || !sameJson(value, (card as JsonObject)[key]!);
  });
}

function fitsNoShape({ what, example }: CardForm, why: string, field = what): ZentraValidationError {
  return new ZentraValidationError({
    message: `The arguments fit no shape of this method (${why}): pass (card, ${what}, options) or ({ card_id, …${what} }, options), with ${what} such as ${example} and options out of ${callOptionNames.join(', ')}`,
    field,
  });
}
