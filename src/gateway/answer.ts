import {
  type Effect,
  type LastResponse,
  ZentraApiError,
  ZentraAuthenticationError,
  ZentraConnectionError,
  type ZentraErrorFields,
  ZentraRateLimitError,
} from '../contract/errors.js';
import { redact } from '../contract/redact.js';
import type { Answer } from './exchange.js';
import { deepest, isNestedTooDeeply } from './json-depth.js';
import { header, type RawHeaders, textOf } from './raw-headers.js';

/** `lastResponse`. Headers are parsed on first access, since hardly any program reads them. */
export class Metadata implements LastResponse {
  readonly status: number;
  readonly attempts: number;
  readonly #rawHeaders: RawHeaders;
  readonly #body: string | undefined;

  /** @param body the body text as received, if the result was read from it */
  constructor(status: number, rawHeaders: RawHeaders, attempts: number, body?: string) {
    this.#body = body;
    this.status = status;
    this.attempts = attempts;
    this.#rawHeaders = rawHeaders;
  }

  get headers(): Readonly<Record<string, string>> {
    return headersOf(this.#rawHeaders);
  }

  get requestId(): string | undefined {
    const id = requestIdOf(this.#rawHeaders);
    return id === undefined ? undefined : redact(id);
  }

  /** The answer as a `Response` of `fetch`. */
  toResponse(result: unknown): Response {
    const headers = new Headers();
    for (let i = 0; i + 1 < this.#rawHeaders.length; i += 2) {
      const name = textOf(this.#rawHeaders[i]!);
      // These headers describe the body before it was decoded.
      if (!/^content-(encoding|length)$/i.test(name)) headers.append(name, textOf(this.#rawHeaders[i + 1]!));
    }
    const isEmpty = this.status === 204 || this.status === 205;
    const body = isEmpty ? null : (this.#body ?? JSON.stringify(result));
    return new Response(body, { status: this.status, headers });
  }

  toJSON(): LastResponse {
    const { status, headers, requestId, attempts } = this;
    return { status, headers, requestId, attempts };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): LastResponse {
    return this.toJSON();
  }
}

function requestIdOf(rawHeaders: RawHeaders): string | undefined {
  return header(rawHeaders, 'x-request-id') ?? header(rawHeaders, 'request-id');
}

function headersOf(rawHeaders: RawHeaders): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = textOf(rawHeaders[i]!).toLowerCase();
    const value = redact(textOf(rawHeaders[i + 1]!));
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

/**
 * The result in a 2xx answer: `data` of the success envelope, any other JSON unchanged, `{}` for an empty body.
 *
 * @param effects effect to report if the body is unusable, and if it is a refusal
 * @throws {ZentraConnectionError} `invalid_response`: the body is no JSON, or nested too deeply.
 * @throws {ZentraApiError} the body is a failure envelope after all.
 * @see contract, section 1
 */
export function resultOf(
  answer: Answer,
  attempts: number,
  effects: { unusable: Effect; refused: Effect },
): unknown {
  const text = answer.body.toString('utf8');
  const lastResponse = new Metadata(answer.status, answer.rawHeaders, attempts, text);
  const body = parsed(answer.body, text);
  if (body === notJson) {
    const what = isNestedTooDeeply(answer.body)
      ? `nested more than ${deepest} levels deep`
      : 'that is not JSON';
    throw new ZentraConnectionError({
      code: 'invalid_response',
      message: `The gateway answered ${answer.status} with a body ${what} (${described(answer)})`,
      status: answer.status,
      effect: effects.unusable,
      lastResponse,
    });
  }
  if (isFailure(body)) throw failureOf(answer, attempts, effects.refused);
  const enveloped = isObject(body) && body.success === true && Object.hasOwn(body, 'data');
  return withLastResponse(enveloped ? body.data : body, lastResponse);
}

/** Keys that a failure may have beside its `error`; a card that has an error of its own has others. */
const besideError = ['error', 'status', 'message', 'code', 'details', 'request_id', 'requestId', 'meta'];

/** Whether a 2xx body is the documented failure after all, also without `success`, which some pages leave out (FACT: contract, section 1). */
function isFailure(body: unknown): boolean {
  if (!isObject(body)) return false;
  if (body.success === false) return true;
  const coded = isObject(body.error) && typeof body.error.code === 'string';
  return coded && Object.keys(body).every((key) => besideError.includes(key));
}

/** One object for all results, to save an allocation per result. */
const descriptor: PropertyDescriptor = {
  value: undefined,
  enumerable: false,
  configurable: true,
  writable: true,
};

/** Adds the metadata to a result as a non-enumerable property, which loops and serialisers skip. Primitives cannot have it. */
export function withLastResponse(value: unknown, lastResponse: LastResponse | undefined): unknown {
  if (typeof value === 'object' && value !== null) {
    descriptor.value = lastResponse;
    Object.defineProperty(value, 'lastResponse', descriptor);
    descriptor.value = undefined;
  }
  return value;
}

/**
 * The failure that an answer reports, with the gateway's message if the body is an error envelope.
 *
 * @param retryAfter milliseconds that the gateway asked to wait, if it did
 */
export function failureOf(
  answer: Answer,
  attempts: number,
  effect: Effect,
  retryAfter?: number | undefined,
): ZentraApiError {
  const envelope = envelopeOf(answer);
  const status = answer.status >= 300 ? answer.status : (envelope?.status ?? answer.status);
  const fields: ZentraErrorFields = {
    code: envelope?.code ?? codeOf(status),
    message: envelope?.message ?? unexplained(answer),
    status,
    field: envelope?.field,
    details: envelope?.details,
    effect,
    lastResponse: new Metadata(answer.status, answer.rawHeaders, attempts),
  };
  if (status === 429) {
    const seconds = retryAfter === undefined ? undefined : retryAfter / 1000;
    return new ZentraRateLimitError({ ...fields, retryAfter: seconds });
  }
  return status === 401 || status === 403
    ? new ZentraAuthenticationError(fields)
    : new ZentraApiError(fields);
}

/** `error.details.retry_after`, which a 429 has in addition to the header (FACT: contract, section 1). */
export function retryAfterInBody(answer: Answer): unknown {
  const details = envelopeOf(answer)?.details;
  return isObject(details) ? details.retry_after : undefined;
}

interface Envelope {
  code: string | undefined;
  message: string | undefined;
  field: string | undefined;
  status: number | undefined;
  details: unknown;
}

/** Limits for a text (characters) and a body with details (bytes) in an error, since redaction runs synchronously. */
const longestText = 10_000;
const longestDetailed = 64 * 1024;

/** The documented failure envelope, with or without `success`. Drops parts that do not have the documented type. */
function envelopeOf(answer: Answer): Envelope | undefined {
  const body = parsed(answer.body);
  if (!isObject(body)) return undefined;
  const error = isObject(body.error) ? body.error : body;
  const text = (value: unknown) =>
    typeof value === 'string' && value !== '' ? value.slice(0, longestText) : undefined;
  return {
    code: text(error.code),
    message: text(error.message) ?? text(body.error),
    field: text(error.field),
    status: typeof error.status === 'number' ? error.status : undefined,
    details: answer.body.length > longestDetailed ? '[too large]' : error.details,
  };
}

/** The code for a failure without one: the documented code if the status has only one meaning. */
function codeOf(status: number): string {
  if (status === 401) return 'unauthorized';
  if (status === 429) return 'rate_limit_exceeded';
  return 'http_error';
}

function unexplained(answer: Answer): string {
  const { status, rawHeaders } = answer;
  if (status >= 300 && status < 400) {
    const location = header(rawHeaders, 'location');
    const target = location === undefined ? '' : ` to ${location.split(/[?#]/)[0]}`;
    return `The gateway answered ${status}, a redirect${target}: redirects are not followed, check baseUrl`;
  }
  return `The gateway answered ${status} without saying why (${described(answer)})`;
}

/** Type and size only, since an error page may contain anything. */
function described({ rawHeaders, body }: Answer): string {
  const type = header(rawHeaders, 'content-type')?.split(';')[0] ?? 'no content type';
  const requestId = requestIdOf(rawHeaders);
  return `${type}, ${body.length} bytes${requestId === undefined ? '' : `, request ${requestId}`}`;
}

const byteOrderMark = 0xfeff;
const notJson = Symbol('not JSON');

function parsed(body: Buffer, text = body.toString('utf8')): unknown {
  if (isNestedTooDeeply(body)) return notJson;
  try {
    return JSON.parse(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text);
  } catch {
    return text.trim() === '' ? {} : notJson;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
