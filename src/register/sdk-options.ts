import type { CompatOptions } from '../adapter/compat-options.js';
import { withoutVersion } from '../adapter/wrap-zentra.js';

/** Of an argument that the real SDK makes a client with, the options that mean the same to us. */
export function optionsFrom(given: unknown): CompatOptions {
  if (given === null || typeof given !== 'object') return {};
  const { secretKey, apiKey, baseUrl, environment, fetch } = given as CompatOptions;
  return withoutUndefined({
    secretKey,
    apiKey,
    baseUrl: typeof baseUrl === 'string' ? withoutVersion(baseUrl) : undefined,
    environment: environment === 'sandbox' || environment === 'live' ? environment : undefined,
    fetch: typeof fetch === 'function' ? fetch : undefined,
  });
}

function withoutUndefined(options: CompatOptions): CompatOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
