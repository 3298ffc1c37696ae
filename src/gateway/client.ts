import type { ReviewedCards } from './card-operations.js';
import { type CardOptions, reviewedCards } from './cards.js';
import { type Clock, systemClock } from './clock.js';
import { type GatewayOptions, settingsOf } from './settings.js';
import { Transport } from './transport.js';

export interface GatewayHooks extends Pick<CardOptions, 'onDeprecated'> {
  clock?: Clock | undefined;
}

/**
 * The reviewed card gateway. It exposes no secret: the key is in private fields behind `cards`.
 *
 * @see contract, sections 1 to 4
 */
export class Gateway {
  /** No operation uses `this`, so each may be detached, destructured and spread. */
  readonly cards: ReviewedCards;

  /**
   * @param hooks for the wrapper and for tests
   * @throws {ZentraValidationError} an option is missing or wrong; `field` is its name.
   */
  constructor(options: GatewayOptions, hooks: GatewayHooks = {}) {
    const settings = settingsOf(options);
    const clock = hooks.clock ?? systemClock;
    this.cards = reviewedCards(new Transport(settings, clock), {
      gateway: settings.origin + settings.prefix,
      clock,
      onReferenceConflict: settings.onReferenceConflict,
      onClosureRequested: settings.onClosureRequested,
      closures: settings.closures,
      onDeprecated: hooks.onDeprecated,
    });
  }
}

export type { ReviewedCards } from './card-operations.js';
export type { ClosureRequest } from './closures.js';
export type { GatewayOptions } from './settings.js';
