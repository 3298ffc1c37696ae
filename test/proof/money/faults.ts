import type { FaultInput } from '../../../codemods/sandbox';
import { pick } from '../random';

/** Milliseconds that the client waits for an answer, and that a slow one takes. */
export const TIMEOUT = 1000;
const TOO_LONG = 1500;

/** Everything that the issue names, with the effect and without it. */
const faults: readonly FaultInput[] = (['before', 'after'] as const).flatMap((effect): FaultInput[] => [
  { kind: 'reset', effect },
  { kind: 'reset', effect },
  { kind: 'error', status: 429, retryAfter: 0, effect },
  { kind: 'error', status: 429, retryAfter: 'Thu, 01 Jan 2026 00:00:00 GMT', effect: 'before' },
  { kind: 'error', status: 500, effect },
  { kind: 'error', status: 503, effect },
  { kind: 'slow', ms: TOO_LONG, effect },
  { kind: 'truncated', effect },
  { kind: 'invalid-json', effect },
  { kind: 'html', status: 502, effect },
  { kind: 'html', status: 200, effect },
]);

/** Spoils this share of all requests. */
const SHARE = 0.25;

/** @param late whether a request may take effect after its client has given it up */
export function faultsFrom(random: () => number, late: boolean): () => FaultInput | undefined {
  // A 429 after the effect would be the gateway's lie, not a fault of the way there.
  const honest = faults.filter((fault) => {
    if (fault.kind === 'slow') return late || fault.effect === 'after';
    return !(fault.kind === 'error' && fault.status === 429 && fault.effect === 'after');
  });
  return () => (random() < SHARE ? pick(honest, random) : undefined);
}
