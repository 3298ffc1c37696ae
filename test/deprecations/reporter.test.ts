import { channel } from 'node:diagnostics_channel';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type DeprecationEvent, Zentra, ZentraDeprecationError, type ZentraOptions } from 'zentra-compat';
import { deprecations } from '../../src/contract/index';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());

const warnings = vi.fn<(message: string, options: { type: string; code: string }) => void>();
beforeEach(() => {
  gateway.seen.length = 0;
  warnings.mockClear();
  const emit = vi.spyOn(process, 'emitWarning').mockImplementation(warnings as never);
  onTestFinished(() => emit.mockRestore());
});
const warned = () => warnings.mock.calls.map(([message, { code }]) => `${code} ${message}`);

const client = (options: Partial<ZentraOptions> = {}) =>
  new Zentra({ secretKey: 'sk_sandbox_reporter', baseUrl: gateway.url, ...options });

/** Events of every call, from the diagnostics channel. */
function published(): DeprecationEvent[] {
  const events: DeprecationEvent[] = [];
  const listen = (event: unknown) => events.push(event as DeprecationEvent);
  const all = channel('zentra-compat:deprecation');
  all.subscribe(listen);
  onTestFinished(() => {
    all.unsubscribe(listen);
  });
  return events;
}

const rejected = async (call: Promise<unknown>): Promise<ZentraDeprecationError> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason) => reason,
  );
  if (error instanceof ZentraDeprecationError) return error;
  throw new Error('was not refused', { cause: error });
};

describe('a legacy call', () => {
  it('warns with its code and the line that calls, once for 100 calls, and counts 100', async () => {
    const events = published();
    const { cards } = client();
    for (let i = 0; i < 100; i++) await cards.freeze('card_1');
    expect(warned()).toEqual([
      expect.stringMatching(
        /^ZENTRA_DEP0001 cards\.freeze\(\) is deprecated.*, at test\/deprecations\/reporter\.test\.ts:\d+:\d+$/,
      ),
    ]);
    expect(events.map(({ count }) => count)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('warns once although there is a client for each request', async () => {
    for (let i = 0; i < 3; i++) await client().cards.freeze('card_1');
    expect(warned()).toHaveLength(1);
  });

  it('warns for each line that calls', async () => {
    const { cards } = client();
    await cards.freeze('card_1');
    await cards.freeze('card_1');
    await Promise.all([cards.freeze('card_1'), cards.freeze('card_1')]);
    expect(new Set(warned()).size).toBe(4);
  });

  it('warns for a reference in a funding, whichever method funds', async () => {
    const { cards } = client();
    await cards.fund('card_1', { reference: 'r', amount_minor: 1 });
    await cards.jitFund({ card_id: 'card_1', reference: 'r', amount_minor: 1 });
    await cards.fund('card_1', { reference: 'a', transaction_reference: 'b', amount_minor: 1 });
    expect(warned().map((text) => text.slice(0, 14))).toEqual([
      'ZENTRA_DEP0005',
      'ZENTRA_DEP0005',
      'ZENTRA_DEP0006',
    ]);
    expect(warned().every((text) => text.includes('test/deprecations/reporter.test.ts:'))).toBe(true);
  });

  it('warns of each funding where a getter of the parameters funds another card in between', async () => {
    const { cards } = client();
    const inner: Promise<unknown>[] = [];
    const params = {
      get amount_minor() {
        if (inner.length === 0) inner.push(cards.fund('card_2', { reference: 'inner', amount_minor: 1 }));
        return 1;
      },
      reference: 'outer',
    };
    await cards.fund('card_1', params);
    await Promise.all(inner);
    expect(gateway.seen).toHaveLength(2);
    expect(warned()).toHaveLength(2);
    expect(warned().every((text) => text.includes('test/deprecations/reporter.test.ts:'))).toBe(true);
  });

  it('says nothing when there is nothing deprecated', async () => {
    const { cards } = client();
    await cards.fund('card_1', { transaction_reference: 'r', amount_minor: 1 });
    await cards.lock('card_1');
    expect(warned()).toEqual([]);
  });
});

describe('the call site', () => {
  const locationOf = async (call: () => unknown): Promise<string> => {
    const events = published();
    await call();
    return events.at(-1)?.location ?? '';
  };
  const here = /^test\/deprecations\/reporter\.test\.ts:\d+:\d+$/;
  const silent = { deprecations: { ZENTRA_DEP0001: 'silent' } } as const;

  it.each<[string, (freeze: (card: string) => Promise<unknown>) => unknown]>([
    ['an asynchronous function', async (freeze) => freeze('card_1')],
    ['Promise.all over map', (freeze) => Promise.all(['a', 'b'].map((id) => freeze(id)))],
    ['map that is given the method itself', (freeze) => Promise.all(['a', 'b'].map(freeze))],
    ['Reflect.apply', (freeze) => Reflect.apply(freeze, null, ['card_1'])],
    [
      'a generator',
      (freeze) =>
        [
          ...(function* () {
            yield freeze('card_1');
          })(),
        ][0],
    ],
    ['sort, which calls back from the engine', (freeze) => [1, 2].sort(() => Number(freeze('card_1')))],
  ])('is the line of the program under %s', async (_, call) => {
    const { cards } = client(silent);
    expect(await locationOf(() => call(cards.freeze as (card: string) => Promise<unknown>))).toMatch(here);
  });

  it('is where eval was called for code without a file', async () => {
    const { cards } = client(silent);
    // biome-ignore lint/security/noGlobalEval: this is what the test is about
    const run = eval('(cards) => cards.freeze("card_1")') as (cards: unknown) => unknown;
    expect(await locationOf(() => run(cards))).toMatch(here);
  });

  it('is unknown where nobody in the program is on the stack', async () => {
    const { cards } = client(silent);
    const freeze = cards.freeze as (card: string) => Promise<unknown>;
    const called = new Promise<DeprecationEvent>((resolve) => {
      const all = channel('zentra-compat:deprecation');
      const listen = (event: unknown) => resolve(event as DeprecationEvent);
      all.subscribe(listen);
      onTestFinished(() => {
        all.unsubscribe(listen);
      });
    });
    setImmediate(freeze, 'card_1');
    expect(await called).toMatchObject({ location: 'an unknown place', file: null, line: 0, column: 0 });
  });

  it('names the function that calls', async () => {
    const events = published();
    const { cards } = client(silent);
    class Shop {
      async onFraud() {
        await cards.freeze('card_1');
      }
    }
    await new Shop().onFraud();
    expect(events.at(-1)?.function).toBe('onFraud');
  });

  it("leaves the program's own stack settings alone", async () => {
    const limit = Error.stackTraceLimit;
    const hook = vi.fn((error: Error) => String(error));
    Error.prepareStackTrace = hook;
    onTestFinished(() => {
      Error.prepareStackTrace = undefined as never;
    });
    await client(silent).cards.freeze('card_1');
    expect(Error.stackTraceLimit).toBe(limit);
    expect(Error.prepareStackTrace).toBe(hook);
  });

  it('is what a source-map library makes of it', async () => {
    Error.prepareStackTrace = () => 'Error\n    at onFraud (/shop/src/fraud.ts:41:22)';
    onTestFinished(() => {
      Error.prepareStackTrace = undefined as never;
    });
    const { cards } = client(silent);
    expect(await locationOf(() => cards.freeze('card_1'))).toBe('/shop/src/fraud.ts:41:22');
  });
});

describe('a subscriber of the channel', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('down with sk_sandbox_reporter');
      },
    ],
    ['rejects', () => Promise.reject(new Error('away with sk_sandbox_reporter'))],
  ])(
    'that %s keeps neither the call nor the subscribers after it, and is reported once without secrets',
    async (how, fail) => {
      const all = channel('zentra-compat:deprecation');
      all.subscribe(fail);
      onTestFinished(() => {
        all.unsubscribe(fail);
      });
      const events = published();
      const { cards } = client();
      for (let i = 0; i < 2; i++) await cards.freeze('card_1', how);
      expect([gateway.seen.length, events.length]).toEqual([2, 2]);
      await vi.waitFor(() => {
        const failed = warned().filter((text) => text.startsWith('ZENTRA_DEPRECATION_SUBSCRIBER_FAILED'));
        expect(failed).toEqual([expect.not.stringContaining('sk_sandbox_reporter')]);
      });
    },
  );
});

describe('onDeprecation', () => {
  it('is told once per code and line, with what a team needs to act', async () => {
    const onDeprecation = vi.fn();
    const { cards } = client({ onDeprecation, release: '2026.1' });
    for (let i = 0; i < 3; i++) await cards.freeze('card_1', 'lost');
    expect(onDeprecation).toHaveBeenCalledTimes(1);
    expect(onDeprecation.mock.calls[0]?.[0]).toMatchObject({
      code: 'ZENTRA_DEP0001',
      rule: 'freeze-to-lock',
      file: 'test/deprecations/reporter.test.ts',
      count: 1,
      removal: '2.0.0',
      url: 'docs/deprecations.md#zentra_dep0001',
      outcome: 'sent',
      release: '2026.1',
    });
    expect(JSON.stringify(onDeprecation.mock.calls)).not.toMatch(/card_1|lost|sk_/);
  });

  it('is told once by all clients that share it', async () => {
    const onDeprecation = vi.fn();
    for (let i = 0; i < 3; i++) await client({ onDeprecation }).cards.freeze('card_1');
    expect(onDeprecation).toHaveBeenCalledTimes(1);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('down with sk_sandbox_reporter');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('away with sk_sandbox_reporter');
      },
    ],
  ])('that %s does not break the call, and is reported without secrets', async (_, onDeprecation) => {
    await client({ onDeprecation }).cards.freeze('card_1');
    expect(gateway.seen).toHaveLength(1);
    await vi.waitFor(() => {
      const failed = warned().filter((text) => text.startsWith('ZENTRA_DEPRECATION_HANDLER_FAILED'));
      expect(failed).toHaveLength(1);
      expect(failed[0]).not.toContain('sk_sandbox_reporter');
    });
  });
});

describe('a switch per code', () => {
  it('throw refuses the call before anything is sent', async () => {
    const { cards } = client({ deprecations: { ZENTRA_DEP0003: 'throw' } });
    const error = await rejected(cards.terminate('card_1'));
    expect(error.code).toBe('deprecated_call_refused');
    expect(error.deprecation).toBe('ZENTRA_DEP0003');
    expect(error.message).toMatch(/use cards\.lockAndRestrict.*at test\/deprecations\/reporter\.test\.ts:/);
    expect(gateway.seen).toEqual([]);
    await cards.freeze('card_1');
    expect(gateway.seen).toHaveLength(1);
  });

  it('throw refuses a funding with a deprecated parameter', async () => {
    const { cards } = client({ deprecations: { ZENTRA_DEP0005: 'throw' } });
    await rejected(cards.fund('card_1', { reference: 'r' }));
    expect(gateway.seen).toEqual([]);
  });

  it('silent says nothing, and still counts and publishes', async () => {
    const events = published();
    const onDeprecation = vi.fn();
    await client({ deprecations: { ZENTRA_DEP0001: 'silent' }, onDeprecation }).cards.freeze('card_1');
    expect(warned()).toEqual([]);
    expect(onDeprecation).not.toHaveBeenCalled();
    expect(events).toHaveLength(1);
  });
});

describe('a target version', () => {
  const outcome = (target: string) =>
    client({ target, deprecations: { ZENTRA_DEP0001: 'silent' } })
      .cards.freeze('card_1')
      .then(
        () => 'sent',
        (error: ZentraDeprecationError) => error.code,
      );

  it.each([
    ['1.0.0', 'sent'],
    ['1.99.0', 'sent'],
    ['2.0.0-rc.1', 'sent'],
    ['2.0.0', 'deprecated_call_removed'],
    ['10.0.0', 'deprecated_call_removed'],
  ])('%s: a call that 2.0.0 removes is %s', async (target, expected) => {
    expect(await outcome(target)).toBe(expected);
    expect(gateway.seen).toHaveLength(expected === 'sent' ? 1 : 0);
  });

  it('may come from the environment', async () => {
    vi.stubEnv('ZENTRA_COMPAT_TARGET', '2.0.0');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect((await rejected(client().cards.freeze('card_1'))).code).toBe('deprecated_call_removed');
  });

  it('past a removal is past it for every code of the table', async () => {
    const { cards } = client({ target: '2.0.0' });
    const refused = await Promise.all([
      rejected(cards.freeze('c')),
      rejected(cards.unfreeze('c')),
      rejected(cards.terminate('c')),
      rejected(cards.updateLimits('c', { daily: 1 })),
      rejected(cards.fund('c', { reference: 'r' })),
      rejected(cards.jitFund('c', { reference: 'r', transaction_reference: 's' })),
    ]);
    expect(refused.map(({ deprecation }) => deprecation)).toEqual(Object.keys(deprecations));
    expect(gateway.seen).toEqual([]);
  });
});

describe('an option that is wrong names itself', () => {
  it.each<[string, Partial<ZentraOptions>]>([
    ['onDeprecation', { onDeprecation: 'log' as never }],
    ['target', { target: 'two' }],
    ['target', { target: 2 as never }],
    ['release', { release: 7 as never }],
    ['deprecations.ZENTRA_DEP9999', { deprecations: { ZENTRA_DEP9999: 'throw' } as never }],
    ['deprecations.ZENTRA_DEP0001', { deprecations: { ZENTRA_DEP0001: 'off' as never } }],
    ['deprecations', { deprecations: 'throw' as never }],
  ])('%s', (field, options) => {
    expect(() => client(options)).toThrow(expect.objectContaining({ code: 'validation_error', field }));
  });
});
