import type { Dispatcher } from 'undici';
import { onAbort } from './abort-listener.js';
import { decoded } from './content-coding.js';

/** One request, in the form of undici's dispatch options. */
export interface WireRequest extends Dispatcher.DispatchOptions {
  origin: string;
  /** Raw path, which no URL parser normalises. */
  path: string;
  method: 'GET' | 'POST' | 'PUT';
  /** Alternating names and values. */
  headers: string[];
  body: string | null;
  /** Off, since our timer bounds the whole exchange; undici's timers each bound only a part. */
  headersTimeout: 0;
  bodyTimeout: 0;
}

/** A header's name or value, as undici passes it. */
export type RawHeader = Buffer | string | readonly (Buffer | string)[];

export interface Bounds {
  /** Milliseconds for the whole exchange, the body included. */
  timeout: number;
  signal: AbortSignal | undefined;
  /** Bytes. */
  maxResponseSize: number;
}

/** A complete answer, whatever its status. */
export interface Answer {
  kind: 'answer';
  status: number;
  /** Alternating names and values. */
  rawHeaders: readonly RawHeader[];
  body: Buffer;
}

export interface NoAnswer {
  kind: 'connection' | 'timeout' | 'aborted' | 'too_large';
  /** Whether any part of the request may have reached the gateway. */
  sent: boolean;
  /** Status and headers, if they arrived before the failure. */
  status: number | undefined;
  rawHeaders: readonly RawHeader[];
  cause: unknown;
}

/**
 * Makes one attempt. Always resolves. Reads the answer to its end or closes the connection, so that no connection stays blocked.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: WireRequest,
  bounds: Bounds,
): Promise<Answer | NoAnswer> {
  return new Promise((resolve) => {
    const handler = new Collector(resolve, bounds);
    const { origin, path, method, headers, body, headersTimeout, bodyTimeout } = request;
    try {
      // A copy, since an interceptor may change it and the next attempt must be the same. Written out, since spreading is slow.
      dispatcher.dispatch({ origin, path, method, headers, body, headersTimeout, bodyTimeout }, handler);
    } catch (error) {
      handler.onError(error as Error);
    }
  });
}

/**
 * Collects an answer. undici's `request()` builds a stream per answer; the bodies here are small, so a list of chunks suffices. Uses
 * the callbacks that undici 5 to 7 share, because a caller may pass a dispatcher of another version.
 */
class Collector implements Dispatcher.DispatchHandler {
  readonly #resolve: (outcome: Answer | NoAnswer | Promise<Answer | NoAnswer>) => void;
  readonly #bounds: Bounds;
  readonly #timer: NodeJS.Timeout;
  readonly #release: (() => void) | undefined;
  #settled = false;
  #sent = false;
  #giveUp: ((reason?: Error) => void) | undefined;
  #status: number | undefined;
  #rawHeaders: readonly RawHeader[] = [];
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(resolve: (outcome: Answer | NoAnswer | Promise<Answer | NoAnswer>) => void, bounds: Bounds) {
    this.#resolve = resolve;
    this.#bounds = bounds;
    this.#timer = setTimeout(timedOut, bounds.timeout, this);
    if (bounds.signal) this.#release = onAbort(bounds.signal, () => this.fail('aborted'));
  }

  /** Called when the request is about to be written, not before. */
  onConnect(abort: (reason?: Error) => void): void {
    if (this.#settled) {
      abort();
      return;
    }
    this.#giveUp = abort;
    this.#sent = true;
  }

  onHeaders(status: number, rawHeaders: Buffer[]): boolean {
    if (status >= 200) {
      this.#status = status;
      this.#rawHeaders = rawHeaders;
    }
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.#size += chunk.length;
    if (this.#size > this.#bounds.maxResponseSize) {
      this.fail('too_large');
      return false;
    }
    this.#chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    if (this.#status === undefined) {
      this.fail('connection');
      return;
    }
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#settle({ kind: 'answer', status: this.#status, rawHeaders: this.#rawHeaders, body });
  }

  onError(error: Error): void {
    this.fail('connection', error);
  }

  fail(kind: NoAnswer['kind'], cause?: unknown): void {
    if (this.#settled) return;
    this.#settle({ kind, sent: this.#sent, status: this.#status, rawHeaders: this.#rawHeaders, cause });
    this.#giveUp?.();
  }

  #settle(outcome: Answer | NoAnswer): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#release?.();
    this.#chunks = [];
    this.#resolve(decoded(outcome, this.#bounds.maxResponseSize));
  }
}

function timedOut(handler: Collector): void {
  handler.fail('timeout');
}
