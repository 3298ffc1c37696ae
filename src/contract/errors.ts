import { isOfClass } from './error-lineage.js';
import { redact, redactDeep } from './redact.js';
import { scrubbedCause } from './scrubbed-cause.js';

/**
 * What is known about the effect of a failed call: `none`, the gateway did nothing; `unknown`, it may have acted (a lost
 * answer, a 5xx); `applied`, it acted, and a later step failed.
 */
export type Effect = 'none' | 'unknown' | 'applied';

/** HTTP metadata of the last attempt of a call; a non-enumerable property of results and errors. */
export interface LastResponse {
  /** HTTP status. */
  readonly status: number;
  /** Header names in lower case; values of a repeated header are joined with `, `. Keys and card numbers are redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** The gateway's request id, if it sent one. */
  readonly requestId: string | undefined;
  /** Number of requests of the call; 1 without retries. */
  readonly attempts: number;
}

/** Fields of a `ZentraError`, named as in the provider's error envelope [errors]. */
export interface ZentraErrorFields {
  /** The provider's `error.code`, or one of ours (`validation_error`, `security_conflict`, `card_terminated`, …). */
  code: string;
  message: string;
  /** HTTP status; absent if nothing was sent or no answer came. */
  status?: number | undefined;
  /** The parameter at fault, as the caller spelled it. */
  field?: string | undefined;
  details?: unknown;
  /** `none` unless given. */
  effect?: Effect | undefined;
  cause?: unknown;
  lastResponse?: LastResponse | undefined;
}

/** Called with each new error; see `onErrorMade`. */
let errorMade: ((error: ZentraError) => void) | undefined;

/**
 * Registers the one listener for new errors. The wrapper uses it to join them with the real SDK's error classes.
 *
 * @param listener must not throw
 */
export function onErrorMade(listener: (error: ZentraError) => void): void {
  errorMade = listener;
}

/**
 * Every failure that this package reports. Callers branch on `code` (FACT: contract, section 1), so `code` is stable.
 * Texts, details and causes never show an API key, an authorization value or what looks like a card number.
 */
export class ZentraError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly field: string | undefined;
  readonly details: unknown;
  /** Whether the request took effect at the gateway: check it before you repeat a funding yourself. */
  readonly effect: Effect;
  /** HTTP metadata, if the gateway answered. Not enumerable. */
  declare readonly lastResponse: LastResponse | undefined;

  constructor(fields: ZentraErrorFields) {
    super(
      redact(fields.message),
      fields.cause === undefined ? undefined : { cause: scrubbedCause(fields.cause) },
    );
    this.code = redact(fields.code);
    this.status = fields.status;
    this.field = fields.field === undefined ? undefined : redact(fields.field);
    this.details = redactDeep(fields.details);
    this.effect = fields.effect ?? 'none';
    Object.defineProperty(this, 'lastResponse', {
      value: fields.lastResponse,
      configurable: true,
      writable: true,
    });
    errorMade?.(this);
  }

  /** The gateway's id of the request, for its support. */
  get requestId(): string | undefined {
    return this.lastResponse?.requestId;
  }

  /** The fields for a structured log; `JSON.stringify` of an `Error` would leave out its message. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, status, field, details, effect, requestId } = this;
    return { name, code, message, status, field, details, effect, requestId };
  }
}
nameClass(ZentraError, 'ZentraError');
// Not a static method: its declared type would replace the compiler's own narrowing by `instanceof`. Derived classes inherit it.
Object.defineProperty(ZentraError, Symbol.hasInstance, {
  value(this: { prototype: object }, value: unknown) {
    return isOfClass(value, this);
  },
});

/** Refused before anything was sent: the argument or option named by `field` is missing or wrong. */
export class ZentraValidationError extends ZentraError {
  constructor(fields: Omit<ZentraErrorFields, 'code'> & { code?: string }) {
    super({ code: 'validation_error', ...fields });
  }
}
nameClass(ZentraValidationError, 'ZentraValidationError');

/** The gateway answered with a failure. `code`, `status`, `field` and `details` are the gateway's. */
export class ZentraApiError extends ZentraError {}
nameClass(ZentraApiError, 'ZentraApiError');

/** 401 or 403: the key is missing, wrong, expired, of the other environment, or not allowed to do this. */
export class ZentraAuthenticationError extends ZentraApiError {}
nameClass(ZentraAuthenticationError, 'ZentraAuthenticationError');

/** 429, after the retries that `maxRetries` and `maxRetryAfter` allow. */
export class ZentraRateLimitError extends ZentraApiError {
  /** Seconds to wait before the next request, if the gateway sent them. */
  readonly retryAfter: number | undefined;

  constructor(fields: ZentraErrorFields & { retryAfter?: number | undefined }) {
    super(fields);
    this.retryAfter = fields.retryAfter;
  }
}
nameClass(ZentraRateLimitError, 'ZentraRateLimitError');

/**
 * No usable answer came back: `connection_error`, `timeout`, `aborted`, `invalid_response` or `response_too_large`.
 * `effect` says whether the gateway may have acted nevertheless.
 */
export class ZentraConnectionError extends ZentraError {}
nameClass(ZentraConnectionError, 'ZentraConnectionError');

/** Sets the name on the prototype: it is then no own property of errors, and minifiers do not change it. */
function nameClass(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true });
}
