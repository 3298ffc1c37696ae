import type { Dispatcher } from 'undici';

/** An unlock that has not settled yet. */
export interface PendingUnlock {
  superseded: boolean;
}

/**
 * State that all copies of this package in one process share. There are several copies if a bundle and an install are loaded, or if a
 * framework loads the package once per router. Cards are keyed by base URL and id, so that clients of one gateway share them. URLs are
 * compared as text, so `localhost` and `127.0.0.1` are two gateways.
 */
export interface ProcessState {
  /** Cards that were terminated in this process. */
  readonly terminated: Set<string>;
  /** Number of pending locks that terminate a card. */
  readonly terminating: Map<string, number>;
  /** Pending unlocks. */
  readonly unlocks: Map<string, Set<PendingUnlock>>;
  /** For each card, a promise that settles when the last writer of its security configuration is done. */
  readonly securityWriters: Map<string, Promise<void>>;
  /** Connections, by undici's major version, the environment's proxy and the origin. */
  readonly dispatchers: Map<string, Dispatcher>;
}

/** Version of the interface above. Copies with different layouts do not share state, so change it only if unavoidable. */
const layout = 1;
const key = Symbol.for(`zentra-compat.process-state.${layout}`);

export const processState: ProcessState = sharedState();

function sharedState(): ProcessState {
  const holder = globalThis as { [key]?: ProcessState };
  const state: ProcessState = holder[key] ?? {
    terminated: new Set(),
    terminating: new Map(),
    unlocks: new Map(),
    securityWriters: new Map(),
    dispatchers: new Map(),
  };
  // Not enumerable, since test runners compare and copy the globals. If the global object is frozen, each copy keeps its own state.
  Reflect.defineProperty(globalThis, key, { value: state, configurable: true });
  return state;
}
