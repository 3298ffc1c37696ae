import { methodRules } from '../contract/rules.js';

/** Operations that only the `cards` of a client has, not a list or a page of cards. */
const operations = [...methodRules.map(({ legacy }) => legacy), 'fund', 'jitFund', 'lock', 'unlock'];

/** Whether this is a client: an object with `cards` that can be operated. */
export function isClientLike(value: unknown): value is { readonly cards: object } {
  if (value === null || typeof value !== 'object') return false;
  try {
    const cards: unknown = Reflect.get(value, 'cards');
    if (cards === null || typeof cards !== 'object') return false;
    return operations.some((name) => typeof Reflect.get(cards, name) === 'function');
  } catch {
    // A getter that throws, or an object that was revoked.
    return false;
  }
}
