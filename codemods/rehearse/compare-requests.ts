import { isDeepStrictEqual } from 'node:util';
import { diffArrays } from 'diff';
import type { LoggedRequest } from '../sandbox/request-log';

/** A request and the status of its response, without time and connection. */
export interface ComparedRequest {
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: unknown;
  status: number | undefined;
  /** Call site, if the wrapper knows it: `src/cards.js:12:9`. */
  caller: string | undefined;
}

/** One difference between two paired requests; `at` is its path, such as `body.amount_minor`. */
export interface Change {
  at: string;
  before: unknown;
  after: unknown;
}

/** A request that only one run made, or a pair of requests that differ. */
export interface RequestDifference {
  before: ComparedRequest | undefined;
  after: ComparedRequest | undefined;
  changes: readonly Change[];
}

export interface Comparison {
  /** Number of pairs of equal requests. */
  equal: number;
  differences: readonly RequestDifference[];
}

/** Headers that vary between runs of the same program, or do not affect what the gateway does. */
const INCIDENTAL = new Set(
  'accept-encoding baggage connection content-length date host traceparent tracestate user-agent'.split(' '),
);

const RANDOM_ID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** `card_1` for `/api/v1/cards/card_1/lock`; empty for a request that concerns no card. */
const cardIn = (path: string): string => /^\/(?:api\/)?v1\/cards\/([^/]+)/.exec(path)?.[1] ?? '';

/** Groups requests by card, in order of arrival. The order within a card is significant; the order across cards depends on the network. */
function byCard<T extends { path: string }>(requests: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const request of requests) {
    const card = cardIn(request.path);
    const group = groups.get(card);
    if (group) group.push(request);
    else groups.set(card, [request]);
  }
  return groups;
}

/**
 * Makes the requests of two runs comparable. Replaces each random id by its number within the card's requests, so that a reused
 * idempotency key is still visible.
 */
export function comparableRequests(
  log: readonly LoggedRequest[],
  shownCaller: (caller: string) => string = (caller) => caller,
): ComparedRequest[] {
  const groups = [...byCard(log)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.flatMap(([, requests]) => {
    const numbers = new Map<string, number>();
    const numbered = (value: unknown): unknown => {
      if (typeof value === 'string' && RANDOM_ID.test(value)) {
        if (!numbers.has(value)) numbers.set(value, numbers.size + 1);
        return `random id ${numbers.get(value)}`;
      }
      if (Array.isArray(value)) return value.map(numbered);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, numbered(item)]));
    };
    return requests.map(({ method, path, query, headers, body, status, caller }) => ({
      method,
      path,
      query,
      headers: numbered(
        Object.fromEntries(Object.entries(headers).filter(([name]) => !INCIDENTAL.has(name))),
      ) as Record<string, string>,
      body: numbered(body),
      status,
      caller: caller === undefined ? undefined : shownCaller(caller),
    }));
  });
}

const nameOf = ({ method, path }: ComparedRequest): string => `${method} ${path}`;

/** The leaf values of a JSON value with their paths; an empty object or array is a leaf. */
function leavesOf(value: unknown, at: string): [string, unknown][] {
  const isBranch = value !== null && typeof value === 'object' && Object.keys(value).length > 0;
  if (!isBranch) return [[at, value]];
  return Object.entries(value as object).flatMap(([key, item]) =>
    leavesOf(item, at === '' ? key : `${at}.${key}`),
  );
}

function partsOf(
  { caller: _, ...request }: ComparedRequest,
  leftOut: ReadonlySet<string>,
): Map<string, unknown> {
  const name = `${request.method} ${request.path}`;
  return new Map(leavesOf(request, '').filter(([at]) => !leftOut.has(`${name} ${at}`)));
}

/** Equal requests give equal texts, independent of the order of keys. */
const textOf = (parts: ReadonlyMap<string, unknown>): string =>
  JSON.stringify([...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([at, value]) => [at, value ?? null]));

/**
 * Compares two runs, card by card. Requests are paired like lines in a text diff.
 *
 * @param leftOut names of the parts that vary from run to run (see {@link unstableParts})
 */
export function compareRequests(
  before: readonly ComparedRequest[],
  after: readonly ComparedRequest[],
  leftOut: ReadonlySet<string> = new Set(),
): Comparison {
  const isStable = (request: ComparedRequest) => !leftOut.has(nameOf(request));
  const [old, now] = [byCard(before.filter(isStable)), byCard(after.filter(isStable))];
  let equal = 0;
  const differences: RequestDifference[] = [];
  for (const card of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const result = compareInOrder(old.get(card) ?? [], now.get(card) ?? [], leftOut);
    equal += result.equal;
    differences.push(...result.differences);
  }
  return { equal, differences };
}

function compareInOrder(
  before: readonly ComparedRequest[],
  after: readonly ComparedRequest[],
  leftOut: ReadonlySet<string>,
): Comparison {
  const texts = (requests: readonly ComparedRequest[]) =>
    requests.map((request) => textOf(partsOf(request, leftOut)));
  let equal = 0;
  let [old, now] = [0, 0];
  let [removed, added]: [ComparedRequest[], ComparedRequest[]] = [[], []];
  const differences: RequestDifference[] = [];
  const flush = () => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      differences.push(differenceOf(removed[index], added[index], leftOut));
    }
    [removed, added] = [[], []];
  };
  for (const part of diffArrays(texts(before), texts(after))) {
    const count = part.value.length;
    if (part.removed) removed.push(...before.slice(old, old + count));
    if (part.added) added.push(...after.slice(now, now + count));
    if (!part.removed && !part.added) {
      flush();
      equal += count;
    }
    if (!part.added) old += count;
    if (!part.removed) now += count;
  }
  flush();
  return { equal, differences };
}

function differenceOf(
  before: ComparedRequest | undefined,
  after: ComparedRequest | undefined,
  leftOut: ReadonlySet<string>,
): RequestDifference {
  if (!before || !after) return { before, after, changes: [] };
  const [old, now] = [partsOf(before, leftOut), partsOf(after, leftOut)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  const changes = names
    .map((at): Change => ({ at, before: old.get(at), after: now.get(at) }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
  return { before, after, changes };
}

/**
 * Names of the parts that differ between runs of the same program: a part of a request (`POST /api/v1/cards/c/fund body.note`), or a
 * whole request that only some runs made.
 */
export function unstableParts(runs: readonly (readonly ComparedRequest[])[]): ReadonlySet<string> {
  const [first = [], ...others] = runs;
  const differences = others.flatMap((run) => compareRequests(first, run).differences);
  return new Set(
    differences.flatMap(({ before, after, changes }) => {
      const shown = (before ?? after)!;
      const isOther = changes.some(({ at }) => at === 'method' || at === 'path');
      if (!before || !after) return [nameOf(shown)];
      if (isOther) return [nameOf(before), nameOf(after)];
      return changes.map(({ at }) => `${nameOf(shown)} ${at}`);
    }),
  );
}
