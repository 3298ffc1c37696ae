import type { UpdateLimitsOptions } from '../contract/limits-arguments.js';
import type { CallPromise } from '../gateway/call-promise.js';
import type {
  Answered,
  CardAnd,
  Last,
  LockAndRestrictOptions,
  LockedAndRestricted,
  LockOptions,
  ReviewedCards,
  SecurityControls,
  UnlockOptions,
} from '../gateway/card-operations.js';
import type { Callback } from '../gateway/operation.js';

type Open<Known> = Known | Record<string, unknown>;

/**
 * The legacy calls, made through the reviewed gateway. Each takes the arguments of its reviewed counterpart and rejects
 * with the same errors, after a deprecation warning for its call site.
 *
 * @see contract, section 3
 */
export interface LegacyCards {
  /**
   * Locks a card; a string option is the reason.
   *
   * @deprecated ZENTRA_DEP0001: use `cards.lock()`.
   */
  freeze<T = Answered>(
    card: CardAnd<LockOptions>,
    options?: string | Open<LockOptions> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  /** @deprecated ZENTRA_DEP0001 */
  freeze<T = Answered>(
    card: CardAnd<UnlockOptions>,
    options?: string | Open<UnlockOptions> | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /**
   * Unlocks a card.
   *
   * @deprecated ZENTRA_DEP0002: use `cards.unlock()`.
   */
  unfreeze<T = Answered>(
    card: CardAnd<UnlockOptions>,
    options?: string | Open<UnlockOptions> | Last<T>,
    call?: Last<T>,
  ): CallPromise<T>;
  /** @deprecated ZENTRA_DEP0002 */
  unfreeze<T = Answered>(
    card: CardAnd<UnlockOptions>,
    options?: string | Open<UnlockOptions> | Last<T>,
    call?: Last<T>,
    callback?: Callback<T>,
  ): Promise<T>;

  /**
   * Locks and restricts a card, and asks for its closure; it closes nothing permanently.
   *
   * @deprecated ZENTRA_DEP0003: use `cards.lockAndRestrict()`, and request permanent closure through your approved
   *   operational path.
   */
  terminate<Lock = Answered, Security = SecurityControls>(
    card: CardAnd<LockAndRestrictOptions>,
    options?: string | Open<LockAndRestrictOptions> | Last<LockedAndRestricted<Lock, Security>>,
    call?: Last<LockedAndRestricted<Lock, Security>>,
  ): CallPromise<LockedAndRestricted<Lock, Security>>;
  /** @deprecated ZENTRA_DEP0003 */
  terminate<Lock = Answered, Security = SecurityControls>(
    card: CardAnd<LockAndRestrictOptions>,
    options?: string | Open<LockAndRestrictOptions> | Last<LockedAndRestricted<Lock, Security>>,
    call?: Last<LockedAndRestricted<Lock, Security>>,
    callback?: Callback<LockedAndRestricted<Lock, Security>>,
  ): Promise<LockedAndRestricted<Lock, Security>>;

  /**
   * Sets spending limits, in minor units unless `limitUnit` is `major`, and keeps all other controls.
   *
   * @deprecated ZENTRA_DEP0004: use `cards.updateSecurity()` with `spending_limits`.
   */
  updateLimits<T = SecurityControls>(
    card: CardAnd<Open<UpdateLimitsOptions>>,
    limits?: Record<string, unknown> | UpdateLimitsOptions | Callback<T> | null,
    options?: UpdateLimitsOptions | Callback<T> | null,
  ): CallPromise<T>;
  /** @deprecated ZENTRA_DEP0004 */
  updateLimits<T = SecurityControls>(
    card: CardAnd<Open<UpdateLimitsOptions>>,
    limits?: Record<string, unknown> | UpdateLimitsOptions | Callback<T> | null,
    options?: UpdateLimitsOptions | Callback<T> | null,
    callback?: Callback<T>,
  ): Promise<T>;
}

/**
 * `client.cards`: every reviewed operation, and the legacy names in addition. Augment this interface to type further members of the
 * real SDK's `cards`, which pass through.
 */
export interface ZentraCards extends ReviewedCards, LegacyCards {}
