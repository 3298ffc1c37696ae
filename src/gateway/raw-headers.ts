import type { RawHeader } from './exchange.js';

/** Names and values in turn. */
export type RawHeaders = readonly RawHeader[];

/** The value of a header as it came over the wire; `undefined` where it is absent. */
export function header(rawHeaders: RawHeaders, name: string): string | undefined {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const raw = rawHeaders[i]!;
    // By the length first: hardly any other header is as long, and decoding costs more.
    if (raw.length === name.length && textOf(raw).toLowerCase() === name) return textOf(rawHeaders[i + 1]!);
  }
  return undefined;
}

/** Header bytes are Latin-1; a dispatcher of the caller's may hand over text, and lists for repeated headers. */
export function textOf(raw: RawHeader): string {
  if (typeof raw === 'string') return raw;
  return Buffer.isBuffer(raw) ? raw.toString('latin1') : raw.map(textOf).join(', ');
}
