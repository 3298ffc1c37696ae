import { Refusal } from './envelope';

const WINDOW_MS = 60_000;

export interface Allowance {
  headers: Readonly<Record<string, string>>;
  /** Set when the request exceeds the limit. */
  refusal: Refusal | undefined;
}

/**
 * Counts requests by key in fixed windows of a minute and writes the documented headers (FACT: contract, section 1).
 *
 * @param limit requests a minute
 */
export function rateLimiter(limit: number): { take(key: string, now: number): Allowance; reset(): void } {
  const windows = new Map<string, { resetsAt: number; used: number }>();
  return {
    take(key, now) {
      const current = windows.get(key);
      const window = current && now < current.resetsAt ? current : { resetsAt: now + WINDOW_MS, used: 0 };
      windows.set(key, window);
      window.used++;
      const headers = {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
        'x-ratelimit-reset': String(Math.ceil(window.resetsAt / 1000)),
      };
      return { headers, refusal: window.used > limit ? tooMany(limit, window.resetsAt - now) : undefined };
    },
    reset: () => windows.clear(),
  };
}

function tooMany(limit: number, waitMs: number): Refusal {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new Refusal({
    status: 429,
    code: 'rate_limit_exceeded',
    message: `More than ${limit} requests in a minute: wait ${seconds} s`,
    details: { retry_after: seconds },
    headers: { 'retry-after': String(seconds) },
  });
}
