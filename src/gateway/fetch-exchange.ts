import { onAbort } from './abort-listener.js';
import type { Answer, Bounds, NoAnswer, RawHeader, WireRequest } from './exchange.js';

/** The runtime's `fetch`, or the caller's replacement for it. */
export type Fetch = (url: string, init: FetchInit) => Promise<unknown>;

/** The `init` argument of every request. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** Redirects are failures, as with undici. */
  redirect: 'manual';
  /** Some frameworks cache reads, but we must never merge into a stale configuration. */
  cache: 'no-store';
}

/** The parts of a `Response` that are used. A test's double often has only `status` or `ok` and `json()`. */
interface FetchResponse {
  readonly status?: unknown;
  readonly ok?: unknown;
  readonly headers?: { forEach?(each: (value: string, name: string) => void): void } | undefined;
  readonly body?: { getReader?(): ReadableStreamDefaultReader<Uint8Array> } | null | undefined;
  arrayBuffer?(): Promise<ArrayBuffer>;
  text?(): Promise<string>;
  json?(): Promise<unknown>;
}

/** Makes one attempt with `fetch`. Has the same outcomes as `exchange`, and always resolves. */
export function fetchExchange(
  fetch: Fetch,
  request: WireRequest,
  bounds: Bounds,
): Promise<Answer | NoAnswer> {
  return new Promise((resolve) => {
    const exchange = new FetchExchange(resolve, bounds);
    exchange.run(fetch, request);
  });
}

class FetchExchange {
  readonly #resolve: (outcome: Answer | NoAnswer) => void;
  readonly #bounds: Bounds;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #release: (() => void) | undefined;
  #settled = false;
  #status: number | undefined;
  #rawHeaders: RawHeader[] = [];

  constructor(resolve: (outcome: Answer | NoAnswer) => void, bounds: Bounds) {
    this.#resolve = resolve;
    this.#bounds = bounds;
    this.#timer = setTimeout(() => this.#fail('timeout'), bounds.timeout);
    if (bounds.signal) this.#release = onAbort(bounds.signal, () => this.#fail('aborted'));
  }

  async run(fetch: Fetch, request: WireRequest): Promise<void> {
    try {
      const response = (await fetch(request.origin + request.path, this.#init(request))) as FetchResponse;
      this.#status = statusOf(response);
      // A redirect that the runtime hides has no status.
      if (!this.#status) throw new TypeError('fetch answered without a status');
      this.#rawHeaders = rawHeadersOf(response);
      const body = await this.#bodyOf(response);
      if (body) this.#settle({ kind: 'answer', status: this.#status, rawHeaders: this.#rawHeaders, body });
    } catch (cause) {
      this.#fail('connection', cause);
    }
  }

  #init({ method, headers, body }: WireRequest): FetchInit {
    const { signal } = this.#controller;
    return {
      method,
      headers: recordOf(headers),
      ...(body !== null && { body }),
      signal,
      redirect: 'manual',
      cache: 'no-store',
    };
  }

  /** @returns `undefined` if the exchange settles before the body is complete */
  async #bodyOf(response: FetchResponse): Promise<Buffer | undefined> {
    const reader = response.body?.getReader?.();
    if (!reader) return this.#withinLimit(await wholeBodyOf(response));
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.byteLength;
      if (size > this.#bounds.maxResponseSize) {
        this.#fail('too_large');
        return undefined;
      }
      chunks.push(read.value);
    }
    return Buffer.concat(chunks);
  }

  #withinLimit(body: Buffer): Buffer | undefined {
    if (body.length <= this.#bounds.maxResponseSize) return body;
    this.#fail('too_large');
    return undefined;
  }

  #fail(kind: NoAnswer['kind'], cause?: unknown): void {
    const sent = this.#status !== undefined || !neverConnected(cause);
    this.#settle({ kind, sent, status: this.#status, rawHeaders: this.#rawHeaders, cause });
    this.#controller.abort();
  }

  #settle(outcome: Answer | NoAnswer): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#release?.();
    this.#resolve(outcome);
  }
}

function recordOf(headers: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let i = 0; i + 1 < headers.length; i += 2) record[headers[i]!] = headers[i + 1]!;
  return record;
}

function statusOf({ status, ok }: FetchResponse): number {
  if (typeof status === 'number') return status;
  return ok === true ? 200 : 0;
}

/** The headers, without those that describe the encoded body, since `fetch` decodes it. */
function rawHeadersOf({ headers }: FetchResponse): RawHeader[] {
  const raw: RawHeader[] = [];
  headers?.forEach?.((value, name) => {
    if (!/^content-(encoding|length)$/i.test(name)) raw.push(name, value);
  });
  return raw;
}

async function wholeBodyOf(response: FetchResponse): Promise<Buffer> {
  if (response.arrayBuffer) return Buffer.from(await response.arrayBuffer());
  if (response.text) return Buffer.from(await response.text());
  return Buffer.from(response.json ? JSON.stringify(await response.json()) : '');
}

/** Codes of failures before the connection was established, so that no part of the request was sent. */
const beforeConnection: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  // Bun's code.
  'ConnectionRefused',
]);

function neverConnected(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return beforeConnection.has(code) || beforeConnection.has(cause?.code);
}
