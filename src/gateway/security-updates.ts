import type { CheckedCallOptions } from '../contract/call-options.js';
import { type Effect, ZentraApiError, ZentraConnectionError, ZentraError } from '../contract/errors.js';
import type { JsonObject } from '../contract/json.js';
import { mergedControls } from '../contract/security.js';
import { answerHeader, cameWithoutBody } from './answer.js';
import { CardQueue } from './card-queue.js';
import { processState } from './process-state.js';

/** By base URL and card, so that two clients for one gateway take turns as well, whichever copy of this package made them. */
export const securityWriters = new CardQueue(processState.securityWriters);

/** How often a 412 is answered by reading, merging and writing again (contract, section 3). */
const repetitions = 3;

export interface SecurityRoutes {
  get(cardId: string, call: CheckedCallOptions): Promise<unknown>;
  put(
    cardId: string,
    controls: JsonObject,
    call: CheckedCallOptions,
    ifMatch?: string | undefined,
  ): Promise<unknown>;
}

/**
 * GET, merge, PUT. Must have the card's turn.
 *
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
      const current = await routes.get(cardId, call);
      const merged = mergedControls(configuration(current), changes);
      return await routes.put(cardId, merged, call, answerHeader(current, 'etag'));
    } catch (error) {
      if (error instanceof ZentraError && error.effect !== 'none') effect = error.effect;
      // The engine's stack, where the gateway's configuration is nested too deeply to be written again.
      if (error instanceof RangeError) throw unusable();
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

/** Merging into anything but what is in force would lose it: an empty answer is no empty configuration. */
function configuration(value: unknown): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || cameWithoutBody(value)) throw unusable();
  return value as JsonObject;
}

function unusable(): ZentraConnectionError {
  return new ZentraConnectionError({
    code: 'invalid_response',
    message: 'The gateway answered with a security configuration that cannot be merged: nothing was changed',
    effect: 'none',
  });
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
