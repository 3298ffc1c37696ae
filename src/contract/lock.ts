import { lockAliases, sameJson, snakeCased } from './aliases.js';
import { type EmbeddedCallOptions, embeddable } from './call-options.js';
import { assertSameCard, cardIdOf } from './card.js';
import { ZentraValidationError } from './errors.js';
import { type JsonObject, jsonObject, kindOf, readable } from './json.js';

export interface LockArguments {
  cardId: string;
  /** What goes over the wire. */
  body: JsonObject;
  /** What the options say to the client itself; never sent. */
  own: EmbeddedCallOptions & { controls?: unknown; force: boolean };
}

/** What may stand beside the id in the one object that a legacy caller passes. */
const bodyKeys = ['reason', 'request_id', 'requestId', 'idempotency_key', 'idempotencyKey'] as const;
const ownKeys = ['controls', 'force', ...embeddable] as const;

/**
 * Arguments of `lock`, `unlock`, `lockAndRestrict` and their legacy names.
 *
 * `options` is a string (a reason) or an object. Without one that goes over the wire, it may stand in the card's object, and so may what
 * the client itself needs, and the idempotency key. That object may be a whole card out of `list()`, so only known options are taken
 * from it: a card's `status` or `brand` is never sent. A number is no option: it is the index where a method is given to `Array.map`.
 *
 * @throws {ZentraValidationError} no card id (see `cardIdOf`), options that are neither, `force` that is no boolean, two idempotency
 *   keys.
 * @see contract, section 3
 */
export function lockArguments(card: unknown, options?: unknown): LockArguments {
  const cardId = cardIdOf(card);
  // A card that is not locked for an index would be the worse failure.
  const second = typeof options === 'number' ? undefined : options;
  const given = typeof second === 'string' ? { reason: second } : (second ?? {});
  if (typeof given !== 'object' || isArray(given)) {
    throw new ZentraValidationError({
      message: `options must be a reason (a string) or an object, not ${kindOf(options)}`,
      field: 'options',
    });
  }
  return readable('options', () => {
    const beside = typeof card === 'string' ? {} : picked(card as object, [...bodyKeys, ...ownKeys]);
    const body = bodyOf(
      jsonObject(without(given, ownKeys), 'options'),
      jsonObject(picked(beside, bodyKeys), 'card'),
    );
    assertSameCard(cardId, body);
    return { cardId, body, own: ownOptions({ ...beside, ...picked(given, ownKeys) }) };
  });
}

function bodyOf(options: JsonObject, besideTheCard: JsonObject): JsonObject {
  const { body, spelling } = snakeCased(options, lockAliases);
  const beside = snakeCased(besideTheCard, lockAliases).body;
  if (Object.keys(body).length === 0) return beside;
  const { idempotency_key: key } = beside;
  if (key === undefined) return body;
  if (body.idempotency_key !== undefined && !sameJson(body.idempotency_key, key)) {
    const field = spelling('idempotency_key');
    throw new ZentraValidationError({
      message: `${field} and the card's idempotency_key are one key with different values: keep one`,
      field,
    });
  }
  return { ...body, idempotency_key: key };
}

function ownOptions(given: Record<string, unknown>): LockArguments['own'] {
  const { controls, force, signal, timeout, maxRetries, headers } = given;
  if (force !== undefined && typeof force !== 'boolean') {
    throw new ZentraValidationError({
      message: `force must be true or false, not ${kindOf(force)}`,
      field: 'force',
    });
  }
  return { controls, force: force === true, signal, timeout, maxRetries, headers };
}

function isArray(value: unknown): boolean {
  return readable('options', () => Array.isArray(value));
}

function picked(from: object, keys: readonly string[]): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  for (const key of keys) {
    const value = (from as Record<string, unknown>)[key];
    if (value !== undefined) chosen[key] = value;
  }
  return chosen;
}

function without(from: object, keys: readonly string[]): Record<string, unknown> {
  return picked(
    from,
    Object.keys(from).filter((key) => !keys.includes(key)),
  );
}
