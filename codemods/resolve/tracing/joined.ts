import type { Origin } from '../verdict';

/** One answer for several possible values. A value that is known outweighs an untyped one, as in a typed variable. */
export function joined(origins: readonly Origin[]): Origin {
  const found = new Set(origins);
  if (found.has('unloaded')) return 'unloaded';
  const hasOthers = found.has('elsewhere') || found.has('unseen');
  if (found.has('partly') || (found.has('sdk') && hasOthers)) return 'partly';
  if (found.has('sdk')) return 'sdk';
  if (found.has('unknown') || found.size === 0) return 'unknown';
  return found.has('unseen') ? 'unseen' : 'elsewhere';
}

/** Out of a package of somebody else's, as far as anybody can see. */
export function isForeign(origin: Origin): boolean {
  return origin === 'elsewhere' || origin === 'unseen';
}
