import type { CallOptions } from '../contract/call-options.js';
import type { SpendingLimits } from '../contract/limits.js';
import type { CallPromise, ListPromise } from './call-promise.js';
import type { Callback } from './caller.js';

/** Anything that holds a card's id, such as a card out of `list()`. */
export type CardHolder = { card_id: string } | { cardId: string } | { id: string };

/** A card, and with an object also the rest of the arguments, which may stand beside its id. */
export type CardAnd<Rest> =
  | string
  | CardHolder
  | (CardHolder & Rest)
  | (CardHolder & Record<string, unknown>);

/** The last argument: request options, or a callback in Node's form. */
export type Last<Result> = CallOptions | Callback<Result> | null;

/** An `AbortSignal` may stand beside the id. */
export interface Stoppable {
  signal?: AbortSignal | undefined;
}

/** Parameters that the reference names, and whatever else a program sends. */
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
  /** One is made per call where it is absent. */
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

/** Flexible JSON; these are the keys that the reference names. */
export interface SecurityControls {
  /** Whole minor units; `null` clears a limit. */
  spending_limits?: (SpendingLimits & { [limit: string]: unknown }) | null | undefined;
  merchant_controls?: { blocked_categories?: string[] | null; [control: string]: unknown } | null | undefined;
  geofence_enabled?: boolean | null | undefined;
  [control: string]: unknown;
}

/** What the gateway answers is program-specific: each operation takes the type that the caller knows it to be. */
export interface Answered {
  id?: string;
  card_id?: string;
  status?: string;
  [field: string]: unknown;
}

export interface LockedAndRestricted<Lock = Answered, Security = SecurityControls> {
  card_id: string;
  /** What the gateway answered to the lock: accepted, not yet done. */
  lock: Lock;
  /** The security configuration in force. */
  security: Security;
  /** Nothing here closes a card for good. */
  permanent: false;
}

/**
 * The reviewed card operations. Each takes request options (`CallOptions`) as its last argument, second where the first has the
 * card and the body, and an `AbortSignal` named `signal` among its parameters as well; those with `LockOptions` take all request
 * options there, too. A function in last place is a Node callback, `(error, result)`, and may come after the request options: the second
 * overload of each. Where these are the same for two operations, a union of the two can be called, as in `cards[isLost ? 'lock' : 'unlock'](card)`.
 *
 * Each rejects with a `ZentraError`: `ZentraValidationError` before anything is sent, `ZentraApiError` where the gateway refuses,
 * `ZentraConnectionError` where no usable answer comes back. Its stack reaches the line that called, as long as the result is
 * awaited.
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
   * Funds a card, in whole minor units. An idempotency key is made where none is given, so that the client's own retries cannot
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
   * Locks a card: the gateway accepts, and locks asynchronously. A string option is the reason. An `unlock` of the card that is
   * still being retried is given up. `POST …/lock`.
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
   * @throws {ZentraError} `card_terminated` after `lockAndRestrict`, unless `force` is true; `closure_check_failed` where the
   *   `closures` store cannot say; `superseded` where the card was locked while this call was still being retried.
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

  /** The bare `PUT …/security`: what is not named is lost. Waits for earlier writers of the card in this process. */
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
   * Changes the named controls and keeps all others: GET, deep-merge (`null` clears, arrays replace), PUT. Writers of one card
   * take turns.
   *
   * @throws {ZentraError} `security_conflict` where others kept changing the configuration in between, three times over.
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
   * What replaces termination: locks the card, restricts it, and asks for its closure through `onClosureRequested`. Calling it
   * again is safe. From then on this process refuses to unlock the card.
   *
   * @throws {ZentraError} `restriction_failed`: the card is locked and not yet restricted; `closure_not_recorded`: it is both, but
   *   the `closures` store failed.
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

  /** `GET …/funding/history`. Beside a card's id, only `limit` and `offset` are taken for the query. */
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
