import { isDeepStrictEqual } from 'node:util';
import type { LoggedRequest } from '../codemods/sandbox';

/** What a request asks of the gateway: everything in it but the moment and the connection. */
export interface Request {
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: unknown;
  status: number | undefined;
}

const randomId = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/**
 * The requests of one step in an order that does not depend on the network: those of one card in the order in which they
 * came, since that order has a meaning, and the cards by name. Idempotency keys that the client made at random become
 * their number, so that a key used twice still shows.
 */
export function comparableRequests(log: readonly LoggedRequest[]): Request[] {
  const numbers = new Map<string, number>();
  const numbered = (value: unknown): unknown => {
    if (typeof value === 'string' && randomId.test(value)) {
      if (!numbers.has(value)) numbers.set(value, numbers.size + 1);
      return `random id ${numbers.get(value)}`;
    }
    if (Array.isArray(value)) return value.map(numbered);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, numbered(item)]));
  };
  return [...log]
    .sort((a, b) => cardIn(a.path).localeCompare(cardIn(b.path), 'en'))
    .map(({ method, path, query, headers, body, status }) => ({
      method,
      path,
      query,
      headers: numbered(headers) as Record<string, string>,
      body: numbered(body),
      status,
    }));
}

const cardIn = (path: string): string => /^\/(?:api\/)?v1\/cards\/([^/]+)/.exec(path)?.[1] ?? '';

export interface Difference {
  step: string;
  /** What the old integration did, and what its migrated copy did; `undefined`: nothing. */
  before: unknown;
  after: unknown;
}

/** Where two lists of one step differ, item by item. */
export function differences(
  step: string,
  before: readonly unknown[],
  after: readonly unknown[],
): Difference[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) => ({ step, before: before[index], after: after[index] })).filter(
    (pair) => !isDeepStrictEqual(pair.before, pair.after),
  );
}
