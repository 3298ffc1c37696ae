import { lockAliases, type Spelled, sameJson, snakeCased } from './aliases.js';
import { type EmbeddedCallOptions, embeddable } from './call-options.js';
import { assertSameCard, cardIdOf } from './card.js';
import { ZentraValidationError } from './errors.js';
import { hiddenContent, hidesItsContent, type JsonObject, jsonObject, kindOf, readable } from './json.js';

export interface LockArguments {
  cardId: string;
  /** The body that is sent. */
  body: JsonObject;
  /** Options for the client itself; never sent. */
  own: EmbeddedCallOptions & { controls?: unknown; force: boolean };
}

/** Keys that may stand beside the id in the single object that a legacy caller passes. */
const bodyKeys = ['reason', 'request_id', 'requestId', 'idempotency_key', 'idempotencyKey'] as const;
const ownKeys = ['controls', 'force', ...embeddable] as const;
const besideKeys = [...bodyKeys, ...ownKeys];

/**
 * Parses the arguments of `lock`, `unlock`, `lockAndRestrict` and their legacy names.
 *
 * `options` is a string (a reason) or an object. Fields of the body may also be in the card's object, if `options` has none; options for
 * the client and the idempotency key may always be there. That object may be a whole card of `list()`, so only known keys are read: a
 * card's `status` or `brand` is never sent. A number is ignored: `Array.map` passes an index.
 *
 * @throws {ZentraValidationError} no card id (see `cardIdOf`), options that are neither, `force` that is no boolean, two idempotency
 *   keys.
 * @see contract, section 3
 */
export function lockArguments(card: unknown, options?: unknown): LockArguments {
  const cardId = cardIdOf(card);
  // Ignore the index of `Array.map`: failing to lock a card would be worse.
  const second = typeof options === 'number' ? undefined : options;
  const given = typeof second === 'string' ? { reason: second } : (second ?? {});
  if (typeof given !== 'object' || isArray(given)) {
    throw new ZentraValidationError({
      message: `options must be a reason (a string) or an object, not ${kindOf(options)}`,
      field: 'options',
    });
  }
  if (hidesItsContent(given)) throw hiddenContent('options');
  return readable('options', () => {
    const spelled = snakeCased(jsonObject(without(given, ownKeys), 'options'), lockAliases);
    assertSameCard(cardId, spelled.body);
    const own = picked(given, ownKeys);
    if (typeof card === 'string') return { cardId, body: spelled.body, own: ownOptions(own) };
    const beside = picked(card as object, besideKeys);
    const bodyBeside = snakeCased(jsonObject(picked(beside, bodyKeys), 'card'), lockAliases).body;
    return { cardId, body: bodyOf(spelled, bodyBeside), own: ownOptions({ ...beside, ...own }) };
  });
}

/** The body: from the second argument or, if that has only request options, from the card's object. */
function bodyOf({ body, spelling }: Spelled, beside: JsonObject): JsonObject {
  const { idempotency_key: key } = beside;
  const given = body.idempotency_key;
  if (key !== undefined && given !== undefined && !sameJson(given, key)) {
    const field = spelling('idempotency_key');
    throw new ZentraValidationError({
      message: `${field} and the card's idempotency_key are one key with different values: keep one`,
      field,
    });
  }
  const requestOptionsOnly = Object.keys(body).every((name) => name === 'idempotency_key');
  if (requestOptionsOnly) return { ...beside, ...body };
  return key === undefined ? body : { ...body, idempotency_key: key };
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
