import type { ZentraCards } from './card-methods.js';
import { compatCards } from './compat-cards.js';
import type { CompatOptions } from './compat-options.js';
import { routeMethods, routeTo } from './method-routes.js';
import {
  cardsOver,
  isWrapped,
  markWrapped,
  type Wrapped,
  withClientsOwn,
  wrapZentra,
} from './wrap-zentra.js';

/**
 * Adds our `cards` to a new client in place, before other code sees it, so that the object keeps its identity for its class and derived
 * classes. A client that cannot be changed is wrapped instead. A client without `cards` gets ours at once, and later ours on top of its
 * own.
 *
 * @throws {ZentraValidationError} as `wrapZentra` does.
 */
export function equipZentra<T extends object>(client: T, options: CompatOptions): Wrapped<T> {
  if (isWrapped(client)) return client;
  const complete = withClientsOwn(client, options);
  const operations = compatCards(complete);
  const real: unknown = Reflect.get(client, 'cards');
  const property = real ? cardsProperty(client, real, operations) : laterCards(client, operations);
  // A client that is a proxy may accept the property, and go on showing its own.
  const isDefined = Reflect.defineProperty(client, 'cards', property);
  if (!isDefined || Reflect.get(client, 'cards') !== (property.value ?? property.get?.()))
    return wrapZentra(client, options);
  markWrapped(client, complete);
  return client as unknown as Wrapped<T>;
}

/** Enumerable only if the client's own `cards` are. */
function cardsProperty(client: object, real: unknown, operations: ZentraCards): PropertyDescriptor {
  const cards = cardsOver(operations, () => real);
  if (typeof real === 'object' && real !== null) {
    routeMethods(Object.getPrototypeOf(real), Object.keys(operations));
    routeTo(operations, cards, real);
  }
  const enumerable = Object.getOwnPropertyDescriptor(client, 'cards')?.enumerable ?? false;
  return { value: cards, enumerable, writable: true, configurable: true };
}

/** Shows our `cards` until the client sets its own, and afterwards ours on top of those. */
function laterCards(client: object, operations: ZentraCards): PropertyDescriptor {
  const cards = cardsOver(operations, () => undefined);
  return {
    get: () => cards,
    set: (real) => {
      const property = cardsProperty(client, real, operations);
      Reflect.defineProperty(client, 'cards', { ...property, enumerable: true });
    },
    enumerable: false,
    configurable: true,
  };
}
