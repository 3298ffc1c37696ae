import type { ZentraCards } from './card-methods.js';
import { overlay } from './overlay.js';

/** Our card operations on top of the real client's `cards`, whose further members pass through. */
export function overCards(cards: ZentraCards, real: (key?: PropertyKey) => unknown): ZentraCards {
  return overlay<ZentraCards>({
    own: cards,
    isOwn: Object.hasOwn,
    real: (key) => {
      const underneath = real(key);
      return typeof underneath === 'object' && underneath !== null ? underneath : undefined;
    },
  });
}
