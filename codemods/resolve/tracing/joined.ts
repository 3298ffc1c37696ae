import type { Origin } from '../verdict';

/** Joins the origins of several possible values. A known value outweighs an untyped one, as in a typed variable. */
export function joined(origins: readonly Origin[]): Origin {
  const found = new Set(origins);
  if (found.has('unloaded')) return 'unloaded';
  const hasOthers = found.has('elsewhere') || found.has('unseen');
  if (found.has('partly') || (found.has('sdk') && hasOthers)) return 'partly';
  if (found.has('sdk')) return 'sdk';
  if (found.has('unknown') || found.size === 0) return 'unknown';
  return found.has('unseen') ? 'unseen' : 'elsewhere';
}

/** Whether a value comes from another package, as far as is visible. */
export function isForeign(origin: Origin): boolean {
  return origin === 'elsewhere' || origin === 'unseen';
}
