import { isDeepStrictEqual, types } from 'node:util';
import { isClientLike } from '../adapter/client-like.js';
import type { CompatOptions } from '../adapter/compat-options.js';
import { equipAgain, equipZentra, equipZentrasCards, ownCards, unequip } from '../adapter/equip-zentra.js';
import { hasMembers } from '../adapter/real-sdk.js';
import { isWrapped, mergedOptions } from '../adapter/wrap-zentra.js';
import { rememberedOptions } from '../adapter/wrapped-options.js';
import { ZentraValidationError } from '../contract/errors.js';
import { isStub } from '../gateway/test-doubles.js';
import { cannotWrap } from './cannot-wrap.js';
import { sdksPrototypesOf } from './class-chain.js';
import { hasOptions, optionsFrom } from './sdk-options.js';
import { isCalledBySdk } from './sdks-code.js';
import { callbackOf, isCallback, viewOfCallback } from './told-clients.js';
import { endWait, isDoubled, isWaiting, waitForKey } from './waiting-clients.js';

/** Options of each client, and of each object that makes clients, that mean the same to us. */
const optionsOf = new WeakMap<object, CompatOptions>();

/** Clients and makers whose options cannot be read: nothing that they make is sent to a gateway that we guess. */
const unreadable = new WeakMap<object, unknown>();

/**
 * Gives a client our `cards`, with the options in the arguments of the call that made it.
 *
 * @param self the object whose method was called; a client's own options are inherited
 */
export function equipped(client: object, args: readonly unknown[], self?: unknown): object {
  let options: CompatOptions = {};
  try {
    options = optionsGiven(args, self);
    endWait(client);
    const isComplete = isClientLike(client);
    const result = equipZentra(client, options, isCalledBySdk);
    optionsOf.set(result, options);
    equipMakers(client, isComplete ? makerName : anyName);
    return result;
  } catch (error) {
    if (lacksKey(error) && self !== client) return untilItsKey(client, options);
    notEquipped(error);
    return client;
  }
}

/** Gives our operations to `cards` that the program builds itself, with the options of the client that it passes. */
export function equippedCards(cards: object, args: readonly unknown[], ownPrototype: object): object {
  try {
    const [ofClient] = args.flatMap((each) => (hasMembers(each) && rememberedOptions(each)) || []);
    return equipZentrasCards(cards, ofClient ?? optionsGiven(args), ownPrototype);
  } catch (error) {
    notEquipped(error);
    return cards;
  }
}

/** A call of a function or a method of the SDK. */
export interface MakingCall {
  args: readonly unknown[];
  /** The object whose method was called, and the method's name. */
  self?: unknown;
  name?: string;
  /** The object's own `cards` before the call. */
  cards?: unknown;
}

/**
 * Equips the result of a call, and the object whose method was called, if it has become a client or got other options. A client in a
 * promise is equipped before other code sees it.
 */
export function equippedResult(result: unknown, call: MakingCall): unknown {
  if (types.isPromise(result) && result.then === Promise.prototype.then) {
    result.then(
      (value) => equippedResult(value, call),
      () => {},
    );
    return result;
  }
  if (isThenable(result)) return equippedThenable(result, call);
  const { self } = call;
  const made = result === self ? result : equippedValue(result, call);
  if (made === result && hasMembers(self) && optionsOf.has(self) && !isDoubled(self)) changed(self, call);
  return callbackOf(made);
}

/** Members of a list or of an object that are looked at: a program makes few clients at once, and pages of data may be long. */
const mostMembers = 100;

/** A client, or clients in a list or in an object literal. */
function equippedValue(value: unknown, { args, self }: MakingCall): unknown {
  if (!hasMembers(value)) return value;
  if (isWaiting(value) || isClientLike(value)) return equipped(value, args, self);
  for (const key of membersOf(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    const member: unknown = descriptor?.value;
    if (!hasMembers(member) || !(isWaiting(member) || isClientLike(member))) continue;
    const made = equipped(member, args, self);
    if (made !== member) Reflect.defineProperty(value, key, { ...descriptor, value: made });
  }
  return value;
}

function membersOf(value: object): string[] {
  try {
    if (Array.isArray(value)) return value.length > mostMembers ? [] : Object.keys(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    const isPlain = prototype === null || prototype === Object.prototype;
    return isPlain ? Object.keys(value).slice(0, mostMembers) : [];
  } catch {
    // A proxy that was revoked.
    return [];
  }
}

function isThenable(value: unknown): value is { then: (...args: unknown[]) => unknown } {
  try {
    return hasMembers(value) && typeof Reflect.get(value, 'then') === 'function';
  } catch {
    return false;
  }
}

/**
 * Equips what another library's promise tells, or a class derived from `Promise`. Its `then` is not called here: calling it may start the
 * work.
 */
function equippedThenable(thenable: { then: (...args: unknown[]) => unknown }, call: MakingCall): object {
  const { then } = thenable;
  const told: typeof then = function (this: unknown, fulfilled, ...others) {
    const equip = (value: unknown) =>
      Reflect.apply(fulfilled as () => unknown, undefined, [equippedResult(value, call)]);
    return Reflect.apply(then, this, [typeof fulfilled === 'function' ? equip : fulfilled, ...others]);
  };
  Reflect.defineProperty(thenable, 'then', { value: told, writable: true, configurable: true });
  return thenable;
}

/** The argument that the SDK gets in place of a callback: clients that it is told of are equipped before the callback sees them. */
export function callbackGiven(argument: unknown, { args, self }: MakingCall): unknown {
  if (!isCallback(argument)) return argument;
  const others = args.filter((each) => !isCallback(each));
  return viewOfCallback(argument, others.some(hasOptions) ? undefined : (self ?? argument), (value) =>
    equippedValue(value, { args: others, self }),
  );
}

/** Makes an object of the SDK that is no client, such as a builder or a pool, hand out our clients, with the options that it was given. */
export function equipMaker(maker: object, args: readonly unknown[]): void {
  equipMakers(maker, anyName);
  try {
    optionsOf.set(maker, optionsGiven(args));
  } catch (error) {
    // Perhaps options that are not for clients, such as the host of a logger: it counts once a client comes of it.
    unreadable.set(maker, error);
  }
}

function optionsGiven(args: readonly unknown[], self?: unknown): CompatOptions {
  if (hasMembers(self) && unreadable.has(self)) throw unreadable.get(self);
  const inherited = (hasMembers(self) && optionsOf.get(self)) || {};
  return args.map(optionsFrom).reduce<CompatOptions>(mergedOptions, inherited);
}

/** A client without a key waits for it: an SDK may export one that the program configures later. */
function untilItsKey(client: object, options: CompatOptions): object {
  optionsOf.set(client, options);
  equipMakers(client, anyName);
  waitForKey(client, () => equipped(client, [], client), isCalledBySdk);
  return client;
}

/** Names of methods that give a client other options, as an object. */
const configures = /^(?:configure|set(?:up|Options|Config(?:uration)?)?|init(?:iali[sz]e)?|authenticate)$/;

/**
 * The options in a call of a client's method: `configure({ secretKey })`, and `setBaseUrl(url)` or `setApiKey(key)`, which name theirs.
 * Until a client has a key, any method may give it.
 */
function configuredBy({ args, name = '' }: MakingCall, isWaiting: boolean): readonly unknown[] {
  const [first] = args;
  if (configures.test(name)) return args.filter((each) => !isCallback(each));
  const option = /^set(?=[A-Z])(.)(.*)$/.exec(name);
  if (option) return [{ [option[1]!.toLowerCase() + option[2]]: first }, ...args.filter(hasOptions)];
  return isWaiting ? args.filter(hasOptions) : [];
}

function changed(client: object, call: MakingCall): void {
  try {
    const given = configuredBy(call, isWaiting(client));
    const options = optionsGiven(given, client);
    if (isWrapped(client)) {
      equipAgain(client, isDeepStrictEqual(options, optionsOf.get(client)) ? undefined : options, call.cards);
    } else if (!isWaiting(client) && isClientLike(client)) {
      equipped(client, given, client);
    }
    optionsOf.set(client, options);
  } catch (error) {
    // What it was configured with cannot be read: its calls must not go where they went before.
    unreadable.set(client, error);
    if (!isWrapped(client)) return;
    unequip(client);
    notEquipped(error);
  }
}

function lacksKey(error: unknown): boolean {
  return error instanceof ZentraValidationError && error.field === 'secretKey';
}

function notEquipped(error: unknown): void {
  // A mistyped target version must not leave the program on the legacy routes.
  if (error instanceof ZentraValidationError && error.field === 'ZENTRA_COMPAT_TARGET') throw error;
  cannotWrap((error as Error).message);
}

/** Names of methods that derive another client or change one, such as `withOptions`, `clone`, `createClient`, `forTenant`, `configure`. */
const makerName =
  /^(with|clone|copy|fork|extend|child|create|configure|for|as|on(?=[A-Z_])|using|set|setup|init|initiali[sz]e|authenticate|use|open|connect)(?=[A-Z_]|$)/;

/** Names of methods of an object that is no client: any of them may hand one out. */
const anyName = /^(?!constructor$)/;

const makers = new WeakSet<object>();

/** Makes those methods of an object's class equip the clients that they return, or tell a callback of. */
function equipMakers(maker: object, names: RegExp): void {
  for (const holder of sdksPrototypesOf(maker)) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      const method: unknown = descriptor.value;
      if (!names.test(name) || typeof method !== 'function' || makers.has(method) || isStub(method)) continue;
      // A generator's `next`, say, which an exported generator function has in its chain.
      if (isNative(method)) continue;
      const value = new Proxy(method, {
        apply(target, self, args) {
          const call = { args, self, name, cards: hasMembers(self) ? ownCards(self) : undefined };
          const given = args.map((each) => callbackGiven(each, call));
          return equippedResult(Reflect.apply(target, self, given), call);
        },
      });
      makers.add(value);
      Reflect.defineProperty(holder, name, { ...descriptor, value });
    }
  }
}

function isNative(method: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(method));
}
