import { ZentraValidationError } from './errors.js';
import { kindOf, readable } from './json.js';

/** Headers in the forms that programs use: an object, a `Headers`, a `Map`, or a list of pairs. */
export type HeadersGiven =
  | Readonly<Record<string, string | number | undefined>>
  | Iterable<readonly [string, string]>;

/** Checked headers, by their names in lower case. */
export type RequestHeaders = Readonly<Record<string, string>>;

/** Headers that only the client may set: authorization, address, message framing, and the precondition of a write. */
const refused = [
  ...['authorization', 'host', 'content-length', 'if-match'],
  ...[
    'connection',
    'expect',
    'keep-alive',
    'proxy-authorization',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
  ],
];

/** The header that carries an idempotency key on routes whose body documents none. */
export const keyHeader = 'idempotency-key';

/**
 * Checks the caller's headers. A header that the HTTP client refuses later would look like a connection error.
 *
 * @param field name of the option in error messages, such as `headers`
 * @returns `undefined` without headers; a value of `undefined` counts as absent
 * @throws {ZentraValidationError} not a set of headers; a header with two values; a name or a value that HTTP cannot carry; a header that
 *   only the client may set. `field` is the header, after the option's name.
 * @see contract, section 3
 */
export function requestHeaders(given: unknown, field: string): RequestHeaders | undefined {
  if (given === undefined || given === null) return undefined;
  return readable(field, () => {
    const headers: Record<string, string> = Object.create(null);
    for (const [name, value] of pairsOf(given, field)) {
      if (value === undefined) continue;
      const lower = checkedName(name, field);
      const text = checkedValue(name as string, value, field);
      if ((headers[lower] ?? text) !== text) throw givenTwice(`${field}.${name}`);
      headers[lower] = text;
    }
    return headers;
  });
}

function givenTwice(header: string): ZentraValidationError {
  return new ZentraValidationError({
    message: `${header} is given twice with different values: keep one, or join them with a comma`,
    field: header,
  });
}

function pairsOf(given: unknown, field: string): Iterable<[unknown, unknown]> {
  const refuse = (kind: string) =>
    new ZentraValidationError({
      message: `${field} must be an object such as { 'x-trace-id': '…' }, not ${kind}`,
      field,
    });
  if (typeof given !== 'object' || given === null) throw refuse(kindOf(given));
  if (!(Symbol.iterator in given)) return Object.entries(given);
  const pairs = [...(given as Iterable<unknown>)];
  if (!pairs.every((pair) => Array.isArray(pair) && pair.length === 2)) throw refuse('a list without pairs');
  return pairs as [unknown, unknown][];
}

function checkedName(name: unknown, field: string): string {
  const shown = typeof name === 'string' ? `${field}.${name}` : field;
  if (typeof name !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    throw new ZentraValidationError({ message: `${shown} is no name of an HTTP header`, field: shown });
  }
  const lower = name.toLowerCase();
  if (refused.includes(lower)) {
    throw new ZentraValidationError({ message: `${shown} is set by the client: leave it out`, field: shown });
  }
  return lower;
}

function checkedValue(name: string, value: unknown, field: string): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && isHeaderValue(text)) return text;
  const shown = `${field}.${name}`;
  const why = typeof text === 'string' ? 'text that HTTP headers can carry' : `text, not ${kindOf(value)}`;
  throw new ZentraValidationError({ message: `${shown} must be ${why}`, field: shown });
}

/** Latin-1 without control characters, which a header can carry. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}
