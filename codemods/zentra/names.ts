/** Modules whose exports belong to Zentra. */
export const SDK_MODULE = '@zentra/sdk';
export const COMPAT_MODULE = 'zentra-compat';

/** All exports of `zentra-compat`, including types. A test compares them with the package. */
export const COMPAT_EXPORTS: ReadonlySet<string> = new Set(
  `default Client Zentra wrapZentra spendingLimitsFrom deprecations
  ZentraApiError ZentraAuthenticationError ZentraConnectionError ZentraDeprecationError ZentraError ZentraRateLimitError
  ZentraValidationError
  Answered CallOptions CallPromise ClosureRequest ClosureStore CompatOptions Deprecation DeprecationCode DeprecationEvent
  DeprecationSwitch Effect ItemOf LastResponse LegacyCards LimitOptions ListPromise LockedAndRestricted ReviewedCards
  SecurityControls SpendingLimits WithResponse Wrapped ZentraCards ZentraOptions`.split(/\s+/),
);

/** The only function that a rewrite imports. */
export const SPENDING_LIMITS_FROM = 'spendingLimitsFrom';
