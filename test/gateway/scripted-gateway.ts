import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** The raw body. */
  body: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string | string[]>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent unchanged. */
  raw?: string | Buffer;
}

/** A function writes the response itself: it may reset, hang or send slowly. */
export type Reply = Answer | ((response: ServerResponse, seen: Seen) => void);

export interface ScriptedGateway {
  url: string;
  /** Every request, in order. */
  seen: Seen[];
  /** Answers for the next requests, one each; after them every request gets `{ success: true, data: {} }`. */
  script(...replies: Reply[]): void;
  /** Answers every request that has no scripted answer. */
  otherwise(reply: Reply): void;
  /** Resolves when `count` requests have arrived. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

export const success = (data: unknown, headers: Answer['headers'] = {}): Answer => ({
  headers,
  json: { success: true, data },
});

export const failure = (status: number, error: object = {}, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  json: { success: false, error: { code: `code_${status}`, message: `message ${status}`, status, ...error } },
});

export const reset: Reply = (response) => response.socket?.resetAndDestroy();
export const hang: Reply = () => {};
/** Announces more bytes than it sends, then closes the connection. */
export const truncated: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"success":true,', () => response.socket?.destroy());
};

/** A gateway on loopback that gives scripted answers and records the requests. */
export async function scriptedGateway(): Promise<ScriptedGateway> {
  const seen: Seen[] = [];
  const replies: Reply[] = [];
  let fallback: Reply = success({});
  let waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const one: Seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      send(replies.shift() ?? fallback, response, one);
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
      waiting = waiting.filter(({ count }) => seen.length < count);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    script: (...more) => {
      replies.push(...more);
    },
    otherwise: (reply) => {
      fallback = reply;
    },
    received: (count) =>
      new Promise((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function send(reply: Reply, response: ServerResponse, seen: Seen): void {
  if (typeof reply === 'function') {
    reply(response, seen);
    return;
  }
  const { status = 200, headers = {}, json, raw } = reply;
  const body = raw ?? (json === undefined ? '' : JSON.stringify(json));
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}
