import type { RawHeader } from './exchange.js';

/** Alternating names and values. */
export type RawHeaders = readonly RawHeader[];

/** The value of a header as received; `undefined` if it is absent. */
export function header(rawHeaders: RawHeaders, name: string): string | undefined {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const raw = rawHeaders[i]!;
    // Compares the length first, since decoding costs more and few headers have the same length.
    if (raw.length === name.length && textOf(raw).toLowerCase() === name) return textOf(rawHeaders[i + 1]!);
  }
  return undefined;
}

/** Header bytes are Latin-1. The caller's dispatcher may pass text instead, and lists for repeated headers. */
export function textOf(raw: RawHeader): string {
  if (typeof raw === 'string') return raw;
  return Buffer.isBuffer(raw) ? raw.toString('latin1') : raw.map(textOf).join(', ');
}
