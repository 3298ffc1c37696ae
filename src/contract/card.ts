import { ZentraValidationError } from './errors.js';
import { kindOf, readable } from './json.js';

/** Keys that hold a card's id; the first one present counts. `card_id` and `cardId` are two spellings of one name. */
export const identityKeys = ['card_id', 'cardId', 'id'] as const;

/** Far longer than any id; keeps a wrong argument from becoming a request line that servers refuse. */
const longestId = 512;

/**
 * The id of a card that is given as a string or as an object with `card_id`, `cardId` or `id`.
 *
 * @throws {ZentraValidationError} no id, not a string, blank, longer than 512 characters, `.` or `..`, not valid
 *   Unicode, or `card_id` and `cardId` that disagree; `field` is the key.
 * @see contract, section 3
 */
export function cardIdOf(card: unknown): string {
  return identityOf(card).cardId;
}

/** @throws {ZentraValidationError} if the other arguments name another card. */
export function assertSameCard(cardId: string, rest: Readonly<Record<string, unknown>>): void {
  for (const key of ['card_id', 'cardId'] as const) {
    if (Object.hasOwn(rest, key) && rest[key] !== undefined && rest[key] !== cardId) {
      throw new ZentraValidationError({
        message: `${key} names another card than the first argument: pass one card`,
        field: key,
      });
    }
  }
}

/** The route's path with the percent-encoded id, which stays one path segment whatever it contains. */
export function cardPath(template: string, cardId: string): string {
  // An encoded id has no `$`, which `replace` would interpret.
  return template.replace('{card_id}', encodeURIComponent(cardId));
}

/** The id of a card, and the keys of its object that hold the id. Throws like `cardIdOf`. */
export function identityOf(card: unknown): { cardId: string; keys: readonly string[] } {
  if (typeof card === 'string') return { cardId: valid(card, 'card'), keys: [] };
  return readable('card', () => {
    if (card === null || typeof card !== 'object' || Array.isArray(card)) throw noCard(card);
    const holder = card as Record<string, unknown>;
    const present = identityKeys.filter((key) => holder[key] !== undefined);
    const [key] = present;
    if (key === undefined) throw noCard(card);
    const cardId = valid(holder[key], key);
    if (key === 'id') return { cardId, keys: ['id'] };
    if (present.includes('cardId') && holder.cardId !== cardId) {
      throw new ZentraValidationError({
        message: 'card_id and cardId name different cards: pass one of them',
        field: 'cardId',
      });
    }
    return { cardId, keys: ['card_id', 'cardId'] };
  });
}

function noCard(card: unknown): ZentraValidationError {
  return new ZentraValidationError({
    message: `A card must be its id, or an object with card_id, cardId or id, not ${kindOf(card)}`,
    field: 'card',
  });
}

function valid(id: unknown, field: string): string {
  const refuse = (why: string) =>
    new ZentraValidationError({
      message: `The card's id ${why}`,
      field: field === 'card' ? 'card_id' : field,
    });
  if (typeof id !== 'string') throw refuse(`must be a string, not ${kindOf(id)}`);
  if (id.trim() === '') throw refuse('must not be empty');
  if (id.length > longestId) throw refuse(`must not be longer than ${longestId} characters`);
  // Servers resolve these two as path segments even if they are percent-encoded.
  if (id === '.' || id === '..') throw refuse('must not be "." or ".."');
  if (/[\ud800-\udfff]/u.test(id)) throw refuse('must be valid Unicode (it holds half a surrogate pair)');
  return id;
}
