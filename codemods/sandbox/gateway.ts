import { createHash, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteName } from 'zentra-compat/contract';
import { authenticate } from './authenticate';
import { cardOperations } from './card-operations';
import { addCard, createCard, findCard, listCards } from './card-registry';
import { deliver } from './deliver';
import { failureBody, Refusal, successBody } from './envelope';
import { type Fault, Faults, faultSchema } from './faults';
import { oncePerKey } from './idempotency';
import { parseJsonBody } from './json-body';
import type { SandboxOptions } from './options';
import { rateLimiter } from './rate-limit';
import {
  CALLER_HEADER,
  type LoggedRequest,
  loggedBody,
  loggedHeaders,
  loggedPath,
  loggedQuery,
} from './request-log';
import { type Card, clearState, emptyState, type SandboxState } from './state';

export type Handler = (call: Call) => {
  status: number;
  data: unknown;
  headers?: Readonly<Record<string, string>>;
};

/** A request that passed every check. */
interface Call {
  body: unknown;
  query: Readonly<Record<string, string>>;
  params: Readonly<Record<string, string>>;
  ifMatch: string | undefined;
  now: number;
}

/** The logic behind the routes: the checks in their order, the log, the faults and the state. */
export class Gateway {
  readonly state: SandboxState;
  readonly requests: LoggedRequest[] = [];
  readonly faults = new Faults();
  readonly stopped = new AbortController();
  readonly #options: SandboxOptions;
  readonly #limiter: ReturnType<typeof rateLimiter> | undefined;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.state = options.state ?? emptyState();
    this.#limiter = options.rateLimit === false ? undefined : rateLimiter(options.rateLimit ?? 100);
    // Every slow request listens to this signal.
    setMaxListeners(0, this.stopped.signal);
    if (!options.state) this.#seed();
  }

  reset(): void {
    clearState(this.state);
    this.requests.length = 0;
    this.faults.clear();
    this.#limiter?.reset();
    this.#seed();
  }

  #seed(): void {
    for (const card of this.#options.cards ?? []) {
      addCard(this.state, typeof card === 'string' ? { id: card } : card, this.#now());
    }
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  operation(name: RouteName): Handler {
    if (name === 'create') return ({ body, now }) => createCard(this.state, body, now);
    if (name === 'list') return ({ query, now }) => listCards(this.state, query, now);
    return (call) => {
      const card = this.#card(call.params.card_id ?? '');
      const { settleAfter = 0, etags = true } = this.#options;
      const operation = { ...call, state: this.state, card, settleAfter };
      const outcome = cardOperations[name](etags ? operation : { ...operation, ifMatch: undefined });
      return etags ? outcome : { ...outcome, headers: {} };
    };
  }

  #card(id: string): Card {
    if (this.#options.autoCreateCards && !this.state.cards.has(id)) {
      addCard(this.state, { id }, this.#now());
    }
    return findCard(this.state, id);
  }

  /**
   * Answers a request: logs it, applies a fault if one matches, and runs the route's handler.
   *
   * @param handle the route's effect; it throws a `Refusal` to refuse the request
   */
  async answer(request: FastifyRequest, reply: FastifyReply, handle: Handler): Promise<FastifyReply> {
    const exchange = this.#arrival(request);
    const { entry, headers } = exchange;
    const fault = this.#fault(exchange);
    if (fault) entry.fault = fault.kind;
    let answer: Answer = unavailable;
    try {
      if (fault?.kind === 'slow' && fault.effect === 'before') await this.#wait(fault.ms);
      if (fault?.kind === 'slow' || fault?.effect !== 'before') answer = this.#outcome(exchange, handle);
      if (fault?.kind === 'slow' && fault.effect === 'after') await this.#wait(fault.ms);
    } catch (error) {
      if (!this.stopped.signal.aborted) throw error;
      request.raw.socket.destroy();
      return reply.hijack();
    }
    entry.status = deliver(reply, { ...answer, headers }, fault);
    this.#options.log?.(entry);
    return reply;
  }

  #arrival(request: FastifyRequest): Exchange {
    const [path = '', search] = request.raw.url?.split('?') ?? [];
    const rawBody = typeof request.body === 'string' ? request.body : '';
    const query = Object.fromEntries(new URLSearchParams(search));
    const now = this.#now();
    const requestId = `req_${randomUUID()}`;
    const allowance = this.#limiter?.take(request.headers.authorization ?? '', now);
    const entry: LoggedRequest = {
      number: this.requests.length + 1,
      at: new Date(now).toISOString(),
      method: request.method,
      path: loggedPath(path),
      query: loggedQuery(query),
      headers: loggedHeaders(request.headers, this.#options.logAllHeaders === true),
      body: loggedBody(parseJsonBody(rawBody).value),
      bodyDigest: createHash('sha256').update(rawBody).digest('hex'),
      requestId,
      status: undefined,
    };
    const caller = request.headers[CALLER_HEADER];
    if (typeof caller === 'string') entry.caller = caller;
    this.requests.push(entry);
    const headers = { 'x-request-id': requestId, ...allowance?.headers };
    return { request, path, query, rawBody, entry, headers, tooMany: allowance?.refusal };
  }

  #fault({ request, path, entry }: Exchange): Fault | undefined {
    const ruled = this.faults.take(request.method, path);
    if (ruled) return ruled;
    const chosen = this.#options.chooseFault?.({ method: request.method, path, number: entry.number });
    return chosen && faultSchema.parse(chosen);
  }

  #wait(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.stopped.signal });
  }

  /** Turns refusals into answers. Synchronous, so that no other request runs between the checks and the effect. */
  #outcome(exchange: Exchange, handle: Handler): Answer {
    const { request, rawBody, query } = exchange;
    try {
      authenticate(request.headers.authorization, this.#options.keys);
      if (exchange.tooMany) throw exchange.tooMany;
      return this.#effect(exchange, handle, {
        body: parseJsonBody(rawBody, request.headers['content-type']).orRefuse(),
        query,
        params: request.params as Record<string, string>,
        ifMatch: request.headers['if-match'],
        now: this.#now(),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      Object.assign(exchange.headers, error.failure.headers);
      return { status: error.failure.status, body: failureBody(error.failure) };
    }
  }

  #effect({ request, path, entry, headers }: Exchange, handle: Handler, call: Call): Answer {
    const run = () => {
      const { status, data, headers: extra } = handle(call);
      Object.assign(headers, extra);
      return { status, body: successBody(data) };
    };
    if (request.method !== 'POST') return run();
    const header = request.headers['idempotency-key']?.toString();
    const { replayed, ...answer } = oncePerKey(
      this.state,
      { method: request.method, path, body: call.body, header },
      run,
    );
    if (replayed) {
      entry.replayed = true;
      headers['idempotent-replayed'] = 'true';
    }
    return answer;
  }
}

/** One request on its way through the gateway. */
interface Exchange {
  request: FastifyRequest;
  path: string;
  query: Readonly<Record<string, string>>;
  rawBody: string;
  entry: LoggedRequest;
  /** Response headers, collected while the request is handled. */
  headers: Record<string, string>;
  tooMany: Refusal | undefined;
}

interface Answer {
  status: number;
  body: unknown;
}

const unavailable: Answer = {
  status: 503,
  body: failureBody({ status: 503, code: 'internal_error', message: 'The gateway is unavailable' }),
};
