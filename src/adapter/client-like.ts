import { methodRules } from '../contract/rules.js';

/** Operations that distinguish the `cards` of a client from a list or a page of cards. */
const operations = [...methodRules.map(({ legacy }) => legacy), 'fund', 'jitFund', 'lock', 'unlock'];

/** Whether a value is a client: an object whose `cards` have operations. */
export function isClientLike(value: unknown): value is { readonly cards: object } {
  if (value === null || typeof value !== 'object') return false;
  try {
    const cards: unknown = Reflect.get(value, 'cards');
    if (cards === null || typeof cards !== 'object') return false;
    return operations.some((name) => typeof Reflect.get(cards, name) === 'function');
  } catch {
    // A getter that throws, or a revoked proxy.
    return false;
  }
}
