import type { ZentraCards } from './card-methods.js';
import { isReplaced } from './method-routes.js';
import { overlay } from './overlay.js';

/**
 * Puts our card operations on top of the real client's `cards`. Its other members pass through, and so do methods of its class that a test
 * or a tracer has replaced.
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
