import { type CheckedCallOptions, withoutKey } from '../contract/call-options.js';
import { type Effect, ZentraApiError, ZentraError } from '../contract/errors.js';
import type { JsonObject } from '../contract/json.js';
import { mergedControls } from '../contract/security.js';
import { CardQueue } from './card-queue.js';
import { processState } from './process-state.js';
import { type Configuration, serialised } from './security-configuration.js';

/** By base URL and card, so that two clients for one gateway take turns as well, whichever copy of this package made them. */
export const securityWriters = new CardQueue(processState.securityWriters);

/** How often a 412 is answered by reading, merging and writing again (contract, section 3). */
const repetitions = 3;

export interface SecurityRoutes {
  get(cardId: string, call: CheckedCallOptions): Promise<Configuration>;
  /** @param json the configuration as it goes over the wire */
  put(cardId: string, json: string, call: CheckedCallOptions, ifMatch: string | undefined): Promise<unknown>;
}

/**
 * GET, merge, PUT. Must have the card's turn.
 *
 * @throws {ZentraConnectionError} `security_unreadable`: the gateway answered the read with what is no configuration.
 * @throws {ZentraError} `security_conflict` where the configuration changed in between once more than it may.
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

/** A write of an earlier round may be in force, whatever a later round's read or write says of itself. */
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
