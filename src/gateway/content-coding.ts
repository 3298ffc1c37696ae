import type { Answer, NoAnswer } from './exchange.js';
import { header } from './raw-headers.js';

/**
 * Decodes the content codings of an answer (gzip, brotli, deflate), off the event loop. We request none, but proxies and gateways use
 * them all the same. A body that is not in its declared coding stays unchanged: it may be JSON, and otherwise is an invalid response.
 *
 * @param maxResponseSize maximum bytes of the decoded body; decoding stops there, and the answer is `too_large`
 * @see contract, section 1
 */
export function decoded(
  outcome: Answer | NoAnswer,
  maxResponseSize: number,
): (Answer | NoAnswer) | Promise<Answer | NoAnswer> {
  if (outcome.kind !== 'answer' || outcome.body.length === 0) return outcome;
  const codings = header(outcome.rawHeaders, 'content-encoding');
  return codings === undefined ? outcome : uncoded(outcome, codings, maxResponseSize);
}

async function uncoded(answer: Answer, codings: string, maxResponseSize: number): Promise<Answer | NoAnswer> {
  try {
    return { ...answer, body: await decodedBody(answer.body, codings, maxResponseSize) };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return answer;
    const { status, rawHeaders } = answer;
    return { kind: 'too_large', sent: true, status, rawHeaders, cause: undefined };
  }
}

/** Limit of nested codings; no regular gateway sends more. */
const mostCodings = 3;

/**
 * Decodes a body.
 *
 * @param codings value of the header `Content-Encoding`
 * @param maxSize maximum bytes; by default the size limit of a buffer
 * @throws errors of `node:zlib`: the body is not in this coding, or `ERR_BUFFER_TOO_LARGE`
 */
export async function decodedBody(body: Buffer, codings: string, maxSize?: number): Promise<Buffer> {
  if (body.length === 0) return body;
  const names = codings.split(',', mostCodings).map((name) => name.trim().toLowerCase());
  let rest = body;
  for (const name of names.reverse()) rest = await withoutCoding(rest, name, maxSize);
  return rest;
}

/** Loads `node:zlib` with the first coded answer, since hardly any program receives one. */
async function withoutCoding(
  body: Buffer,
  coding: string,
  maxOutputLength: number | undefined,
): Promise<Buffer> {
  const { promisify } = require('node:util') as typeof import('node:util');
  const zlib = require('node:zlib') as typeof import('node:zlib');
  const options = maxOutputLength === undefined ? {} : { maxOutputLength };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return promisify(zlib.gunzip)(body, options);
    case 'br':
      return promisify(zlib.brotliDecompress)(body, options);
    case 'deflate':
      // Some servers omit zlib's header, whose first byte has the method 8 in its lower half.
      return promisify((body[0]! & 0x0f) === 8 ? zlib.inflate : zlib.inflateRaw)(body, options);
    default:
      return body;
  }
}
