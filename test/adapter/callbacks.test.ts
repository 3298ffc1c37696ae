import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Zentra } from '../../src/main';
import { failure, type ScriptedGateway, scriptedGateway, success } from '../gateway/scripted-gateway';
import { project, run } from '../program';

let gateway: ScriptedGateway;
let client: Zentra;

beforeAll(async () => {
  gateway = await scriptedGateway();
  client = new Zentra({
    secretKey: 'sk_sandbox_test',
    baseUrl: gateway.url,
    maxRetries: 0,
    deprecations: {
      ZENTRA_DEP0001: 'silent',
      ZENTRA_DEP0002: 'silent',
      ZENTRA_DEP0003: 'silent',
      ZENTRA_DEP0004: 'throw',
      ZENTRA_DEP0005: 'silent',
    },
  });
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

type Method = (...args: unknown[]) => Promise<unknown>;
const method = (name: string) => client.cards[name as 'lock'] as unknown as Method;

/** The arguments with which a method calls its callback. */
const told = (name: string, ...args: unknown[]) =>
  new Promise<unknown[]>((resolve) => {
    method(name)(...args, (...outcome: unknown[]) => resolve(outcome));
  });

describe('a function as the last argument', () => {
  it.each<[string, unknown[]]>([
    ['create', [{ program: 'p' }]],
    ['list', []],
    ['fund', ['c', { amount_minor: 5 }]],
    ['fund', [{ card_id: 'c', amount_minor: 5 }, { timeout: 5000 }]],
    ['jitFund', ['c', { amount_minor: 5 }]],
    ['lock', ['c']],
    ['lock', ['c', 'fraud', { timeout: 5000 }]],
    ['unlock', ['c', { reason: 'found' }]],
    ['getSecurity', ['c']],
    ['replaceSecurity', ['c', {}]],
    ['balance', ['c']],
    ['fundingHistory', ['c']],
    ['getAutoReload', ['c']],
    ['updateAutoReload', ['c', { enabled: true }]],
    ['freeze', ['c']],
    ['unfreeze', ['c']],
  ])('is told the result of %s%j', async (name, args) => {
    gateway.script(success({ ok: name }));
    expect(await told(name, ...args)).toEqual([null, { ok: name }]);
  });

  it.each<[string, unknown[]]>([
    ['freeze', ['c']],
    ['lock', ['c', 'fraud']],
    ['fund', ['c', { amount_minor: 5 }]],
    ['balance', ['c']],
  ])('is the last one where null and undefined come after it: %s%j', async (name, args) => {
    gateway.script(success({ ok: name }));
    const outcome = new Promise<unknown[]>((resolve) => {
      method(name)(...args, (...told: unknown[]) => resolve(told), null, undefined);
    });
    expect(await outcome).toEqual([null, { ok: name }]);
  });

  it.each(['freeze', 'lock'])('is the only one: %s refuses two, and tells the last', async (name) => {
    const first = vi.fn();
    expect(await told(name, 'c', first)).toMatchObject([{ code: 'validation_error', field: 'arguments' }]);
    expect(first).not.toHaveBeenCalled();
    expect(gateway.seen).toEqual([]);
  });

  it('is told the failure, and the promise is then handled', async () => {
    gateway.script(failure(422, { code: 'insufficient_funds' }));
    // An unhandled rejection would fail this run.
    expect(await told('fund', 'c', { amount_minor: 5 })).toMatchObject([{ code: 'insufficient_funds' }]);
    expect(await told('lock', '')).toMatchObject([{ code: 'validation_error' }]);
    expect(await told('create')).toMatchObject([{ code: 'validation_error' }]);
    expect(await told('updateLimits', 'c', { daily: 5 })).toMatchObject([
      { code: 'deprecated_call_refused' },
    ]);
    expect(gateway.seen).toHaveLength(1);
  });

  it('still gets its promise, which settles as it does without', async () => {
    gateway.script(success({ ok: true }), failure(404));
    const ignored = () => {};
    await expect(method('freeze')('c', ignored)).resolves.toEqual({ ok: true });
    await expect(method('balance')('c', ignored)).rejects.toMatchObject({ status: 404 });
  });

  it('is no option of the call', async () => {
    await told('lock', 'c');
    expect(gateway.seen[0]?.body).toBe('{}');
  });
});

it('what a callback throws is an uncaught exception, and it is called once', async () => {
  const made = project({
    'pay.cjs': `
      const { Zentra } = require('zentra-compat');
      const { cards } = new Zentra({ secretKey: 'sk_sandbox_a', baseUrl: process.env.GATEWAY });
      process.on('uncaughtException', (error, origin) => console.log(JSON.stringify([error.message, origin])));
      process.on('unhandledRejection', () => console.log('"unhandled"'));
      cards.lock('c', () => { console.log('"called"'); throw new Error('mine'); });
    `,
  });
  onTestFinished(made.remove);
  const { printed } = await run(made.folder, ['pay.cjs'], { env: { GATEWAY: gateway.url } });
  expect(printed).toEqual(['called', ['mine', 'uncaughtException']]);
});
