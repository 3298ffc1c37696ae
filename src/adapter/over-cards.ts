import type { ZentraCards } from './card-methods.js';
import { isReplaced } from './method-routes.js';
import { overlay } from './overlay.js';

/**
 * Our card operations on top of the real client's `cards`, whose further members pass through. So does what a test or a tracer has put in
 * the place of a method of its class.
 */
export function overCards(cards: ZentraCards, real: (key?: PropertyKey) => unknown): ZentraCards {
  const prototype = Object.getPrototypeOf(cards) as object | null;
  return overlay<ZentraCards>({
    own: cards,
    isOwn: (own, key) => Object.hasOwn(own, key) && !isReplaced(prototype, key),
    real: (key) => {
      const underneath = real(key);
      return typeof underneath === 'object' && underneath !== null ? underneath : undefined;
    },
  });
}
