import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { rejection } from './rejection';
import { failure, type ScriptedGateway, scriptedGateway } from './scripted-gateway';

let gateway: ScriptedGateway;
let cards: ReviewedCards;

beforeAll(async () => {
  gateway = await scriptedGateway();
  gateway.otherwise(failure(422));
  cards = new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url }).cards;
});
afterAll(() => gateway.close());

/** Named functions, which the tests find in the stack. */
const callers = {
  async awaited() {
    await cards.lock('card_1');
  },
  returned() {
    return inner();
    async function inner() {
      return await cards.balance('card_1');
    }
  },
  async chained() {
    await cards.fund('card_1', { amount_minor: 5 }).then((value) => value);
  },
  async together() {
    await Promise.all([cards.getSecurity('card_1'), cards.list()]);
  },
  async updated() {
    await cards.updateSecurity('card_1', { a: 1 });
  },
  async queued() {
    await Promise.all([cards.updateSecurity('card_2', { a: 1 }), cards.updateSecurity('card_2', { a: 1 })]);
  },
  async terminated() {
    await cards.lockAndRestrict('card_1');
  },
  async unlocked() {
    await cards.unlock('card_1');
  },
  async refused() {
    await cards.updateSecurity('card_1', { a: [[[[[[[[[[[Number.NaN]]]]]]]]]]] });
  },
};

describe('the stack of an error', () => {
  it.each(Object.entries(callers))('reaches the line of the caller: %s', async (name, call) => {
    const { stack } = await rejection(call());
    expect(stack).toMatch(new RegExp(`(${name === 'returned' ? 'inner' : name}).*stacks\\.test\\.ts:\\d+`));
  });

  it('starts at the caller where nothing was sent', async () => {
    const { stack } = await rejection(cards.lock(''));
    expect(stack?.split('\n')[1]).toContain('stacks.test.ts');
  });

  it('of a refusal reaches a caller that never awaits', async () => {
    let stack: string | undefined;
    await new Promise<void>((resolve) => {
      function callback() {
        cards.lock('').catch((error: Error) => {
          stack = error.stack;
          resolve();
        });
      }
      setImmediate(callback);
    });
    expect(stack).toContain('callback');
  });
});
