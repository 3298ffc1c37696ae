/** `import` of the package: a facade, so that a class is the same one whichever way it was loaded. */

export type * from './main.js';
export {
  deprecations,
  spendingLimitsFrom,
  wrapZentra,
  Zentra,
  Zentra as Client,
  Zentra as default,
  ZentraApiError,
  ZentraAuthenticationError,
  ZentraConnectionError,
  ZentraDeprecationError,
  ZentraError,
  ZentraRateLimitError,
  ZentraValidationError,
} from './main.js';
