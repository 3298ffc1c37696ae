import { type Effect, ZentraError } from '../contract/errors.js';
import { type PendingUnlock, processState } from './process-state.js';

const { unlocks: underWay } = processState;

/**
 * Prevents a retried unlock from undoing a later lock.
 *
 * @param send makes the call; it calls `stillWanted` before each attempt
 */
export async function unlockInOrder<T>(
  card: string,
  send: (stillWanted: (effect: Effect) => void) => Promise<T>,
): Promise<T> {
  const unlock: PendingUnlock = { superseded: false };
  const unlocks = underWay.get(card) ?? new Set();
  underWay.set(card, unlocks.add(unlock));
  try {
    return await send((effect) => {
      if (unlock.superseded) throw superseded(effect);
    });
  } finally {
    unlocks.delete(unlock);
    if (unlocks.size === 0) underWay.delete(card);
  }
}

/** Marks the pending unlocks of a card as superseded by a lock. */
export function supersedeUnlocks(card: string): void {
  for (const unlock of underWay.get(card) ?? []) unlock.superseded = true;
}

function superseded(effect: Effect): ZentraError {
  return new ZentraError({
    code: 'superseded',
    message: 'The unlock was given up: the card was locked after it was asked for',
    effect,
  });
}
