import type { CallOptions } from '../contract/call-options.js';
import type { SpendingLimits } from '../contract/limits.js';
import type { CallPromise, ListPromise } from './call-promise.js';
import type { Callback } from './operation.js';

/** Any object with a card's id, such as a card from `list()`. */
export type CardHolder = { card_id: string } | { cardId: string } | { id: string };

/** A card's id, or an object with the id and optionally the other arguments. */
export type CardAnd<Rest> =
  | string
  | CardHolder
  | (CardHolder & Rest)
  | (CardHolder & Record<string, unknown>);

/** The last argument: request options, or a callback in Node's form. */
export type Last<Result> = CallOptions | Callback<Result> | null;

/** An `AbortSignal` that may be passed in the same object as the id. */
export interface Stoppable {
  signal?: AbortSignal | undefined;
}

/** The documented parameters, or any other object. */
type Open<Known> = Known | Record<string, unknown>;

export interface FundingParams {
  /** Whole minor units. */
  amount_minor?: number | undefined;
  amountMinor?: number | undefined;
  currency?: string | undefined;
  source?: unknown;
  /** Stable over retries, unique per logical funding. */
  transaction_reference?: string | undefined;
  transactionReference?: string | undefined;
  /** @deprecated ZENTRA_DEP0005: use `transaction_reference`. */
  reference?: string | undefined;
  /** By default the client generates one per call. */
  idempotency_key?: string | undefined;
  idempotencyKey?: string | undefined;
}

export interface LockOptions extends CallOptions {
  reason?: string | undefined;
  request_id?: string | undefined;
  requestId?: string | undefined;
  idempotency_key?: string | undefined;
  idempotencyKey?: string | undefined;
}

export interface UnlockOptions extends LockOptions {
  /** Unlocks a card although it was terminated. */
  force?: boolean | undefined;
}

export interface LockAndRestrictOptions extends LockOptions {
  /** Instead of `{ spending_limits: { daily_minor: 0, monthly_minor: 0 } }`. */
  controls?: SecurityControls | undefined;
}

export interface Page {
  limit?: number | undefined;
  offset?: number | undefined;
}

export interface ListQuery extends Page {
  customer_id?: string | undefined;
  customerId?: string | undefined;
}

export interface AutoReloadSettings {
  enabled?: boolean | undefined;
  threshold_minor?: number | undefined;
  reload_amount_minor?: number | undefined;
}

/** Any JSON; these are the documented keys. */
export interface SecurityControls {
  /** Whole minor units; `null` clears a limit. */
  spending_limits?: (SpendingLimits & { [limit: string]: unknown }) | null | undefined;
  merchant_controls?: { blocked_categories?: string[] | null; [control: string]: unknown } | null | undefined;
  geofence_enabled?: boolean | null | undefined;
  [control: string]: unknown;
}

/** Default result type. Results depend on the card program, so each operation has a type parameter. */
export interface Answered {
  id?: string;
  card_id?: string;
  status?: string;
  [field: string]: unknown;
}

export interface LockedAndRestricted<Lock = Answered, Security = SecurityControls> {
  card_id: string;
  /** The gateway's result of the lock: accepted, not yet done. */
  lock: Lock;
  /** The security configuration in force. */
  security: Security;
  /** The operation does not close the card for good. */
  permanent: false;
}

/**
 * The reviewed card operations. Each takes request options (`CallOptions`) as its last argument (the second, if the first contains card
 * and body), and also an `AbortSignal` named `signal` among its parameters; operations with `LockOptions` accept all request options
 * there, too. The second overload of each takes a Node callback, `(error, result)`, in last place, also after the request options.
 * Operations with equal overloads can be called as a union: `cards[isLost ? 'lock' : 'unlock'](card)`.
 *
 * Each rejects with a `ZentraError`: `ZentraValidationError` before anything is sent, `ZentraApiError` if the gateway refuses,
 * `ZentraConnectionError` if there is no usable answer. If the result is awaited, the error's stack contains the caller's line.
 *
 * @see contract, sections 2 to 4
 */
export interface ReviewedCards {
  /** Issues a card. `POST /api/v1/cards`, with an idempotency key. */
  create<T = Answered>(params: object, call?: Last<T>): CallPromise<T>;
  create<T = Answered>(params: object, call?: Last<T>, callback?: Callback<T>): Promise<T>;

  /** `GET /api/v1/cards`. */
  list<T = Answered[]>(query?: Open<ListQuery> | Last<T>, call?: Last<T>): ListPromise<T>;
  list<T = Answered[]>(query?: Open<ListQuery> | Last<T>, call?: Last<T>, callback?: Callback<T>): Promise<T>;

  /**
   * Funds a card, in whole minor units. Generates an idempotency key if none is given, so that the client's retries cannot
   * fund twice. `POST …/fund`.
   */
  fund<T = Answered>(
    card: CardAnd<Open<FundingParams>>,
    params?: Open<FundingParams> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  fund<T = Answered>(
    card: CardAnd<Open<FundingParams>>,
    params?: Open<FundingParams> | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /** Funds a card just in time; otherwise as `fund`. `POST …/jit-fund`. */
  jitFund<T = Answered>(
    card: CardAnd<Open<FundingParams>>,
    params?: Open<FundingParams> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  jitFund<T = Answered>(
    card: CardAnd<Open<FundingParams>>,
    params?: Open<FundingParams> | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /**
   * Locks a card: the gateway accepts, and locks asynchronously. A string option is the reason. Stops the retries of a pending
   * `unlock` of the card. `POST …/lock`.
   */
  lock<T = Answered>(
    card: CardAnd<LockOptions>,
    options?: string | Open<LockOptions> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  lock<T = Answered>(
    card: CardAnd<UnlockOptions>,
    options?: string | Open<UnlockOptions> | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /**
   * Unlocks a card: accepted, asynchronous. `POST …/unlock`.
   *
   * @throws {ZentraError} `card_terminated` after `lockAndRestrict`, unless `force` is true; `closure_check_failed` if the
   *   `closures` store fails; `superseded` if the card was locked while this call was still being retried.
   */
  unlock<T = Answered>(
    card: CardAnd<UnlockOptions>,
    options?: string | Open<UnlockOptions> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  unlock<T = Answered>(
    card: CardAnd<UnlockOptions>,
    options?: string | Open<UnlockOptions> | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /** The security configuration in force. `GET …/security`. */
  getSecurity<T = SecurityControls>(card: CardAnd<Stoppable>, call?: Last<T>): CallPromise<T>;
  getSecurity<T = SecurityControls>(
    card: CardAnd<Stoppable>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /** The plain `PUT …/security`: controls that are not named are lost. Waits for earlier writers of the card in this process. */
  replaceSecurity<T = SecurityControls>(
    card: CardAnd<SecurityControls>,
    controls?: SecurityControls | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  replaceSecurity<T = SecurityControls>(
    card: CardAnd<SecurityControls>,
    controls?: SecurityControls | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /**
   * Changes the named controls and keeps all others: GET, deep-merge (`null` clears, arrays replace), PUT. Writers of the same card
   * run one after another.
   *
   * @throws {ZentraError} `security_conflict` if the configuration changed between read and write in each of four rounds.
   */
  updateSecurity<T = SecurityControls>(
    card: CardAnd<SecurityControls>,
    controls?: SecurityControls | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  updateSecurity<T = SecurityControls>(
    card: CardAnd<SecurityControls>,
    controls?: SecurityControls | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /**
   * Replaces termination: locks the card, restricts it, and requests its closure through `onClosureRequested`. Calling it
   * again is safe. From then on this process refuses to unlock the card.
   *
   * @throws {ZentraError} `restriction_failed`: the card is locked but not yet restricted; `closure_not_recorded`: it is locked and
   *   restricted, but the `closures` store failed.
   */
  lockAndRestrict<Lock = Answered, Security = SecurityControls>(
    card: CardAnd<LockAndRestrictOptions>,
    options?: string | Open<LockAndRestrictOptions> | Last<LockedAndRestricted<Lock, Security>>,
    call?: Last<LockedAndRestricted<Lock, Security>>,
  ): CallPromise<LockedAndRestricted<Lock, Security>>;
  lockAndRestrict<Lock = Answered, Security = SecurityControls>(
    card: CardAnd<LockAndRestrictOptions>,
    options?: string | Open<LockAndRestrictOptions> | Last<LockedAndRestricted<Lock, Security>>,
    call?: Last<LockedAndRestricted<Lock, Security>>,
    callback?: Callback<LockedAndRestricted<Lock, Security>>,
  ): Promise<LockedAndRestricted<Lock, Security>>;

  /** `GET …/balance`. */
  balance<T = Answered>(card: CardAnd<Stoppable>, call?: Last<T>): CallPromise<T>;
  balance<T = Answered>(card: CardAnd<Stoppable>, call?: Last<T>, callback?: Callback<T>): Promise<T>;

  /** `GET …/funding/history`. From an object with a card's id, only `limit` and `offset` go into the query. */
  fundingHistory<T = Answered[]>(
    card: CardAnd<Page>,
    query?: Open<Page> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  fundingHistory<T = Answered[]>(
    card: CardAnd<Page>,
    query?: Open<Page> | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /** `GET …/auto-reload`. */
  getAutoReload<T = Answered>(card: CardAnd<Stoppable>, call?: Last<T>): CallPromise<T>;
  getAutoReload<T = Answered>(card: CardAnd<Stoppable>, call?: Last<T>, callback?: Callback<T>): Promise<T>;

  /** `PUT …/auto-reload`. */
  updateAutoReload<T = Answered>(
    card: CardAnd<Open<AutoReloadSettings>>,
    settings?: Open<AutoReloadSettings> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  updateAutoReload<T = Answered>(
    card: CardAnd<Open<AutoReloadSettings>>,
    settings?: Open<AutoReloadSettings> | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;
}
