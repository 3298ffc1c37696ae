import type { ZentraCards } from './card-methods.js';
import { compatCards } from './compat-cards.js';
import type { CompatOptions } from './compat-options.js';
import { routeMethods, routeTo } from './method-routes.js';
import {
  cardsOver,
  isWrapped,
  markWrapped,
  unmarkWrapped,
  type Wrapped,
  withClientsOwn,
  wrapZentra,
} from './wrap-zentra.js';

/**
 * Adds our `cards` to a new client in place, before other code sees it, so that the object keeps its identity for its class and derived
 * classes. A client that cannot be changed is wrapped instead. A client without `cards` gets ours at once, and later ours on top of its
 * own.
 *
 * @param isItsOwn whether the client's own code called a setter of its `cards`; what a test sets stays
 * @throws {ZentraValidationError} as `wrapZentra` does.
 */
export function equipZentra<T extends object>(
  client: T,
  options: CompatOptions,
  isItsOwn: (setter: Setter) => boolean,
): Wrapped<T> {
  if (isWrapped(client)) return client;
  const complete = withClientsOwn(client, options);
  const operations = compatCards(complete);
  const real: unknown = Reflect.get(client, 'cards');
  const property = real ? cardsProperty(client, real, operations) : laterCards(client, operations, isItsOwn);
  // A client that is a proxy may accept the property, and go on showing its own.
  const isDefined = Reflect.defineProperty(client, 'cards', property);
  if (!isDefined || Reflect.get(client, 'cards') !== (property.value ?? property.get?.()))
    return wrapZentra(client, options);
  markWrapped(client, complete);
  return client as unknown as Wrapped<T>;
}

type Setter = (cards: unknown) => void;

/** Our `cards` of each client, with the client's own ones below them. */
const ofClient = new WeakMap<object, { operations: ZentraCards; real: unknown; cards: ZentraCards }>();

/** The value that a client itself has as `cards`. */
export function ownCards(client: object): unknown {
  return Object.getOwnPropertyDescriptor(client, 'cards')?.value;
}

/**
 * Equips a client again after a call of one of its methods, if that gave it other options, or set `cards` of its own over ours.
 *
 * @param options the other options, if any
 * @param earlier its `ownCards` before the call: what a test has set before stays
 * @throws {ZentraValidationError} as `wrapZentra` does.
 */
export function equipAgain(client: object, options: CompatOptions | undefined, earlier: unknown): void {
  const before = ofClient.get(client);
  if (!before) return;
  const shown = ownCards(client);
  const isItsOwn = isObject(shown) && shown !== before.cards && shown !== earlier;
  if (!options && !isItsOwn) return;
  const complete = options && withClientsOwn(client, options);
  const operations = complete ? compatCards(complete) : before.operations;
  exchange(before.cards, before.operations, operations);
  if (isItsOwn) Reflect.defineProperty(client, 'cards', cardsProperty(client, shown, operations));
  else {
    ofClient.set(client, { ...before, operations });
    routeTo(operations, before.cards, ...(isObject(before.real) ? [before.real] : []));
  }
  if (complete) markWrapped(client, complete);
}

/** Gives a client its own `cards` back, and makes ours that the program may hold show them. */
export function unequip(client: object): void {
  const before = ofClient.get(client);
  if (!before) return;
  const { operations, real, cards } = before;
  for (const [name, value] of Object.entries(operations))
    if (Object.getOwnPropertyDescriptor(cards, name)?.value === value) Reflect.deleteProperty(cards, name);
  if (isObject(real)) routeTo({}, cards, real);
  ofClient.delete(client);
  unmarkWrapped(client);
  const { enumerable = false, value = cards } = Object.getOwnPropertyDescriptor(client, 'cards') ?? {};
  // What a test has set stays.
  if (value !== cards) return;
  Reflect.defineProperty(client, 'cards', { value: real, enumerable, writable: true, configurable: true });
}

/** Exchanges the operations of `cards` that the program may hold. What it has set there itself, such as a test's stub, stays. */
function exchange(cards: ZentraCards, before: ZentraCards, after: ZentraCards): void {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(after))) {
    const shown = Object.getOwnPropertyDescriptor(cards, name)?.value;
    if (shown === before[name as keyof ZentraCards]) Reflect.defineProperty(cards, name, descriptor);
  }
}

/**
 * Gives our operations to `cards` that were built without a client, in place. Methods of their class are routed to ours; methods that they
 * have themselves, or lack, are replaced.
 *
 * @param ownPrototype prototype of the SDK's class: what a derived class of the program overrides stays its own
 * @returns the `cards`, or ours on top of them if they are frozen
 * @throws {ZentraValidationError} as `wrapZentra` does.
 */
export function equipZentrasCards(cards: object, options: CompatOptions, ownPrototype: object): object {
  const operations = compatCards(withClientsOwn(cards, options));
  if (!Object.isExtensible(cards)) return cardsOver(operations, () => cards);
  routeMethods(ownPrototype, Object.keys(operations));
  routeTo(operations, cards);
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(operations))) {
    if (Object.hasOwn(cards, name) || !(name in cards)) {
      const { enumerable = false } = Object.getOwnPropertyDescriptor(cards, name) ?? {};
      Reflect.defineProperty(cards, name, { ...descriptor, enumerable });
    }
  }
  return cards;
}

/** Enumerable only if the client's own `cards` are. */
function cardsProperty(client: object, real: unknown, operations: ZentraCards): PropertyDescriptor {
  const cards = cardsOver(operations, () => real);
  if (isObject(real)) {
    routeMethods(Object.getPrototypeOf(real), Object.keys(operations));
    routeTo(operations, cards, real);
  }
  ofClient.set(client, { operations, real, cards });
  const enumerable = Object.getOwnPropertyDescriptor(client, 'cards')?.enumerable ?? false;
  return { value: cards, enumerable, writable: true, configurable: true };
}

/** The attributes of a property that is assigned. */
const written = { enumerable: true, writable: true, configurable: true } as const;

/** Shows our `cards` until the client has its own, set or behind a getter of its class, and afterwards ours on top of those. */
function laterCards(
  client: object,
  operations: ZentraCards,
  isItsOwn: (setter: Setter) => boolean,
): PropertyDescriptor {
  const cards = cardsOver(operations, () => undefined);
  ofClient.set(client, { operations, real: undefined, cards });
  const equip = (real: unknown, enumerable: boolean) => {
    const property = cardsProperty(client, real, ofClient.get(client)?.operations ?? operations);
    Reflect.defineProperty(client, 'cards', { ...property, enumerable });
    return property.value as ZentraCards;
  };
  const set: Setter = (real) => {
    if (isItsOwn(set)) equip(real, true);
    else Reflect.defineProperty(client, 'cards', { ...written, value: real });
  };
  return {
    get() {
      const inherited: unknown = Reflect.get(Object.getPrototypeOf(client) ?? {}, 'cards', client);
      return isObject(inherited) ? equip(inherited, false) : cards;
    },
    set,
    enumerable: false,
    configurable: true,
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
