import { ZentraValidationError } from './errors.js';
import { hiddenContent, hidesItsContent, kindOf, readable } from './json.js';
import {
  type HeadersGiven,
  isHeaderValue,
  keyHeader,
  type RequestHeaders,
  requestHeaders,
} from './request-headers.js';

/**
 * Request options of one call: the last argument of every method.
 *
 * @example
 * await client.cards.fund('card_1', { amount_minor: 5000 }, { idempotencyKey: 'order-1', timeout: 5000 });
 */
export interface CallOptions {
  /** Stops the call at once, waits between attempts included; it then rejects with `aborted`. */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds for each attempt, the body included; overrides the client's. */
  timeout?: number | undefined;
  /** Retries after the first attempt; overrides the client's. */
  maxRetries?: number | undefined;
  /** Additional headers. Only the client sets `authorization`, `host`, `content-length` and `if-match`. */
  headers?: HeadersGiven | undefined;
  /** Sent in the body where the route documents `idempotency_key` there, otherwise as the `Idempotency-Key` header. */
  idempotencyKey?: string | undefined;
  idempotency_key?: string | undefined;
}

/** Checked request options. Only the idempotency key is ever sent in a body. */
export interface CheckedCallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly headers?: RequestHeaders | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Whether any option has a value. A quick test, because few calls have options. */
function hasCallOptions(given: EmbeddedCallOptions | undefined): boolean {
  return given !== undefined && callOptionNames.some((name) => given[name] !== undefined);
}

/** Options that are also accepted among the other options of a method. */
export type EmbeddedCallOptions = { readonly [Key in (typeof callOptionNames)[number]]?: unknown };

export const embeddable = ['signal', 'timeout', 'maxRetries', 'headers'] as const;
export const callOptionNames = [...embeddable, 'idempotencyKey', 'idempotency_key'] as const;

/** The longest delay of a Node timer. */
export const longestTimeout = 2 ** 31 - 1;
export const mostRetries = 100;

const none: CheckedCallOptions = Object.freeze({});

/**
 * The request options of one call: from the last argument, else embedded in an options object.
 *
 * @throws {ZentraValidationError} an unknown option, an option with an invalid value, or a key given twice with different values;
 *   `field` is the option.
 * @see contract, section 3
 */
export function callOptionsOf(last: unknown, embedded?: EmbeddedCallOptions): CheckedCallOptions {
  if ((last === undefined || last === null) && !hasCallOptions(embedded)) return none;
  const given = ownOptions(last);
  const signal = given.signal ?? embedded?.signal ?? undefined;
  const timeout = given.timeout ?? embedded?.timeout;
  const maxRetries = given.maxRetries ?? embedded?.maxRetries;
  const headers = requestHeaders(given.headers ?? embedded?.headers, 'headers');
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw refused('signal', `must be an AbortSignal, not ${kindOf(signal)}`);
  }
  if (timeout !== undefined && !isTimeout(timeout)) {
    throw refused('timeout', `must be a positive number of milliseconds, at most ${longestTimeout}`);
  }
  if (maxRetries !== undefined && !isRetries(maxRetries)) {
    throw refused('maxRetries', `must be a whole number from 0 to ${mostRetries}`);
  }
  return { signal, timeout, maxRetries, headers, idempotencyKey: keyOf(given, embedded ?? {}, headers) };
}

/** The options without the idempotency key, for the further requests of a call that sends several. */
export function withoutKey({ idempotencyKey, headers, ...others }: CheckedCallOptions): CheckedCallOptions {
  if (headers === undefined) return others;
  const { [keyHeader]: _, ...further } = headers;
  return { ...others, headers: further };
}

/** Whether a value consists of request options only: it has at least one of them, and no other key. */
export function isCallOptions(value: unknown): boolean {
  const names = definedKeys(value);
  return names.length > 0 && names.every(isCallOptionName);
}

/** Keys of an object whose value is not `undefined`. */
export function definedKeys(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return readable('options', () =>
    Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined),
  );
}

/** The request options beside a card's id, which no card has among its own fields. */
export function besideCard(card: unknown): EmbeddedCallOptions | undefined {
  if (card === null || typeof card !== 'object') return undefined;
  return readable('card', () =>
    Object.fromEntries(callOptionNames.map((name) => [name, (card as Record<string, unknown>)[name]])),
  );
}

/** The `AbortSignal` among the caller's parameters, which is never meant for the wire. */
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

export function isRetries(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostRetries;
}

function isCallOptionName(name: string): name is (typeof callOptionNames)[number] {
  return (callOptionNames as readonly string[]).includes(name);
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

function ownOptions(last: unknown): EmbeddedCallOptions {
  if (last === undefined || last === null) return {};
  if (typeof last !== 'object') {
    throw new ZentraValidationError({
      message: `The options of a call must be an object such as { signal, timeout }, not ${kindOf(last)}`,
      field: 'options',
    });
  }
  return readable('options', () => {
    const unknown = definedKeys(last).find((name) => !isCallOptionName(name));
    if (unknown !== undefined) {
      throw new ZentraValidationError({
        message: `${JSON.stringify(unknown)} is no request option: the last argument takes ${callOptionNames.join(', ')}`,
        field: unknown,
      });
    }
    const own = Object.fromEntries(
      callOptionNames.map((name) => [name, (last as Record<string, unknown>)[name]]),
    );
    // Such as the signal itself in place of { signal }.
    if (hidesItsContent(last) && !hasCallOptions(own)) throw hiddenContent('options');
    return own;
  });
}

/** The idempotency key, from the options, the embedded options or the headers. */
function keyOf(
  last: EmbeddedCallOptions,
  embedded: EmbeddedCallOptions,
  headers: RequestHeaders | undefined,
): string | undefined {
  const given: [string, unknown][] = [
    ...[last, embedded].flatMap(({ idempotencyKey, idempotency_key }): [string, unknown][] => [
      ['idempotencyKey', idempotencyKey],
      ['idempotency_key', idempotency_key],
    ]),
    [`headers.${keyHeader}`, headers?.[keyHeader]],
  ];
  // As in a body, `null` means no key.
  const [first, ...others] = given.filter(([, key]) => key !== undefined && key !== null);
  if (first === undefined) return undefined;
  const [name, key] = first;
  const text = Number.isSafeInteger(key) ? String(key) : key;
  if (typeof text !== 'string' || text.trim() === '' || !isHeaderValue(text)) {
    throw refused(name, 'must be a non-empty string that an HTTP header can carry');
  }
  const other = others.find(([, value]) => value !== key);
  if (other) throw refused(other[0], `and ${name} are one idempotency key with different values: keep one`);
  return text;
}

function refused(field: string, why: string): ZentraValidationError {
  return new ZentraValidationError({ message: `${field} ${why}`, field });
}

/** @throws {ZentraValidationError} for an argument after the last one that a method takes, because it would be ignored. */
export function refuseFurther(args: readonly unknown[], most: number): void {
  if (!args.slice(most).some((further) => further !== undefined && further !== null)) return;
  throw new ZentraValidationError({
    message: `This method takes ${most} arguments at most, request options included: leave out what comes after them`,
    field: 'arguments',
  });
}
