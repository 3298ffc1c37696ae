import { ZentraError } from '../contract/errors.js';
import { Metadata } from './answer.js';

/** A result together with the HTTP answer that it came with. */
export interface WithResponse<T> {
  data: T;
  response: Response;
  /** The gateway's id of the request, where it sent one. */
  request_id: string | undefined;
}

/** What the promise of a call has beyond a plain one, as the field's SDKs have it. */
export interface CallComforts<T> {
  /** The result, and the answer that it came with. Rejects as the promise itself does. */
  withResponse(): Promise<WithResponse<T>>;
  /** The answer alone. Of an operation that makes several requests, that of the last one. */
  asResponse(): Promise<Response>;
}

/** `Comforts`, but for `any`. */
type UnlessAny<T, Comforts> = 0 extends 1 & T ? unknown : Comforts;

/**
 * What every operation returns: a promise of its result, with its comforts. The compiler holds a customer's typed fake against the overloads
 * of an operation with `any` for `T`, so that a fake may go on answering with a plain promise, `{ lock: async () => card }`.
 *
 * @example
 * const { data, response } = await client.cards.lock('card_1').withResponse();
 */
export type CallPromise<T> = Promise<T> & UnlessAny<T, CallComforts<T>>;

/** What stands in a page of a list. */
export type ItemOf<T> = T extends readonly (infer Item)[] ? Item : Record<string, unknown>;

/** A page, and with `for await` every item from it on, page by page. */
export type ListPromise<T> = CallPromise<T> & UnlessAny<T, AsyncIterable<ItemOf<T>>>;

/**
 * One prototype for all calls. It inherits from the engine's own and keeps its `constructor`: to `await` this is a plain promise, which stack
 * traces need.
 */
const callPrototype: object = Object.create(Promise.prototype, {
  withResponse: {
    value: async function withResponse(this: Promise<unknown>) {
      const data = await this;
      const metadata = metadataOf(data);
      return { data, response: metadata.toResponse(data), request_id: metadata.requestId };
    },
  },
  asResponse: {
    value: async function asResponse(this: Promise<unknown>) {
      const data = await this;
      return metadataOf(data).toResponse(data);
    },
  },
});

/** Gives a promise of an operation its comforts, where it has none yet: a legacy call's has those of the reviewed one. */
export function callPromise<T>(promise: Promise<T>): CallPromise<T> {
  const isOne = Object.getPrototypeOf(promise) === callPrototype;
  return isOne ? (promise as CallPromise<T>) : Object.setPrototypeOf(promise, callPrototype);
}

function metadataOf(result: unknown): Metadata {
  const { lastResponse } = (result ?? {}) as { lastResponse?: unknown };
  if (lastResponse instanceof Metadata) return lastResponse;
  throw new ZentraError({
    code: 'response_missing',
    message: 'The result of this call is no object, so its HTTP answer was not kept',
    effect: 'applied',
  });
}

/** Fetches the page from an offset on. */
export type NextPage = (offset: number) => Promise<unknown>;

/**
 * Lets a promise of a page be iterated, from the offset of that page on. Ends at the first empty page, since the gateway may hand out fewer
 * items than it was asked for.
 */
export function listPromise<T>(
  promise: Promise<T>,
  first: number,
  next: NextPage,
): Promise<T> & AsyncIterable<unknown> {
  const iterate = async function* () {
    let offset = first;
    let before: string | undefined;
    for (let page: unknown = await promise; ; page = await next(offset)) {
      const items = itemsOf(page);
      if (items.length === 0) return;
      const text = JSON.stringify(items);
      if (text === before) throw samePage(offset);
      before = text;
      yield* items;
      offset += items.length;
    }
  };
  return Object.defineProperty(promise, Symbol.asyncIterator, { value: iterate }) as never;
}

/** The page itself, or the only list in it: the reference does not say under which name it stands. */
function itemsOf(page: unknown): readonly unknown[] {
  if (Array.isArray(page)) return page;
  const lists = Object.values((page ?? {}) as object).filter(Array.isArray);
  const [only] = lists;
  if (only && lists.length === 1) return only;
  throw new ZentraError({
    code: 'invalid_response',
    message: `A page of a list must be a list or have one list in it, not ${lists.length}: read it with await instead of for await`,
  });
}

function samePage(offset: number): ZentraError {
  return new ZentraError({
    code: 'invalid_response',
    message: `The gateway answered with the same page again for offset ${offset}: it does not page, so read the list with await`,
  });
}
