import type { DeprecationOptions } from '../deprecations/deprecation-options.js';
import type { GatewayOptions } from '../gateway/settings.js';

/** Options of this package. */
export interface CompatOptions extends GatewayOptions, DeprecationOptions {}

/**
 * Which side reads an option: only this package, or the real SDK, too. Exhaustive: a new option of ours does not compile without an entry.
 */
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

/** The options for the real SDK, without those that only this package knows. */
export function optionsOfSdk(options: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).filter(
      ([name]) => !Object.hasOwn(readers, name) || readers[name as keyof typeof readers] === 'both',
    ),
  );
}
