import { isDeepStrictEqual } from 'node:util';
import { Refusal } from './envelope';
import type { KeptAnswer, SandboxState } from './state';

export interface KeyedRequest {
  method: string;
  path: string;
  body: unknown;
  /** The `Idempotency-Key` header; `idempotency_key` in the body takes precedence. */
  header: string | undefined;
}

export interface Answer {
  status: number;
  body: unknown;
  replayed: boolean;
}

/**
 * Runs `effect` once per idempotency key. The same request gets the first answer again; a different request with the same key is
 * refused, whatever its route, because a key names one logical operation of the account (DECISION). Refused requests store
 * nothing, so that a corrected one may use the key. The effect is synchronous: two requests of one key cannot interleave.
 *
 * @throws {Refusal} `idempotency_conflict`, or `invalid_format` for a key that is no string of 1 to 255 characters
 */
export function oncePerKey(
  state: SandboxState,
  request: KeyedRequest,
  effect: () => { status: number; body: unknown },
): Answer {
  const key = idempotencyKeyOf(request);
  if (key === undefined) return { ...effect(), replayed: false };
  const fingerprint = JSON.stringify([request.method, request.path, request.body ?? null]);
  const kept = state.answers.get(key);
  if (kept) return replay(kept, fingerprint);
  const { status, body } = effect();
  state.answers.set(key, { fingerprint, status, body });
  return { status, body, replayed: false };
}

function replay(kept: KeptAnswer, fingerprint: string): Answer {
  // Compare values: the order of an object's keys makes no difference.
  if (!isDeepStrictEqual(JSON.parse(kept.fingerprint), JSON.parse(fingerprint))) {
    throw new Refusal({
      status: 409,
      code: 'idempotency_conflict',
      message: 'This idempotency key was used for another request: a new operation needs a new key',
      field: 'idempotency_key',
    });
  }
  return { status: kept.status, body: kept.body, replayed: true };
}

function idempotencyKeyOf({ body, header }: KeyedRequest): string | undefined {
  const inBody =
    body !== null && typeof body === 'object' && 'idempotency_key' in body ? body.idempotency_key : undefined;
  const key = inBody ?? header;
  if (key === undefined || key === null) return undefined;
  if (typeof key !== 'string' || key.length < 1 || key.length > 255) {
    throw new Refusal({
      status: 400,
      code: 'invalid_format',
      message: 'idempotency_key must be a string of 1 to 255 characters',
      field: 'idempotency_key',
    });
  }
  return key;
}
