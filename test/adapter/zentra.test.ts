import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import Default, * as compat from 'zentra-compat';
import { mark, RealZentra } from './stand-in-client';

const { Zentra, ZentraError } = compat;
const secretKey = 'sk_sandbox_zentra';

const thrown = (run: () => unknown): compat.ZentraError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ZentraError) return error;
    throw error;
  }
  throw new Error('did not throw');
};

describe('the class', () => {
  it('is exported under every name that old programs use', () => {
    expect(Default).toBe(Zentra);
    expect(compat.Client).toBe(Zentra);
    expect(Zentra.Client).toBe(Zentra);
  });

  it('takes the key as apiKey, too', () => {
    expect(new Zentra.Client({ apiKey: secretKey })).toBeInstanceOf(Zentra);
  });

  it('may be derived from', () => {
    class Mine extends Zentra {
      #cards = this.cards;
      own = 'own';
      isWhole() {
        return this.#cards === this.cards && this.own === 'own';
      }
    }
    const mine = new Mine({ secretKey, sdk: RealZentra });
    expect(mine).toBeInstanceOf(Mine);
    expect(mine).toBeInstanceOf(Zentra);
    expect(mine.isWhole()).toBe(true);
    expect(mine.describe()).toBe('client of sk_sandbox_');
  });

  it.each([undefined, null, {}, { secretKey: '' }, { secretKey: 'nonsense' }])(
    'refuses %j, naming the key',
    (options) => {
      const error = thrown(() => new Zentra(options as never));
      expect(error.code).toBe('validation_error');
      expect(error.field).toBe('secretKey');
    },
  );

  it('shows no key', () => {
    const zentra = new Zentra({ secretKey, sdk: RealZentra });
    const shown = [
      inspect(zentra, { depth: 9, showHidden: true }),
      inspect(zentra.cards, { depth: 9, showHidden: true }),
      JSON.stringify(zentra),
      JSON.stringify(zentra.cards),
    ].join();
    expect(shown).not.toContain(secretKey);
    expect(inspect(zentra)).toBe('Zentra { cards }');
  });
});

describe('members of the real SDK', () => {
  beforeEach(() => {
    RealZentra.built.length = 0;
  });

  it.each([
    ['the class', RealZentra],
    ['a module with Zentra', { Zentra: RealZentra }],
    ['a module with Client', { Client: RealZentra }],
    ['a module with a default class', { default: RealZentra }],
    ['a module with a default module', { default: { Zentra: RealZentra } }],
  ])('come from %s', (_, sdk) => {
    expect(new Zentra({ secretKey, sdk }).transfers.create({ reference: 'r' }).params).toEqual({
      reference: 'r',
    });
  });

  it('come from one client, built with the options that are not ours, when the first of them is used', () => {
    const zentra = new Zentra({ secretKey, sdk: RealZentra, onDeprecation: () => {}, region: 'ng' });
    expect(RealZentra.built).toEqual([]);
    expect(zentra.transfers).toBe(zentra.transfers);
    expect(RealZentra.built).toEqual([{ secretKey, region: 'ng' }]);
  });

  it('are built as Client where the key is an apiKey', () => {
    class Client extends RealZentra {}
    const zentra = new Zentra({ apiKey: secretKey, sdk: { Zentra: RealZentra, Client } });
    expect(zentra.configured()).toBe(zentra);
    expect(RealZentra.built).toEqual([{ apiKey: secretKey }]);
  });

  it('keep this, getters, symbols and enumerability', () => {
    const zentra = new Zentra({ secretKey, sdk: RealZentra });
    expect(zentra.transfers.create({ reference: 'r' }).self).toBe(zentra.transfers);
    expect(zentra.masked).toBe('sk_sandbox_');
    expect(Reflect.get(zentra, mark)).toBe('marked');
    expect(Object.keys(zentra).toSorted()).toEqual(['cards', 'ping', 'transfers']);
    expect('hidden' in zentra).toBe(true);
  });

  it('make further clients with our cards, whose options the new ones replace', async () => {
    class Configurable extends RealZentra {
      withOptions(options: object) {
        return new Configurable({ secretKey, ...options });
      }
    }
    const sent: unknown[] = [];
    const fetch = async (url: string, { headers }: { headers: Record<string, string> }) => {
      sent.push([url, headers.authorization]);
      return new Response('{}');
    };
    const zentra = new Zentra({ secretKey, sdk: Configurable, fetch });
    const other = zentra.withOptions({ timeout: 5000 }).withOptions({ apiKey: 'sk_sandbox_other' });
    await other.cards.lock('card_1');
    expect(sent).toEqual([
      ['https://sandbox.api.usezentra.com/api/v1/cards/card_1/lock', 'Bearer sk_sandbox_other'],
    ]);
    expect(other).toBeInstanceOf(Zentra);
    expect(other.masked).toBe('sk_sandbox_');
    expect(other.transfers.create({ reference: 'r' }).self).toBe(other.transfers);
  });

  it('include members of cards that zentra-compat does not know', () => {
    const cards = new Zentra({ secretKey, sdk: RealZentra }).cards as unknown as RealZentra['cards'];
    expect(cards.details('card_1')).toBe('sk_sandbox_ card_1');
  });

  it('that no one has are undefined, as in the real SDK', () => {
    expect(new Zentra({ secretKey, sdk: RealZentra }).payments).toBeUndefined();
  });

  it('name the option where sdk is no SDK', () => {
    const error = thrown(() => new Zentra({ secretKey, sdk: { something: 'else' } }).transfers);
    expect(error.field).toBe('sdk');
  });

  it('never come from zentra-compat itself', () => {
    const error = thrown(() => new Zentra({ secretKey, sdk: compat }).transfers);
    expect(error.field).toBe('sdk');
  });
});

describe('without the real SDK', () => {
  it.each(['transfers', 'payments', 'webhooks', 'customers', 'virtualAccounts'])('%s says so', (name) => {
    const error = thrown(() => new Zentra({ secretKey })[name]);
    expect(error.code).toBe('sdk_missing');
    expect(error.message).toContain(name);
    expect(error.message).toContain('@zentra/sdk, which is not installed');
  });

  it('what runtimes and frameworks ask of any object is answered', async () => {
    const zentra = new Zentra({ secretKey });
    await expect(Promise.resolve(zentra)).resolves.toBe(zentra);
    expect(zentra).toEqual(zentra);
    expect(`${zentra}`).toBe('[object Object]');
    expect([...Object.keys(zentra)]).toEqual(['cards']);
    for (const probe of [
      'onModuleInit',
      '$$typeof',
      '_isMockFunction',
      'nodeType',
      '@@__IMMUTABLE_LIST__@@',
      'isMock',
    ]) {
      expect(zentra[probe]).toBeUndefined();
    }
    expect(Reflect.get(zentra, Symbol.iterator)).toBeUndefined();
    expect(Reflect.get(zentra, mark)).toBeUndefined();
    expect('transfers' in zentra).toBe(false);
  });

  it('a namespace that a program sets itself is its own', () => {
    const zentra = new Zentra({ secretKey });
    const fake = { create: () => 'fake' };
    zentra.transfers = fake;
    expect(zentra.transfers).toBe(fake);
  });

  it('may be frozen', () => {
    const zentra = Object.freeze(new Zentra({ secretKey, sdk: RealZentra }));
    expect(Object.keys(zentra)).toEqual(['cards']);
    expect(zentra.masked).toBe('sk_sandbox_');
  });
});
