import type { Dispatcher } from 'undici';

/** An unlock that is not settled yet. */
export interface PendingUnlock {
  superseded: boolean;
}

/**
 * What every copy of this package in one process has in common: a bundle beside an install, or a framework that loads the package
 * once per router. Cards are keyed by base URL and card, so that clients of one gateway share them; the gateway's URL counts as it is
 * written, so `localhost` and `127.0.0.1` are two gateways.
 */
export interface ProcessState {
  /** Cards that were terminated in this process. */
  readonly terminated: Set<string>;
  /** How many locks are under way that terminate a card. */
  readonly terminating: Map<string, number>;
  /** Unlocks under way. */
  readonly unlocks: Map<string, Set<PendingUnlock>>;
  /** Settles when the last writer of a card's security configuration is done. */
  readonly securityWriters: Map<string, Promise<void>>;
  /** Connections, by undici's major version, the environment's proxy and the origin. */
  readonly dispatchers: Map<string, Dispatcher>;
}

/** Of the interface above. A copy of another layout keeps a state of its own, so this changes only where there is no other way. */
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
  // Not enumerable: test runners compare and copy the globals. A frozen global object leaves each copy its own.
  Reflect.defineProperty(globalThis, key, { value: state, configurable: true });
  return state;
}
