import { keepsDigits } from './amounts.js';
import { ZentraValidationError } from './errors.js';
import type { Json, JsonObject } from './json.js';
import type { Route } from './routes.js';

/** Origin of the key when the caller gives none. */
export type IdempotencyKeys = 'random' | 'from-reference';

/** The inputs that determine the key of a call. */
export interface KeySource {
  route: Pick<Route, 'retry' | 'keyInBody'>;
  /** Name of the operation, and its card, if any: a derived key is for one operation on one card. */
  operation: string;
  cardId: string;
  /** A copy of the caller's body; a key that belongs in the body is added to it. */
  body?: JsonObject | undefined;
  /** The key from the request options. */
  given: string | undefined;
  keys: IdempotencyKeys;
}

export interface KeyedRequest {
  body: JsonObject | undefined;
  /** Value of the `Idempotency-Key` header, if the key is sent there. */
  header: string | undefined;
  /** Whether the request carries a key, so that repeating it is safe. */
  hasKey: boolean;
}

/**
 * Adds the idempotency key to a request. The caller's key comes from the body or the request options; without one, a `keyed` route gets a
 * key that is made once per call, so that all attempts have the same.
 *
 * @throws {ZentraValidationError} body and request options have different keys, or as `madeKey` does.
 * @see contract, sections 3 and 4
 */
export function keyedRequest(source: KeySource): KeyedRequest {
  const { route, body, given } = source;
  const inBody = body?.idempotency_key ?? undefined;
  if (given !== undefined && inBody !== undefined && String(inBody) !== given) {
    throw new ZentraValidationError({
      message:
        'The idempotency key of the request options differs from the idempotency_key of the body: keep one',
      field: 'idempotencyKey',
    });
  }
  const key = given ?? inBody ?? (route.retry === 'keyed' ? madeKey(source) : undefined);
  if (key === undefined) return { body, header: undefined, hasKey: false };
  if (!route.keyInBody)
    return { body, header: given ?? (inBody === undefined ? String(key) : undefined), hasKey: true };
  if (inBody !== undefined) return { body, header: undefined, hasKey: true };
  return {
    body: Object.assign(body ?? Object.create(null), { idempotency_key: key }),
    header: undefined,
    hasKey: true,
  };
}

/**
 * `from-reference` derives the key from operation, card and `transaction_reference`, so that a repeated call cannot fund twice, even from
 * another process. For a funding whose `transaction_reference` is `null`, it uses `reference`. A body with neither gets a random key.
 *
 * @throws {ZentraValidationError} under `from-reference`, a reference that is not unique to one call: the second of two fundings
 *   would count as a repetition of the first.
 */
function madeKey({ body, operation, cardId, keys }: KeySource): string {
  const nulled = body?.transaction_reference === null && operation !== 'create';
  const field = nulled ? 'reference' : 'transaction_reference';
  const reference = body?.[field] ?? null;
  if (keys !== 'from-reference' || reference === null) return crypto().randomUUID();
  assertTellsApart(reference, field, 'idempotencyKeys "from-reference" makes the key of it');
  return derived([operation, cardId, reference]);
}

/** @throws {ZentraValidationError} a key that is not unique to one call: an empty string, an object, a boolean. */
export function assertIdempotencyKey(body: JsonObject, field: string): void {
  assertTellsApart(body.idempotency_key ?? null, field, 'leave it out and one is made per call');
}

function assertTellsApart(value: Json, field: string, hint: string): void {
  if (value === null || (typeof value === 'number' && keepsDigits(value))) return;
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new ZentraValidationError({ message: `${field} must be a non-empty string; ${hint}`, field });
}

/** A version 8 UUID (RFC 9562) made from a SHA-256 digest, in the same format as the random keys. */
function derived(parts: readonly unknown[]): string {
  const bytes = crypto().createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Not imported: that would load three dozen modules of Node at the start of every program. */
const crypto = () => require('node:crypto') as typeof import('node:crypto');
