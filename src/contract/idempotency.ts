import { ZentraValidationError } from './errors.js';
import type { Json, JsonObject } from './json.js';

/** Where the key comes from when the caller gives none. */
export type IdempotencyKeys = 'random' | 'from-reference';

/** The operations whose body carries an idempotency key (contract, section 3). */
export type KeyedOperation = 'create' | 'fund' | 'jitFund';

/**
 * The body with an `idempotency_key`: the caller's, else one made once per call, so that all attempts carry the same.
 *
 * `from-reference` derives it from operation, card and `transaction_reference`, so that a repeated call cannot fund twice,
 * from another process either; where a funding's is `null`, from the `reference` that stands beside it. A body with neither gets a
 * random one.
 *
 * @throws {ZentraValidationError} under `from-reference`, a reference that cannot tell two calls apart: the second of two fundings
 *   would be taken for a repetition of the first.
 */
export function withIdempotencyKey(
  body: JsonObject,
  operation: KeyedOperation,
  cardId: string,
  keys: IdempotencyKeys,
): JsonObject {
  if (body.idempotency_key !== undefined && body.idempotency_key !== null) return body;
  const nulled = body.transaction_reference === null && operation !== 'create';
  const field = nulled ? 'reference' : 'transaction_reference';
  const reference = body[field] ?? null;
  if (keys === 'from-reference' && reference !== null) {
    assertTellsApart(reference, field, 'idempotencyKeys "from-reference" makes the key of it');
    body.idempotency_key = derived([operation, cardId, reference]);
  } else {
    body.idempotency_key = crypto().randomUUID();
  }
  return body;
}

/** @throws {ZentraValidationError} a key that cannot tell two calls apart: an empty string, an object, a boolean. */
export function assertIdempotencyKey(body: JsonObject, field: string): void {
  assertTellsApart(body.idempotency_key ?? null, field, 'leave it out and one is made per call');
}

function assertTellsApart(value: Json, field: string, hint: string): void {
  if (value === null || typeof value === 'number') return;
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new ZentraValidationError({ message: `${field} must be a non-empty string; ${hint}`, field });
}

/** A version 8 UUID (RFC 9562) out of a SHA-256: the same shape as the random ones. */
function derived(parts: readonly unknown[]): string {
  const bytes = crypto().createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Not imported: it draws in three dozen of Node's modules, at the start of every program. */
const crypto = () => process.getBuiltinModule('node:crypto');
