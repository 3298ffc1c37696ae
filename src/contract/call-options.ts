import { ZentraValidationError } from './errors.js';
import { kindOf, readable } from './json.js';

/** Options of one call. They are ours: neither is ever sent. */
export interface CallOptions {
  /** Stops the call at once, waits between attempts included; it then rejects with `aborted`. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for each attempt, the body included; overrides the client's. */
  timeout?: number | undefined;
}

/** The longest that a timer of Node's can wait. */
export const longestTimeout = 2 ** 31 - 1;

/**
 * The options of one call: from the trailing argument, else embedded in an options object.
 *
 * @throws {ZentraValidationError} `signal` is no `AbortSignal`, or `timeout` is no positive number of milliseconds.
 */
export function callOptionsOf(trailing: unknown, embedded?: unknown): CallOptions {
  if (trailing === undefined && embedded === undefined) return none;
  const last = own(trailing);
  const inner = own(embedded);
  const signal = last.signal ?? inner.signal;
  const timeout = last.timeout ?? inner.timeout;
  if (signal !== undefined && signal !== null && !isAbortSignal(signal)) {
    throw new ZentraValidationError({
      message: `signal must be an AbortSignal, not ${kindOf(signal)}`,
      field: 'signal',
    });
  }
  if (timeout !== undefined && !isTimeout(timeout)) {
    throw new ZentraValidationError({
      message: `timeout must be a positive number of milliseconds, at most ${longestTimeout}`,
      field: 'timeout',
    });
  }
  return { signal: signal ?? undefined, timeout };
}

/** An `AbortSignal` among the caller's parameters is never meant for the wire, whatever method it is given to. */
export function embeddedSignal(params: unknown): { signal: AbortSignal } | undefined {
  if (params === null || typeof params !== 'object') return undefined;
  return readable('signal', () => {
    const { signal } = params as { signal?: unknown };
    return isAbortSignal(signal) ? { signal } : undefined;
  });
}

export function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= longestTimeout;
}

function isAbortSignal(value: unknown): value is AbortSignal {
  if (value === null || typeof value !== 'object') return false;
  try {
    const { aborted, addEventListener } = value as AbortSignal;
    return typeof aborted === 'boolean' && typeof addEventListener === 'function';
  } catch {
    // A revoked proxy, or a getter that throws.
    return false;
  }
}

const none: CallOptions = Object.freeze({});

function own(options: unknown): { signal?: unknown; timeout?: unknown } {
  // `ids.map(cards.balance)` passes an index in this place.
  if (options === undefined || options === null || typeof options === 'number') return none;
  if (typeof options !== 'object') {
    throw new ZentraValidationError({
      message: `The options of a call must be an object such as { signal, timeout }, not ${kindOf(options)}`,
      field: 'options',
    });
  }
  return readable('options', () => {
    const { signal, timeout } = options as { signal?: unknown; timeout?: unknown };
    return { signal, timeout };
  });
}
