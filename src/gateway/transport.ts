import type { CheckedCallOptions } from '../contract/call-options.js';
import { type Effect, ZentraConnectionError, type ZentraError } from '../contract/errors.js';
import { type KeyedRequest, keyedRequest } from '../contract/idempotency.js';
import type { JsonObject } from '../contract/json.js';
import { keyHeader, type RequestHeaders } from '../contract/request-headers.js';
import type { Route } from '../contract/routes.js';
import { failureOf, Metadata, resultOf, retryAfterInBody } from './answer.js';
import type { Clock } from './clock.js';
import type { Answer, NoAnswer, WireRequest } from './exchange.js';
import { header } from './raw-headers.js';
import { callerHeaders, rehearsalGateway } from './rehearsal.js';
import { backoff, isRetryable, retryAfter } from './retry-policy.js';
import { type Sender, senderOf } from './sender.js';
import type { Settings } from './settings.js';
import { version } from './version.js';

/** One request of a card operation. */
export interface Call {
  route: Route;
  /** Name of the operation, and its card if any. An idempotency key may be derived from both. */
  operation: string;
  cardId: string;
  /** Encoded path below the base URL, with the query. */
  path: string;
  /** A copy that the transport may change: it adds the idempotency key. */
  body?: JsonObject | undefined;
  /** A serialised body, for numbers that JavaScript cannot represent. */
  json?: string | undefined;
  /** Reads a successful answer instead of `resultOf`. */
  read?: ((answer: Answer, attempts: number) => unknown) | undefined;
  ifMatch?: string | undefined;
  options: CheckedCallOptions;
  /** Called before each attempt with the effect of the earlier attempts. An error that it throws ends the call. */
  beforeAttempt?: ((effect: Effect) => void) | undefined;
}

/** Sends calls to one gateway: adds authorization, retries, and reports failures (contract, sections 1 and 4). */
export class Transport {
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #headers: { withBody: RequestHeaders; withoutBody: RequestHeaders };
  /** The headers in undici's form, built once, since few calls have headers of their own. */
  readonly #rawHeaders: { withBody: readonly string[]; withoutBody: readonly string[] };
  readonly #sender: () => Sender;
  /** Headers with the call site; only in a rehearsal. */
  readonly #callerHeaders: (() => readonly string[]) | undefined;

  constructor(settings: Settings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#sender = senderOf(settings);
    this.#callerHeaders = rehearsalGateway() === undefined ? undefined : callerHeaders;
    const withoutBody = {
      authorization: `Bearer ${settings.key}`,
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': `zentra-compat/${version} node/${process.versions.node}`,
      ...settings.defaultHeaders,
    };
    const withBody = { 'content-type': 'application/json', ...withoutBody };
    this.#headers = { withBody, withoutBody };
    this.#rawHeaders = { withBody: flat(withBody), withoutBody: flat(withoutBody) };
  }

  /**
   * Sends a call and returns its result, with `lastResponse`. Applies the route's declarations for every operation: the idempotency key,
   * and whether a failed attempt is repeated.
   *
   * @throws {ZentraValidationError} synchronously, if there are two idempotency keys.
   * @throws {ZentraApiError} the gateway refused, or still failed after the last attempt.
   * @throws {ZentraConnectionError} no usable answer: `connection_error`, `timeout`, `aborted`, `invalid_response`,
   *   `response_too_large`.
   */
  send(call: Call): Promise<unknown> {
    const { route, operation, cardId, body, options } = call;
    const keyed = keyedRequest({
      route,
      operation,
      cardId,
      body,
      given: options.idempotencyKey,
      keys: this.#settings.idempotencyKeys,
    });
    const repeatable = route.retry === 'idempotent' || keyed.hasKey;
    const maxRetries = repeatable ? (options.maxRetries ?? this.#settings.maxRetries) : 0;
    return this.#attempts(call, this.#requestOf(call, keyed), maxRetries);
  }

  async #attempts(call: Call, request: WireRequest, maxRetries: number): Promise<unknown> {
    const { maxRetryAfter } = this.#settings;
    const { signal } = call.options;
    const harmless = call.route.method === 'GET';
    let effect: Effect = 'none';
    for (let attempt = 1; ; attempt++) {
      if (signal?.aborted) throw aborted(signal, effect);
      call.beforeAttempt?.(effect);
      const outcome = await this.#exchange(request, call.options);
      if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) {
        const effects = { unusable: harmless ? 'none' : 'unknown', refused: effect } as const;
        return call.read ? call.read(outcome, attempt) : resultOf(outcome, attempt, effects);
      }
      if (!harmless && mayHaveActed(outcome)) effect = 'unknown';
      const pause = outcome.kind === 'answer' ? this.#retryAfter(outcome) : undefined;
      const last = attempt > maxRetries || !worthRepeating(outcome) || (pause ?? 0) > maxRetryAfter * 1000;
      if (last) throw this.#failure(outcome, call, attempt, effect, pause);
      await this.#clock.sleep(pause ?? backoff(attempt, this.#clock.random), signal);
    }
  }

  #exchange(request: WireRequest, options: CheckedCallOptions): Promise<Answer | NoAnswer> {
    return this.#sender()(request, {
      timeout: options.timeout ?? this.#settings.timeout,
      signal: options.signal,
      maxResponseSize: this.#settings.maxResponseSize,
    });
  }

  #requestOf(
    { route, path, json, ifMatch, options }: Call,
    { body, header: key }: KeyedRequest,
  ): WireRequest {
    // Serialised once, so that every attempt sends the same bytes.
    const text = json ?? (body && JSON.stringify(body));
    const kind = text === undefined ? 'withoutBody' : 'withBody';
    const headers = options.headers
      ? flat({ ...this.#headers[kind], ...options.headers })
      : [...this.#rawHeaders[kind]];
    // A key header of the caller is the same key.
    if (key !== undefined && options.headers?.[keyHeader] === undefined) headers.push(keyHeader, key);
    if (ifMatch !== undefined) headers.push('if-match', ifMatch);
    if (this.#callerHeaders) headers.push(...this.#callerHeaders());
    const { origin, prefix } = this.#settings;
    return {
      origin,
      path: prefix + path,
      method: route.method,
      headers,
      body: text ?? null,
      headersTimeout: 0,
      bodyTimeout: 0,
    };
  }

  /** Milliseconds that the gateway asks to wait. */
  #retryAfter(answer: Answer): number | undefined {
    if (!isRetryable(answer.status)) return undefined;
    const now = this.#clock.now();
    return (
      retryAfter(header(answer.rawHeaders, 'retry-after'), now) ?? retryAfter(retryAfterInBody(answer), now)
    );
  }

  #failure(
    outcome: Answer | NoAnswer,
    call: Call,
    attempts: number,
    effect: Effect,
    pause: number | undefined,
  ): ZentraError {
    if (outcome.kind === 'answer') return failureOf(outcome, attempts, effect, pause);
    if (outcome.kind === 'aborted') return aborted(call.options.signal, effect, outcome, attempts);
    const { timeout, maxResponseSize } = this.#settings;
    const [code, what] = {
      connection: ['connection_error', `The connection to the gateway failed${reasonOf(outcome.cause)}`],
      timeout: ['timeout', `The gateway did not answer within ${call.options.timeout ?? timeout} ms`],
      too_large: ['response_too_large', `The gateway's answer is larger than ${maxResponseSize} bytes`],
    }[outcome.kind] as [string, string];
    const tries = attempts === 1 ? '' : ` (${attempts} attempts)`;
    return new ZentraConnectionError({
      code,
      message: `${what}${tries}`,
      status: outcome.status,
      effect,
      cause: outcome.cause,
      lastResponse: metadata(outcome, attempts),
    });
  }
}

function flat(headers: RequestHeaders): string[] {
  return Object.entries(headers).flat();
}

/** A failed attempt certainly had no effect only if it was refused (4xx), redirected or never sent. */
function mayHaveActed(outcome: Answer | NoAnswer): boolean {
  if (outcome.kind !== 'answer') return outcome.sent;
  return outcome.status >= 500 || outcome.status === 408;
}

/** Whether another attempt may succeed. */
function worthRepeating(outcome: Answer | NoAnswer): boolean {
  if (outcome.kind === 'answer') return isRetryable(outcome.status);
  return outcome.kind === 'connection' || outcome.kind === 'timeout';
}

/** The error of a call that its signal aborted. */
export function aborted(
  signal: AbortSignal | undefined,
  effect: Effect,
  outcome?: NoAnswer,
  attempts = 0,
): ZentraConnectionError {
  return new ZentraConnectionError({
    code: 'aborted',
    message: 'The call was aborted by its signal',
    effect,
    cause: signal?.reason,
    lastResponse: outcome && metadata(outcome, attempts),
  });
}

function metadata({ status, rawHeaders }: NoAnswer, attempts: number) {
  return status === undefined ? undefined : new Metadata(status, rawHeaders, attempts);
}

/** The error code (`ECONNREFUSED`, `UND_ERR_SOCKET`), which users search for. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : {};
  return code === undefined && message === undefined ? '' : `: ${code ?? message}`;
}
