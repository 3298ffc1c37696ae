/** Clients without a key, with the function that restores their own `cards`. */
const waiting = new WeakMap<object, () => void>();

export function isWaiting(client: object): boolean {
  return waiting.has(client);
}

/**
 * Tries again when the program first reads `cards`: a client that an SDK exports gets its key later. The client's own `cards` are shown if
 * there is still none.
 *
 * @param equip equips the client, or warns that it cannot
 */
export function waitForKey(client: object, equip: () => void): void {
  const own = Object.getOwnPropertyDescriptor(client, 'cards');
  let later: PropertyDescriptor | undefined = own;
  const placed = Reflect.defineProperty(client, 'cards', {
    get() {
      endWait(client);
      equip();
      return Reflect.get(client, 'cards', client);
    },
    set(cards) {
      later = { writable: true, enumerable: true, configurable: true, ...own, value: cards };
    },
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
