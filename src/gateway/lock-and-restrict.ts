import { type CheckedCallOptions, callOptionsOf, withoutKey } from '../contract/call-options.js';
import { type LastResponse, ZentraError } from '../contract/errors.js';
import { type JsonObject, messageOf } from '../contract/json.js';
import type { LockArguments } from '../contract/lock.js';
import type { methodRules } from '../contract/rules.js';
import { restrictedControls, securityControls } from '../contract/security.js';
import { withLastResponse } from './answer.js';
import type { LockedAndRestricted } from './card-operations.js';
import { untilAborted } from './card-queue.js';
import type { Clock } from './clock.js';
import type { ClosureRequest, Closures } from './closures.js';
import { warn } from './process-warning.js';
import { aborted } from './transport.js';

export interface LockAndRestrictSteps {
  lock(cardId: string, body: JsonObject, call: CheckedCallOptions): Promise<unknown>;
  updateSecurity(cardId: string, changes: JsonObject, call: CheckedCallOptions): Promise<unknown>;
  closures: Closures;
  onClosureRequested: ((request: ClosureRequest) => unknown) | undefined;
  clock: Clock;
}

/**
 * Locks and restricts a card, then requests its closure. Checks all arguments before it sends the lock. From then on the card counts
 * as terminated, so that no unlock can run between the steps.
 *
 * @see contract, section 3
 */
export async function lockAndRestrict(
  steps: LockAndRestrictSteps,
  { cardId, body, own }: LockArguments,
  trailing: unknown,
): Promise<LockedAndRestricted<unknown, unknown>> {
  const call = callOptionsOf(trailing, own);
  const controls = securityControls(own.controls ?? restrictedControls);
  const reason =
    typeof body.reason === 'string' && body.reason !== '' ? body.reason : 'termination_requested';
  const requestedAt = steps.clock.now();

  // An idempotency key is for one request: the gateway would take a second step with the same key for a repetition.
  const restricting = withoutKey(call);

  const lock = await steps.closures.terminate(cardId, () => steps.lock(cardId, { ...body, reason }, call));
  const recorded = failureOf(() => steps.closures.record(cardId));

  const security = await steps.updateSecurity(cardId, controls, restricting).catch(async (cause: unknown) => {
    throw notRestricted(cardId, cause, await untilAborted(recorded, call.signal));
  });
  const told = tellOf(steps, cardId, reason, requestedAt);
  const rest = Promise.all([recorded, told]);
  await untilAborted(rest, call.signal);
  if (call.signal?.aborted) throw aborted(call.signal, 'applied');

  const [notRecorded] = await rest;
  if (notRecorded) throw closureNotRecorded(cardId, notRecorded.error);
  const result = { card_id: cardId, lock, security, permanent: false } as const satisfies Answer;
  const last = (security ?? lock) as { lastResponse?: LastResponse } | null | undefined;
  return withLastResponse(result, last?.lastResponse) as typeof result;
}

/** The members that the table of rules promises. Reports warn about reads of other members. */
type Answer = Record<
  Extract<(typeof methodRules)[number], { reviewed: 'lockAndRestrict' }>['answer'][number],
  unknown
>;

/** The error that a function of the caller throws or rejects with, if any. Never rejects. */
async function failureOf(work: () => unknown): Promise<{ error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

function notRestricted(
  cardId: string,
  cause: unknown,
  notRecorded: { error: unknown } | undefined,
): ZentraError {
  const { status, lastResponse } = cause instanceof ZentraError ? cause : {};
  return new ZentraError({
    code: 'restriction_failed',
    message: `Card ${cardId} is locked and not yet restricted: call lockAndRestrict again, which is safe${textOf(cause)}`,
    status,
    details: {
      card_id: cardId,
      locked: true,
      restricted: false,
      ...(notRecorded && { closure_recorded: false }),
    },
    effect: 'applied',
    cause,
    lastResponse,
  });
}

function closureNotRecorded(cardId: string, cause: unknown): ZentraError {
  return new ZentraError({
    code: 'closure_not_recorded',
    message: `Card ${cardId} is locked and restricted, but the closures store failed, so other processes may unlock it: call lockAndRestrict again, which is safe${textOf(cause)}`,
    details: { card_id: cardId, locked: true, restricted: true, closure_recorded: false },
    effect: 'applied',
    cause,
  });
}

/** Calls the hook. Its failure does not undo the steps; a warning asks a person to request the closure by hand. */
async function tellOf(
  { onClosureRequested }: LockAndRestrictSteps,
  card_id: string,
  reason: string,
  requestedAt: number,
): Promise<void> {
  if (!onClosureRequested) return;
  // A test's clock may return a time that `toISOString` refuses.
  const failure = await failureOf(() =>
    onClosureRequested({ card_id, reason, requested_at: new Date(requestedAt).toISOString() }),
  );
  if (!failure) return;
  const message = `onClosureRequested failed for card ${card_id}, which is locked and restricted: request its closure by hand${textOf(failure.error)}`;
  warn('ZENTRA_CLOSURE_HOOK_FAILED', message);
}

function textOf(error: unknown): string {
  return ` (${messageOf(error)})`;
}
