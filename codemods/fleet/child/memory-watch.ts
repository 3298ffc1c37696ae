import { residentByGroup } from './resident-memory';

const INTERVAL_MS = 250;

type Watcher = (residentBytes: number) => void;

const watchers = new Map<number, Watcher>();

/**
 * Reports the resident memory of a process group to `watcher` four times a second, until the returned function is called. One read of the
 * process table serves all groups.
 */
export function watchMemory(group: number, watcher: Watcher): () => void {
  watchers.set(group, watcher);
  if (watchers.size === 1) sampleSoon();
  return () => {
    watchers.delete(group);
  };
}

let sampling = false;

function sampleSoon(): void {
  if (sampling) return;
  sampling = true;
  setTimeout(sample, INTERVAL_MS).unref();
}

async function sample(): Promise<void> {
  const groups =
    watchers.size > 0 ? await residentByGroup(new Set(watchers.keys())).catch(() => undefined) : undefined;
  for (const [group, watcher] of watchers) {
    const bytes = groups?.get(group);
    if (bytes !== undefined) watcher(bytes);
  }
  sampling = false;
  if (watchers.size > 0) sampleSoon();
}
