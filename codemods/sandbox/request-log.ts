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
  /** The headers that mean something to the gateway, or all with `logAllHeaders`; `authorization` shows the kind of key only. */
  headers: Readonly<Record<string, string>>;
  /** Parsed JSON; `undefined` where there was none. */
  body: unknown;
  /** SHA-256 of the body's bytes, to compare attempts. */
  bodyDigest: string;
  requestId: string;
  /** `undefined` until it is answered, and for good where the connection was reset instead. */
  status: number | undefined;
  /** The fault that spoiled it. */
  fault?: string;
  /** An idempotency key was seen before: nothing was done again. */
  replayed?: true;
  /** Line of the program that asked, as the wrapper says it in a rehearsal. */
  caller?: string;
}

/** Header in which the wrapper names the line that asked, in a rehearsal only. */
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
