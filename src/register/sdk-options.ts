import { addressIn, environmentIn, withoutVersion } from '../adapter/client-address.js';
import type { CompatOptions } from '../adapter/compat-options.js';
import { isRetries, isTimeout } from '../contract/call-options.js';
import { startsLikeKey } from '../contract/keys.js';

const shared = [
  ...(['secretKey', 'apiKey', 'baseUrl', 'baseURL', 'environment'] as const),
  ...(['fetch', 'timeout', 'maxRetries', 'defaultHeaders'] as const),
] satisfies (keyof CompatOptions)[];

/** Whether an argument has options that we share, or is a key. */
export function hasOptions(given: unknown): boolean {
  if (typeof given === 'string') return startsLikeKey(given);
  try {
    return typeof given === 'object' && given !== null && shared.some((name) => name in given);
  } catch {
    // A proxy that was revoked.
    return false;
  }
}

/**
 * Reads the options that we share from the argument of the real SDK's client; the argument may be just the key.
 *
 * @throws {ZentraValidationError} the base URL cannot be read; see `addressIn`.
 */
export function optionsFrom(given: unknown): CompatOptions {
  if (typeof given === 'string') return startsLikeKey(given) ? { secretKey: given } : {};
  if (given === null || typeof given !== 'object') return {};
  const { secretKey, apiKey, fetch, timeout, maxRetries, defaultHeaders } = given as CompatOptions;
  const baseUrl = addressIn(given);
  return withoutUndefined({
    secretKey,
    apiKey,
    baseUrl: baseUrl === undefined ? undefined : withoutVersion(baseUrl),
    environment: environmentIn(given, baseUrl),
    defaultHeaders,
    timeout: isTimeout(timeout) ? timeout : undefined,
    maxRetries: isRetries(maxRetries) ? maxRetries : undefined,
    fetch: typeof fetch === 'function' ? fetch : undefined,
  });
}

function withoutUndefined(options: CompatOptions): CompatOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
