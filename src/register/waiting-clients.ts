/** Clients without a key, with the function that restores their own `cards`. */
const waiting = new WeakMap<object, () => void>();

/** Clients whose `cards` a test has set. */
const doubled = new WeakSet<object>();

export function isDoubled(client: object): boolean {
  return doubled.has(client);
}

export function isWaiting(client: object): boolean {
  return waiting.has(client);
}

/**
 * Tries again when the program first reads `cards`: a client that an SDK exports gets its key later. The client's own `cards` are shown if
 * there is still none.
 *
 * @param equip equips the client, or warns that it cannot
 * @param isItsOwn whether the client's own code called a setter of its `cards`; what a test sets ends the wait
 */
export function waitForKey(
  client: object,
  equip: () => void,
  isItsOwn: (setter: (cards: unknown) => void) => boolean,
): void {
  const own = Object.getOwnPropertyDescriptor(client, 'cards');
  let later: PropertyDescriptor | undefined = own;
  const set = (cards: unknown) => {
    later = { writable: true, enumerable: true, configurable: true, value: cards };
    if (isItsOwn(set)) return;
    endWait(client);
    doubled.add(client);
  };
  const placed = Reflect.defineProperty(client, 'cards', {
    get() {
      endWait(client);
      equip();
      return Reflect.get(client, 'cards', client);
    },
    set,
    enumerable: own?.enumerable ?? false,
    configurable: true,
  });
  if (!placed) {
    equip();
    return;
  }
  waiting.set(client, () => {
    Reflect.deleteProperty(client, 'cards');
    if (later) Reflect.defineProperty(client, 'cards', later);
  });
}

/** Restores the client's own `cards`. */
export function endWait(client: object): void {
  waiting.get(client)?.();
  waiting.delete(client);
}
