import { decodedBody } from './content-coding.js';
import type { FetchInit } from './fetch-exchange.js';

/** A minimal `fetch` over `node:http` and `node:https`, for tests that replace only these two. */
export function httpFetch(url: string, { method, headers, body, signal }: FetchInit): Promise<unknown> {
  const { request } = (
    url.startsWith('https:') ? require('node:https') : require('node:http')
  ) as typeof import('node:https');
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method, headers: { ...headers, ...length }, signal }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
      answer.on('error', reject);
      answer.on('end', () => {
        const answered = Object.entries(answer.headers ?? {}).map(([name, value]) => [name, String(value)]);
        resolve({
          status: answer.statusCode,
          headers: new Map(answered as [string, string][]),
          arrayBuffer: () => decodedBody(Buffer.concat(chunks), answer.headers?.['content-encoding'] ?? ''),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
