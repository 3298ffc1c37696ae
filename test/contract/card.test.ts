import { describe, expect, it } from 'vitest';
import { cardIdOf, cardPath } from '../../src/contract/card';
import { refusal } from './refusal';

const route = '/api/v1/cards/{card_id}/lock';

describe('a card', () => {
  it.each([
    ['a string', 'card_1'],
    ['card_id', { card_id: 'card_1' }],
    ['cardId', { cardId: 'card_1' }],
    ['id', { id: 'card_1' }],
    ['card_id beside the id of something else', { id: 'holder_1', card_id: 'card_1' }],
    ['an id whose other spellings are undefined', { card_id: undefined, cardId: undefined, id: 'card_1' }],
    ['both spellings of one id', { card_id: 'card_1', cardId: 'card_1' }],
  ])('may be given as %s', (_, card) => {
    expect(cardIdOf(card)).toBe('card_1');
  });

  it('may be an entity whose id is a getter of its class', () => {
    class Entity {
      get id() {
        return 'card_1';
      }
    }
    expect(cardIdOf(new Entity())).toBe('card_1');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['an array', ['card_1']],
    ['an object without an id', { status: 'active' }],
    ['an empty id', ''],
    ['a blank id', '  '],
    ['an id that is a number', { card_id: 7 }],
    ['an id that is null', { card_id: null, id: 'card_1' }],
    ['one dot', '.'],
    ['two dots', '..'],
    ['half a surrogate pair', 'card_\ud800'],
    ['an id longer than any id', 'c'.repeat(513)],
    ['two different ids', { card_id: 'card_1', cardId: 'card_2' }],
    ['a throwing getter', Object.defineProperty({}, 'card_id', { get: () => nonsense() })],
    ['a revoked proxy', revoked()],
  ])('is refused where it is %s', (_, card) => {
    expect(refusal(() => cardIdOf(card))).toMatchObject({ code: 'validation_error', effect: 'none' });
  });

  it('is refused by the name of the key at fault', () => {
    expect(refusal(() => cardIdOf({ cardId: '' })).field).toBe('cardId');
    expect(refusal(() => cardIdOf('')).field).toBe('card_id');
  });

  it.each([
    ['a/b', 'a%2Fb'],
    ['../../transfers', '..%2F..%2Ftransfers'],
    ['a\\..\\b', 'a%5C..%5Cb'],
    ['a?limit=1#x', 'a%3Flimit%3D1%23x'],
    ['%2e%2e', '%252e%252e'],
    ['kárta 1', 'k%C3%A1rta%201'],
    ['💳', '%F0%9F%92%B3'],
    ['$&', '%24%26'],
    ['\r\nHost: evil', '%0D%0AHost%3A%20evil'],
  ])('with the id %j stays one segment of the path', (id, segment) => {
    expect(cardPath(route, id)).toBe(`/api/v1/cards/${segment}/lock`);
  });
});

function nonsense(): never {
  throw new Error('nonsense');
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
