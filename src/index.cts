/** `require` of the package: the class itself, with everything else that is exported as its properties. */
import main = require('./main.js');

const Zentra = Object.defineProperties(
  main.Zentra,
  Object.getOwnPropertyDescriptors({ ...main, Client: main.Zentra, default: main.Zentra }),
) as typeof main.Zentra & typeof main & { readonly default: typeof main.Zentra };

type Zentra = main.Zentra;

/** The types, where `export =` has no other place for them. */
declare namespace Zentra {
  export type Zentra = main.Zentra;
  export type Client = main.Zentra;
  export type Answered = main.Answered;
  export type CallOptions = main.CallOptions;
  export type CallPromise<T> = main.CallPromise<T>;
  export type ListPromise<T> = main.ListPromise<T>;
  export type ItemOf<T> = main.ItemOf<T>;
  export type WithResponse<T> = main.WithResponse<T>;
  export type ClosureRequest = main.ClosureRequest;
  export type ClosureStore = main.ClosureStore;
  export type CompatOptions = main.CompatOptions;
  export type Deprecation = main.Deprecation;
  export type DeprecationCode = main.DeprecationCode;
  export type DeprecationEvent = main.DeprecationEvent;
  export type DeprecationSwitch = main.DeprecationSwitch;
  export type Effect = main.Effect;
  export type LastResponse = main.LastResponse;
  export type LegacyCards = main.LegacyCards;
  export type LimitOptions = main.LimitOptions;
  export type ReviewedCards = main.ReviewedCards;
  export type SecurityControls = main.SecurityControls;
  export type SpendingLimits = main.SpendingLimits;
  export type ZentraApiError = main.ZentraApiError;
  export type ZentraAuthenticationError = main.ZentraAuthenticationError;
  export type ZentraCards = main.ZentraCards;
  export type ZentraConnectionError = main.ZentraConnectionError;
  export type ZentraDeprecationError = main.ZentraDeprecationError;
  export type ZentraError = main.ZentraError;
  export type ZentraOptions = main.ZentraOptions;
  export type ZentraRateLimitError = main.ZentraRateLimitError;
  export type ZentraValidationError = main.ZentraValidationError;
  export type LockedAndRestricted<
    Lock = main.Answered,
    Security = main.SecurityControls,
  > = main.LockedAndRestricted<Lock, Security>;
  export type Wrapped<T extends object> = main.Wrapped<T>;
}

export = Zentra;
