import { inspect, types } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  wrapZentra,
  Zentra,
  ZentraApiError,
  ZentraConnectionError,
  ZentraError,
  ZentraRateLimitError,
  ZentraValidationError,
} from '../../src/index.mjs';
import { rejection } from '../gateway/rejection';
import { failure, reset, type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { project, run } from '../program';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());

/** An SDK that has an error class for each kind of failure. */
function sdkWithErrors() {
  class SdkError extends Error {
    #request: string;
    readonly isOfSdk = true;
    constructor(request: string) {
      super();
      this.#request = request;
    }
    describe() {
      return `described ${this.message}`;
    }
    override toString() {
      return this.#request;
    }
  }
  class RateLimitError extends SdkError {}
  class InvalidRequestError extends SdkError {}
  class APIConnectionError extends SdkError {}
  /** An error of another kind, which no card call has. */
  class WebhookSignatureError extends Error {}
  class Client {
    cards = { freeze: () => 'the old freeze' };
  }
  return { Client, SdkError, RateLimitError, InvalidRequestError, APIConnectionError, WebhookSignatureError };
}
type Sdk = ReturnType<typeof sdkWithErrors>;

const clients = {
  'the drop-in with the option sdk': (sdk: object, options: object) => new Zentra({ ...options, sdk }),
  'a wrapped client whose class has them': (sdk: object, options: object) => {
    const { Client, ...errors } = sdk as Sdk;
    return wrapZentra(new (Object.assign(class extends Client {}, errors))(), options);
  },
};

describe.each(Object.entries(clients))('an error of %s', (_, make) => {
  const cards = (sdk: object) =>
    make(sdk, { secretKey: 'sk_sandbox_errors', baseUrl: gateway.url, maxRetries: 0 }).cards;

  it('is an instance of the SDK’s class for it, and still ours with all that ours carries', async () => {
    const sdk = sdkWithErrors();
    gateway.script(failure(429, { field: 'card', details: { retry_after: 3 } }, { 'x-request-id': 'req_1' }));
    const error = await rejection(cards(sdk).lock('card_1'));
    for (const each of [
      sdk.SdkError,
      sdk.RateLimitError,
      ZentraRateLimitError,
      ZentraApiError,
      ZentraError,
      Error,
    ])
      expect(error).toBeInstanceOf(each);
    for (const each of [sdk.InvalidRequestError, sdk.WebhookSignatureError, ZentraConnectionError])
      expect(error).not.toBeInstanceOf(each);
    expect(error).toMatchObject({
      name: 'ZentraRateLimitError',
      code: 'code_429',
      status: 429,
      field: 'card',
      details: { retry_after: 3 },
      requestId: 'req_1',
      retryAfter: 3,
    });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: 'code_429', message: 'message 429' });
    expect(error.constructor).toBe(ZentraRateLimitError);
    expect((error as unknown as { describe(): string }).describe()).toBe('described message 429');
    expect(types.isNativeError(error)).toBe(true);
  });

  it('is of the class for its kind', async () => {
    const sdk = sdkWithErrors();
    const refused = await rejection(cards(sdk).fund('card_1', { amount_minor: -1, source: 'wallet' }));
    expect(refused).toBeInstanceOf(sdk.InvalidRequestError);
    expect(refused).toBeInstanceOf(ZentraValidationError);
    gateway.script(reset);
    expect(await rejection(cards(sdk).lock('card_1'))).toBeInstanceOf(sdk.APIConnectionError);
    gateway.script(failure(404));
    const missing = await rejection(cards(sdk).lock('card_1'));
    expect(missing).toBeInstanceOf(sdk.SdkError);
    expect(missing).not.toBeInstanceOf(sdk.InvalidRequestError);
  });

  it('can be printed, although the SDK’s own way to print needs private fields', async () => {
    gateway.script(failure(500));
    const error = await rejection(cards(sdkWithErrors()).lock('card_1'));
    expect([String(error), inspect(error).split('\n')[0]]).toEqual([
      'ZentraApiError: message 500',
      'ZentraApiError: message 500',
    ]);
  });

  it('is ours alone where no class of the SDK can carry it', async () => {
    class SdkError extends Error {
      #type = 'card';
      get type() {
        return this.#type;
      }
    }
    gateway.script(failure(500));
    const error = await rejection(cards({ ...sdkWithErrors(), SdkError }).lock('card_1'));
    expect(error).not.toBeInstanceOf(SdkError);
    expect((error as unknown as SdkError).type).toBeUndefined();
    expect(error).toBeInstanceOf(ZentraApiError);
  });

  it('needs nothing of a class that is frozen, and makes none of the SDK’s errors ours', async () => {
    const sdk = sdkWithErrors();
    Object.freeze(sdk.SdkError);
    Object.freeze(sdk.SdkError.prototype);
    gateway.script(failure(500));
    expect(await rejection(cards(sdk).lock('card_1'))).toBeInstanceOf(sdk.SdkError);
    expect(new sdk.SdkError('its own')).not.toBeInstanceOf(ZentraError);
    expect(new ZentraError({ code: 'plain', message: 'plain' })).not.toBeInstanceOf(ZentraApiError);
  });
});

describe('a catch of old code that asks for the SDK’s class', () => {
  const folder = 'node_modules/@zentra/sdk';
  const classes = `
class ZentraError extends Error {}
class ZentraAPIError extends ZentraError {}
class Zentra { constructor(options) { Object.assign(this, options); this.cards = { freeze() {} }; } }`;
  const formats = {
    CommonJS: {
      [`${folder}/package.json`]: '{ "name": "@zentra/sdk", "main": "index.js" }',
      [`${folder}/index.js`]: `${classes} module.exports = { Zentra, ZentraError, ZentraAPIError };`,
    },
    'ES modules': {
      [`${folder}/package.json`]: '{ "name": "@zentra/sdk", "type": "module", "exports": "./index.js" }',
      [`${folder}/index.js`]: `${classes} export { Zentra, ZentraError, ZentraAPIError };`,
    },
  };
  const options = `{ secretKey: 'sk_sandbox_catch', baseUrl: process.env.GATEWAY, maxRetries: 0 }`;
  const program = (client: string) => `
import { Zentra, ZentraError, ZentraAPIError } from '@zentra/sdk';
import { wrapZentra, Zentra as DropIn } from 'zentra-compat';
try {
  await ${client}.cards.lock('card_1');
} catch (error) {
  console.log(JSON.stringify([error instanceof ZentraError, error instanceof ZentraAPIError, error.code, error.status]));
}`;

  it.each(
    Object.entries(formats).flatMap(([format, sdk]) =>
      [
        ['preload', `new Zentra(${options})`, ['--import', 'zentra-compat/register']],
        ['wrapZentra', `wrapZentra(new Zentra(${options}))`, []],
        ['drop-in', `new DropIn({ ...${options}, sdk: { Zentra, ZentraError, ZentraAPIError } })`, []],
      ].map(
        ([way, client, flags]) =>
          [way, format, sdk, client, flags] as [string, string, typeof sdk, string, string[]],
      ),
    ),
  )('finds it: %s, SDK in %s', async (_way, _format, sdk, client, flags) => {
    const app = project({ ...sdk, 'app.mjs': program(client) });
    onTestFinished(app.remove);
    gateway.script(failure(422));
    const ran = await run(app.folder, [...flags, 'app.mjs'], { env: { GATEWAY: gateway.url } });
    expect(ran).toMatchObject({ printed: [[true, true, 'code_422', 422]], stderr: '' });
  });
});
