import { ZentraError } from '../contract/errors.js';
import { Metadata } from './answer.js';

/** A result together with its HTTP response. */
export interface WithResponse<T> {
  data: T;
  response: Response;
  /** The gateway's id of the request, if it sent one. */
  request_id: string | undefined;
}

/** Methods that the promise of a call has in addition, as in other SDKs. */
export interface CallComforts<T> {
  /** The result and its HTTP response. Rejects as the promise itself does. */
  withResponse(): Promise<WithResponse<T>>;
  /** The HTTP response alone. For an operation with several requests, the response to the last one. */
  asResponse(): Promise<Response>;
}

/** `Comforts`, except if `T` is `any`. */
type UnlessAny<T, Comforts> = 0 extends 1 & T ? unknown : Comforts;

/**
 * The return type of every operation: a promise of the result, with the additional methods. For a customer's typed fake, the compiler
 * uses an operation's overloads with `any` for `T`, so that a fake may still return a plain promise, `{ lock: async () => card }`.
 *
 * @example
 * const { data, response } = await client.cards.lock('card_1').withResponse();
 */
export type CallPromise<T> = Promise<T> & UnlessAny<T, CallComforts<T>>;

/** The type of a page's items. */
export type ItemOf<T> = T extends readonly (infer Item)[] ? Item : Record<string, unknown>;

/** A promise of one page; `for await` iterates all items from that page on. */
export type ListPromise<T> = CallPromise<T> & UnlessAny<T, AsyncIterable<ItemOf<T>>>;

/**
 * The prototype of all calls. It inherits from `Promise.prototype` and keeps its `constructor`, so that `await` treats a call as a plain
 * promise, which asynchronous stack traces need.
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

/** Adds the comforts to an operation's promise, unless it has them already, as the promise of a legacy call does. */
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
 * Makes a promise of a page iterable, from the offset of that page on. Ends only at an empty page, since the gateway may return fewer
 * items than requested.
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

/** The page itself, or the only list in it, since the reference does not document its name. */
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
