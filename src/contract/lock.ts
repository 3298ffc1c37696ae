import { lockAliases, snakeCased } from './aliases.js';
import { assertSameCard, cardIdOf } from './card.js';
import { ZentraValidationError } from './errors.js';
import { type JsonObject, jsonObject, kindOf, readable } from './json.js';

export interface LockArguments {
  cardId: string;
  /** What goes over the wire. */
  body: JsonObject;
  /** What the options say to the client itself; never sent. */
  own: { controls?: unknown; force: boolean; signal?: unknown; timeout?: unknown };
}

/** What may stand beside the id in the one object that a legacy caller passes. */
const bodyKeys = ['reason', 'request_id', 'requestId', 'idempotency_key', 'idempotencyKey'] as const;
const ownKeys = ['controls', 'force', 'signal', 'timeout'] as const;

/**
 * Arguments of `lock`, `unlock`, `lockAndRestrict` and their legacy names.
 *
 * `options` is a string (a reason) or an object; without it, the options may stand in the card's object. That object may be
 * a whole card out of `list()`, so only known options are taken from it: a card's `status` or `brand` is never sent. A number is
 * no option: it is the index where the method itself is given to `Array.map`.
 *
 * @throws {ZentraValidationError} no card id (see `cardIdOf`), options that are neither, `force` that is no boolean.
 * @see contract, section 3
 */
export function lockArguments(card: unknown, options?: unknown): LockArguments {
  const cardId = cardIdOf(card);
  if (typeof options === 'string')
    return { cardId, body: bodyOf({ reason: options }), own: { force: false } };
  // `ids.map(cards.lock)` passes an index second. A card that is not locked for it would be the worse failure.
  const separate = options !== undefined && options !== null && typeof options !== 'number';
  if (separate && (typeof options !== 'object' || isArray(options))) {
    throw new ZentraValidationError({
      message: `options must be a reason (a string) or an object, not ${kindOf(options)}`,
      field: 'options',
    });
  }
  const source = separate ? options : typeof card === 'string' ? undefined : card;
  if (source === undefined) return { cardId, body: Object.create(null), own: { force: false } };
  return readable('options', () => {
    const given = source as Record<string, unknown>;
    const own = ownOptions(given);
    const body = bodyOf(jsonObject(separate ? without(given, ownKeys) : picked(given, bodyKeys), 'options'));
    assertSameCard(cardId, body);
    return { cardId, body, own };
  });
}

function bodyOf(params: JsonObject): JsonObject {
  return snakeCased(params, lockAliases).body;
}

function ownOptions(given: Record<string, unknown>): LockArguments['own'] {
  const { controls, force, signal, timeout } = given;
  if (force !== undefined && typeof force !== 'boolean') {
    throw new ZentraValidationError({
      message: `force must be true or false, not ${kindOf(force)}`,
      field: 'force',
    });
  }
  return { controls, force: force === true, signal, timeout };
}

function isArray(value: unknown): boolean {
  return readable('options', () => Array.isArray(value));
}

function picked(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  for (const key of keys) if (from[key] !== undefined) chosen[key] = from[key];
  return chosen;
}

function without(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return picked(
    from,
    Object.keys(from).filter((key) => !keys.includes(key)),
  );
}
