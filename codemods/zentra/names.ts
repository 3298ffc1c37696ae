/** Modules whose exports are Zentra's own. */
export const SDK_MODULE = '@zentra/sdk';
export const COMPAT_MODULE = 'zentra-compat';

/** What `zentra-compat` exports, types included: names that code may import from it. A test holds it against the package. */
export const COMPAT_EXPORTS: ReadonlySet<string> = new Set(
  `default Client Zentra wrapZentra spendingLimitsFrom deprecations
  ZentraApiError ZentraAuthenticationError ZentraConnectionError ZentraDeprecationError ZentraError ZentraRateLimitError
  ZentraValidationError
  Answered CallOptions CallPromise ClosureRequest ClosureStore CompatOptions Deprecation DeprecationCode DeprecationEvent
  DeprecationSwitch Effect ItemOf LastResponse LegacyCards LimitOptions ListPromise LockedAndRestricted ReviewedCards
  SecurityControls SpendingLimits WithResponse Wrapped ZentraCards ZentraOptions`.split(/\s+/),
);

/** The one function that rewritten code may import. */
export const SPENDING_LIMITS_FROM = 'spendingLimitsFrom';
