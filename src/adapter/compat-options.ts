import type { DeprecationOptions } from '../deprecations/deprecation-options.js';
import type { GatewayOptions } from '../gateway/settings.js';

/** What this package itself understands. */
export interface CompatOptions extends GatewayOptions, DeprecationOptions {}

/** Ours alone: the real SDK never sees them. Every other option goes to both. */
const ours = [
  'sdk',
  'onDeprecation',
  'deprecations',
  'target',
  'release',
  'limitUnit',
  'currency',
  'idempotencyKeys',
  'onReferenceConflict',
  'onClosureRequested',
  'closures',
  'dispatcher',
  'maxRetryAfter',
  'maxResponseSize',
] as const;

/** The options without those that only this package knows: what an old program would have given the real SDK. */
export function optionsOfSdk(options: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => !(ours as readonly string[]).includes(name)),
  );
}
