import dns from 'node:dns';
import net from 'node:net';
import os from 'node:os';

/** Logs a refused DNS query and returns the error for the program. */
type RefuseName = (name: string) => Error;

type Asking = (...args: unknown[]) => unknown;

/**
 * Refuses DNS queries for other machines: a query would leave this machine, too.
 *
 * @param mayAsk whether the program may reach a host
 */
export function guardNames(mayAsk: (host: string) => boolean, refuse: RefuseName): void {
  const own = os.hostname();
  const isOpen = (name: unknown, asks: string): boolean => {
    if (typeof name !== 'string' || name === '' || name === own) return true;
    // `lookup` of an IP address sends no query.
    if (asks === 'lookup' && net.isIP(name) !== 0) return true;
    // `_mongodb._tcp.db.internal` names a service of `db.internal`.
    return mayAsk(name.replace(/^(?:_[^.]+\.)+/, ''));
  };
  const called = (error: Error, args: readonly unknown[]) => {
    const callback = args.findLast((arg) => typeof arg === 'function') as
      | ((error: Error) => void)
      | undefined;
    if (callback) process.nextTick(callback, error);
  };
  guardAsking(dns, isOpen, refuse, called);
  guardAsking(dns.Resolver.prototype, isOpen, refuse, called);
  const rejected = (error: Error) => Promise.reject(error);
  guardAsking(dns.promises, isOpen, refuse, rejected);
  guardAsking(dns.promises.Resolver.prototype, isOpen, refuse, rejected);
}

/** Guards every DNS function of an object. Copies the functions' own properties, which `util.promisify` needs. */
function guardAsking(
  owner: object,
  isOpen: (name: unknown, asks: string) => boolean,
  refuse: RefuseName,
  answer: (error: Error, args: readonly unknown[]) => unknown,
): void {
  const functions = owner as Record<string, Asking>;
  for (
    let proto: object | null = owner;
    proto && proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    for (const asks of Object.getOwnPropertyNames(proto)) {
      const original = functions[asks];
      if (!/^(?:lookup|resolve|reverse)/.test(asks) || typeof original !== 'function') continue;
      const guarded = function guarded(this: unknown, ...args: unknown[]): unknown {
        if (isOpen(args[0], asks)) return Reflect.apply(original, this, args);
        return answer(refuse(String(args[0])), args);
      };
      Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original));
      functions[asks] = guarded;
    }
  }
}
