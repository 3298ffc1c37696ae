import type { FastifyReply } from 'fastify';
import { failureBody } from './envelope';
import type { Fault } from './faults';

/** An answer before a fault is applied to it. */
export interface Delivery {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

/**
 * Sends an answer, after applying the fault, if any.
 *
 * @returns the status sent; `undefined` where the connection was reset instead
 */
export function deliver(
  reply: FastifyReply,
  { status, headers, body }: Delivery,
  fault: Fault | undefined,
): number | undefined {
  reply.headers({ 'content-type': 'application/json; charset=utf-8', ...headers });
  const send = (withStatus: number, text: string) => {
    reply.code(withStatus).send(text);
    return withStatus;
  };
  switch (fault?.kind) {
    case undefined:
    case 'slow':
      return send(status, JSON.stringify(body));
    case 'error':
      reply.headers(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) });
      return send(fault.status, JSON.stringify(errorBody(fault)));
    case 'html':
      reply.type('text/html; charset=utf-8');
      return send(fault.status, errorPage(fault.status));
    case 'invalid-json':
      return send(fault.status, `${JSON.stringify(body).slice(0, -2)},]`);
    case 'truncated':
      truncate(reply, { status, headers, body });
      return status;
    case 'reset':
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return undefined;
  }
}

/** Announces the length of the whole body, sends half of it and closes the connection. */
function truncate(reply: FastifyReply, { status, headers, body }: Delivery): void {
  const bytes = Buffer.from(JSON.stringify(body));
  reply.hijack();
  reply.raw.writeHead(status, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
  });
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.socket?.destroy());
}

function errorBody({ status, code, message, retryAfter }: Extract<Fault, { kind: 'error' }>) {
  return failureBody({
    status,
    code: code ?? (status === 429 ? 'rate_limit_exceeded' : 'internal_error'),
    message: message ?? `The sandbox was asked to answer ${status}`,
    ...(typeof retryAfter === 'number' ? { details: { retry_after: retryAfter } } : {}),
  });
}

const errorPage = (status: number) =>
  `<!doctype html>\n<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
