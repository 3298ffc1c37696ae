/** Contract, section 4. */
const retryable: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

const baseDelay = 500;
const longestDelay = 8_000;

export function isRetryable(status: number): boolean {
  return retryable.has(status);
}

/** Milliseconds to wait after attempt number `attempt`: exponential backoff with full jitter. */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(longestDelay, baseDelay * 2 ** (attempt - 1));
}

/**
 * `Retry-After` in milliseconds from `now`: from seconds, or from an HTTP date (then never less than 0). `undefined` if it is
 * absent or invalid.
 */
export function retryAfter(value: unknown, now: number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value * 1000 : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // `Date.parse` reads "-5" as a year, so only a text in the form of an HTTP date is parsed.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
