/** All exports of the package. Both entries (ESM and CommonJS) load this one CommonJS implementation. */

export type { LegacyCards, ZentraCards } from './adapter/card-methods.js';
export type { CompatOptions } from './adapter/compat-options.js';
export { type Wrapped, wrapZentra } from './adapter/wrap-zentra.js';
export { Zentra, type ZentraOptions } from './adapter/zentra.js';
export type { CallOptions } from './contract/call-options.js';
export {
  type Effect,
  type LastResponse,
  ZentraApiError,
  ZentraAuthenticationError,
  ZentraConnectionError,
  ZentraError,
  ZentraRateLimitError,
  ZentraValidationError,
} from './contract/errors.js';
export { type LimitOptions, type SpendingLimits, spendingLimitsFrom } from './contract/limits.js';
export { type Deprecation, type DeprecationCode, deprecations } from './contract/rules.js';
export { ZentraDeprecationError } from './deprecations/deprecation-error.js';
export type { DeprecationEvent } from './deprecations/deprecation-event.js';
export type { DeprecationSwitch } from './deprecations/deprecation-options.js';
export type { CallPromise, ItemOf, ListPromise, WithResponse } from './gateway/call-promise.js';
export type {
  Answered,
  LockedAndRestricted,
  ReviewedCards,
  SecurityControls,
} from './gateway/card-operations.js';
export type { ClosureRequest, ClosureStore } from './gateway/closures.js';
