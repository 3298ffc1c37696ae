import { ZentraConnectionError } from '../contract/errors.js';
import type { JsonObject } from '../contract/json.js';
import { failureOf, Metadata } from './answer.js';
import type { Answer } from './exchange.js';
import { isNestedTooDeeply } from './json-depth.js';
import { header } from './raw-headers.js';

/** A card's security configuration as the gateway holds it. */
export interface Configuration {
  /** A number that JavaScript would round is an object here, which `serialised` writes digit for digit. */
  controls: JsonObject;
  /** A strong `ETag`; a weak one never matches. */
  etag: string | undefined;
}

/** Maximum bytes: far above any configuration, yet parsed within milliseconds. */
const longest = 256 * 1024;

/** Keys of a response that describes only the request, not the card. */
const envelopeKeys = [
  'success',
  'error',
  'data',
  'message',
  'code',
  'status',
  'details',
  'request_id',
  'requestId',
  'meta',
];

/**
 * The configuration in an answer. Accepts only a 200 with `{ success: true, data: {…} }`, or with an object that is no envelope: a
 * merge into anything else would replace the configuration in force.
 *
 * @throws {ZentraConnectionError} `security_unreadable`
 * @throws {ZentraApiError} the answer is a failure after all.
 * @see contract, section 1
 */
export function configurationOf(answer: Answer, attempts: number): Configuration {
  const body = parsed(answer);
  if (body?.success === false) throw failureOf(answer, attempts, 'none');
  const controls = answer.status === 200 && body ? controlsIn(body) : undefined;
  if (!controls) throw unreadable(answer, attempts);
  const etag = header(answer.rawHeaders, 'etag');
  return { controls, etag: etag && !/^w\//i.test(etag) ? etag : undefined };
}

/** JSON with the original digits of all numbers. */
export function serialised(controls: JsonObject): string {
  return lossless().stringify(controls)!;
}

function parsed({ body }: Answer): JsonObject | undefined {
  if (body.length > longest || isNestedTooDeeply(body)) return undefined;
  // Outside of `try`: a missing module must not look like an unreadable answer.
  const { parse } = lossless();
  try {
    const value = parse(body.toString('utf8').replace(/^\ufeff/, ''), undefined, exactly);
    return isObject(value) ? value : undefined;
  } catch {
    // The text is no JSON, or has a duplicate key.
    return undefined;
  }
}

function controlsIn(body: JsonObject): JsonObject | undefined {
  if (body.success === true) return isObject(body.data) ? body.data : undefined;
  return isEnvelope(body) ? undefined : body;
}

/** Whether a body describes only the request, such as `{ message }` or `{ status: 'pending' }`. An empty object is a configuration. */
function isEnvelope(body: JsonObject): boolean {
  const keys = Object.keys(body);
  const tellsOfRequest = keys.length > 0 && keys.every((key) => envelopeKeys.includes(key));
  return tellsOfRequest || 'success' in body || 'error' in body;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A number if JavaScript writes it unchanged, otherwise an object with its digits. */
function exactly(text: string): unknown {
  const number = Number(text);
  return String(number) === text ? number : new (lossless().LosslessNumber)(text);
}

/** Loads the library with the first update, so that a program that only locks cards does not load it. */
function lossless(): typeof import('lossless-json') {
  return require('lossless-json') as typeof import('lossless-json');
}

function unreadable(answer: Answer, attempts: number): ZentraConnectionError {
  return new ZentraConnectionError({
    code: 'security_unreadable',
    message: `The gateway answered ${answer.status} with what is no security configuration: nothing was merged and nothing was written`,
    status: answer.status,
    effect: 'none',
    lastResponse: new Metadata(answer.status, answer.rawHeaders, attempts),
  });
}
