import { type CheckedCallOptions, withoutKey } from '../contract/call-options.js';
import { type Effect, ZentraApiError, ZentraError } from '../contract/errors.js';
import type { JsonObject } from '../contract/json.js';
import { mergedControls } from '../contract/security.js';
import { CardQueue } from './card-queue.js';
import { processState } from './process-state.js';
import { type Configuration, serialised } from './security-configuration.js';

/** Keyed by base URL and card, so that clients of one gateway share a queue, even from different copies of this package. */
export const securityWriters = new CardQueue(processState.securityWriters);

/** How often the update is repeated after a 412 (contract, section 3). */
const repetitions = 3;

export interface SecurityRoutes {
  get(cardId: string, call: CheckedCallOptions): Promise<Configuration>;
  /** @param json the configuration, serialised */
  put(cardId: string, json: string, call: CheckedCallOptions, ifMatch: string | undefined): Promise<unknown>;
}

/**
 * GET, merge, PUT. Call it only in the card's turn of the queue.
 *
 * @throws {ZentraConnectionError} `security_unreadable`: the answer to the read is no configuration.
 * @throws {ZentraError} `security_conflict` if the configuration still changes between read and write in the last repetition.
 */
export async function readMergeWrite(
  routes: SecurityRoutes,
  cardId: string,
  changes: JsonObject,
  call: CheckedCallOptions,
): Promise<unknown> {
  let effect: Effect = 'none';
  for (let round = 0; ; round++) {
    try {
      const { controls, etag } = await routes.get(cardId, withoutKey(call));
      const merged = serialised(mergedControls(controls, changes));
      return await routes.put(cardId, merged, call, etag);
    } catch (error) {
      if (error instanceof ZentraError && error.effect !== 'none') effect = error.effect;
      const changed = error instanceof ZentraApiError && error.status === 412;
      if (!changed) throw withEffect(error, effect);
      if (round === repetitions) throw withEffect(conflict(cardId, error), effect);
    }
  }
}

/** Sets the effect of all rounds on an error: a write of an earlier round may be in force even if a later round had no effect. */
function withEffect(error: unknown, effect: Effect): unknown {
  return error instanceof ZentraError ? Object.assign(error, { effect }) : error;
}

function conflict(cardId: string, cause: ZentraApiError): ZentraError {
  return new ZentraError({
    code: 'security_conflict',
    message: `The security configuration of card ${cardId} kept changing while it was updated; read it and try again`,
    status: cause.status,
    details: { card_id: cardId },
    effect: cause.effect,
    cause,
    lastResponse: cause.lastResponse,
  });
}
