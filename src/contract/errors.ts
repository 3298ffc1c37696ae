import { isOfClass } from './error-lineage.js';
import { redact, redactDeep } from './redact.js';
import { scrubbedCause } from './scrubbed-cause.js';

/**
 * What is known about the effect of a call that failed: `none`, the gateway did nothing; `unknown`, it may have (a lost
 * answer, a 5xx); `applied`, it did what was asked and something after that failed.
 */
export type Effect = 'none' | 'unknown' | 'applied';

/** HTTP metadata of the last attempt of a call; hangs non-enumerable on results and errors. */
export interface LastResponse {
  /** HTTP status. */
  readonly status: number;
  /** Header names in lower case; values of a repeated header are joined with `, `. Keys and card numbers are redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** The gateway's request id, where it sent one. */
  readonly requestId: string | undefined;
  /** How many requests the call took; 1 where nothing was retried. */
  readonly attempts: number;
}

/** What a `ZentraError` carries, in the words of the provider's error envelope [errors]. */
export interface ZentraErrorFields {
  /** The provider's `error.code`, or one of ours (`validation_error`, `security_conflict`, `card_terminated`, …). */
  code: string;
  message: string;
  /** HTTP status; absent when nothing was sent or nothing came back. */
  status?: number | undefined;
  /** The parameter at fault, as the caller spelled it. */
  field?: string | undefined;
  details?: unknown;
  /** `none` unless given. */
  effect?: Effect | undefined;
  cause?: unknown;
  lastResponse?: LastResponse | undefined;
}

/** Told of each error that is made; see `onErrorMade`. */
let errorMade: ((error: ZentraError) => void) | undefined;

/**
 * The real SDK's error classes are known to the wrapper, and errors are made everywhere: it is told of each.
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
  /** Whether the request took effect at the gateway: read it before repeating a funding by hand. */
  readonly effect: Effect;
  /** HTTP metadata, where the gateway answered. Not enumerable. */
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

  /** The gateway's id of the request, to quote to its support. */
  get requestId(): string | undefined {
    return this.lastResponse?.requestId;
  }

  /** What a structured log shows; `JSON.stringify` of an `Error` would leave out its message. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, status, field, details, effect, requestId } = this;
    return { name, code, message, status, field, details, effect, requestId };
  }
}
nameClass(ZentraError, 'ZentraError');
// Not a static method: its type would take the place of what the compiler makes of `instanceof`. Derived classes inherit it.
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

/** 401 or 403: the key is missing, wrong, expired, of the other environment, or may not do this. */
export class ZentraAuthenticationError extends ZentraApiError {}
nameClass(ZentraAuthenticationError, 'ZentraAuthenticationError');

/** 429, after the retries that `maxRetries` and `maxRetryAfter` allow. */
export class ZentraRateLimitError extends ZentraApiError {
  /** Seconds to wait before the next request, where the gateway said so. */
  readonly retryAfter: number | undefined;

  constructor(fields: ZentraErrorFields & { retryAfter?: number | undefined }) {
    super(fields);
    this.retryAfter = fields.retryAfter;
  }
}
nameClass(ZentraRateLimitError, 'ZentraRateLimitError');

/**
 * No usable answer came back: `connection_error`, `timeout`, `aborted`, `invalid_response` or `response_too_large`.
 * `effect` says whether the gateway may have acted all the same.
 */
export class ZentraConnectionError extends ZentraError {}
nameClass(ZentraConnectionError, 'ZentraConnectionError');

/** On the prototype, so that it is no own property of every error and survives minifiers. */
function nameClass(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true });
}
