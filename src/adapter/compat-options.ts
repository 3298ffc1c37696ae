import type { DeprecationOptions } from '../deprecations/deprecation-options.js';
import type { GatewayOptions } from '../gateway/settings.js';

/** What this package itself understands. */
export interface CompatOptions extends GatewayOptions, DeprecationOptions {}

/** Who reads an option: this package alone, or the real SDK, too. An option of ours without an answer does not compile. */
const readers: Readonly<Record<keyof CompatOptions | 'sdk', 'compat' | 'both'>> = {
  secretKey: 'both',
  apiKey: 'both',
  environment: 'both',
  baseUrl: 'both',
  baseURL: 'both',
  timeout: 'both',
  maxRetries: 'both',
  defaultHeaders: 'both',
  fetch: 'both',
  sdk: 'compat',
  onDeprecation: 'compat',
  deprecations: 'compat',
  target: 'compat',
  release: 'compat',
  limitUnit: 'compat',
  currency: 'compat',
  idempotencyKeys: 'compat',
  onReferenceConflict: 'compat',
  onClosureRequested: 'compat',
  closures: 'compat',
  dispatcher: 'compat',
  maxRetryAfter: 'compat',
  maxResponseSize: 'compat',
};

/** The options without those that only this package knows: what an old program would have given the real SDK. */
export function optionsOfSdk(options: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).filter(
      ([name]) => !Object.hasOwn(readers, name) || readers[name as keyof typeof readers] === 'both',
    ),
  );
}
