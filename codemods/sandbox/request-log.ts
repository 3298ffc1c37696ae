import type { IncomingHttpHeaders } from 'node:http';
import { redact } from 'zentra-compat/contract';
import { withoutCardData } from './card-data';

/** One request as it arrived. Keys and card data are masked: the log may be shown to anyone. */
export interface LoggedRequest {
  /** 1, 2, 3, … in order of arrival. */
  number: number;
  /** ISO 8601. */
  at: string;
  method: string;
  /** As sent: still percent-encoded, without the query. */
  path: string;
  query: Readonly<Record<string, string>>;
  /** The headers that the gateway uses, or all with `logAllHeaders`; `authorization` shows only the kind of key. */
  headers: Readonly<Record<string, string>>;
  /** Parsed JSON; `undefined` where there was none. */
  body: unknown;
  /** SHA-256 of the body's bytes, to compare attempts. */
  bodyDigest: string;
  requestId: string;
  /** `undefined` until the request is answered, and also afterwards when the connection was reset. */
  status: number | undefined;
  /** Kind of the fault that was applied. */
  fault?: string;
  /** The idempotency key was known: the stored answer was sent, without a new effect. */
  replayed?: true;
  /** Call site of the request, which the wrapper sends in a rehearsal. */
  caller?: string;
}

/** Header in which the wrapper sends the call site, in a rehearsal only. */
export const CALLER_HEADER = 'x-zentra-compat-caller';

const headersThatMatter = [
  'authorization',
  'content-type',
  'accept',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'x-request-id',
];

export function loggedHeaders(headers: IncomingHttpHeaders, all: boolean): Record<string, string> {
  const { [CALLER_HEADER]: _, ...others } = headers;
  const names = all ? Object.keys(others).sort() : headersThatMatter;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, redact(String(value))]];
    }),
  );
}

export const loggedQuery = (query: Readonly<Record<string, string>>) =>
  withoutCardData(query) as Record<string, string>;
export const loggedPath = redact;
export const loggedBody = (body: unknown): unknown => withoutCardData(body);
