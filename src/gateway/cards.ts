import { createAliases, snakeCased } from '../contract/aliases.js';
import { type CallOptions, callOptionsOf, embeddedSignal } from '../contract/call-options.js';
import { assertSameCard, cardAndRest, cardIdOf, cardPath } from '../contract/card.js';
import type { Effect } from '../contract/errors.js';
import { fundingBodyOf } from '../contract/funding.js';
import { assertIdempotencyKey, type IdempotencyKeys, withIdempotencyKey } from '../contract/idempotency.js';
import { type JsonObject, jsonObject, readable } from '../contract/json.js';
import { lockArguments } from '../contract/lock.js';
import { queryString } from '../contract/query.js';
import { type RouteName, routes } from '../contract/routes.js';
import type { DeprecationCode, FundingMethod } from '../contract/rules.js';
import { securityControls } from '../contract/security.js';
import { type Operation, pointingAtCaller } from './caller.js';
import type { ReviewedCards } from './card-operations.js';
import { untilAborted } from './card-queue.js';
import type { Clock } from './clock.js';
import { type ClosureRequest, type ClosureStore, Closures } from './closures.js';
import { lockAndRestrict } from './lock-and-restrict.js';
import { supersedeUnlocks, unlockInOrder } from './lock-order.js';
import { readMergeWrite, securityWriters } from './security-updates.js';
import { aborted, type Transport } from './transport.js';

export interface CardOptions {
  /** Base URL: what one process knows of a card is shared by all its clients for one gateway. */
  gateway: string;
  clock: Clock;
  idempotencyKeys: IdempotencyKeys;
  onReferenceConflict: 'send' | 'throw';
  onClosureRequested: ((request: ClosureRequest) => unknown) | undefined;
  closures: ClosureStore | undefined;
  /** Told of deprecated parameters before the request goes out; what it throws ends the call. */
  onDeprecated?: ((code: DeprecationCode, method: FundingMethod) => void) | undefined;
}

type Operations = Record<keyof ReviewedCards, Operation>;

/** Every reviewed operation over one transport (contract, section 2). */
export function reviewedCards(transport: Transport, options: CardOptions): ReviewedCards {
  const closures = new Closures(options.gateway, options.closures);
  const local = (cardId: string) => `${options.gateway} ${cardId}`;

  const call = (name: RouteName, path: string, request: CardRequest): Promise<unknown> =>
    transport.send({
      route: routes[name],
      path,
      body: request.body && JSON.stringify(request.body),
      ifMatch: request.ifMatch,
      options: request.call,
      beforeAttempt: request.beforeAttempt,
    });
  const onCard = (name: RouteName, cardId: string, request: CardRequest) =>
    call(name, cardPath(routes[name].path, cardId) + (request.query ?? ''), request);

  const read = (name: 'getSecurity' | 'balance' | 'getAutoReload') => (card: unknown, trailing: unknown) => {
    const callOptions = callOptionsOf(trailing, embeddedSignal(card));
    return onCard(name, cardIdOf(card), { call: callOptions });
  };

  const fund = (name: 'fund' | 'jitFund') => (card: unknown, params: unknown, trailing: unknown) => {
    const given = cardParams(card, params, trailing, 'params');
    const { onReferenceConflict } = options;
    const { body, deprecations } = fundingBodyOf(given.rest, { onReferenceConflict, cardId: given.cardId });
    for (const code of deprecations) options.onDeprecated?.(code, name);
    const keyed = withIdempotencyKey(body, name, given.cardId, options.idempotencyKeys);
    return onCard(name, given.cardId, { body: keyed, call: given.call });
  };

  const lock = (cardId: string, body: JsonObject, callOptions: CallOptions) => {
    supersedeUnlocks(local(cardId));
    return onCard('lock', cardId, { body, call: callOptions });
  };

  const security = {
    get: (cardId: string, callOptions: CallOptions) => onCard('getSecurity', cardId, { call: callOptions }),
    put: (cardId: string, controls: JsonObject, callOptions: CallOptions, ifMatch?: string) =>
      onCard('replaceSecurity', cardId, { body: controls, call: callOptions, ifMatch }),
  };
  const inTurn = <T>(cardId: string, callOptions: CallOptions, work: () => Promise<T>) =>
    securityWriters.inTurn(local(cardId), work, callOptions.signal, () =>
      aborted(callOptions.signal, 'none'),
    );
  const updateSecurity = (cardId: string, changes: JsonObject, callOptions: CallOptions) =>
    inTurn(cardId, callOptions, () => readMergeWrite(security, cardId, changes, callOptions));

  const operations: Operations = {
    create(params, trailing) {
      const callOptions = callOptionsOf(trailing, embeddedSignal(params));
      const { body, spelling } = snakeCased(
        withoutSignal(jsonObject(params, 'params'), params),
        createAliases,
      );
      assertIdempotencyKey(body, spelling('idempotency_key'));
      const keyed = withIdempotencyKey(body, 'create', '', options.idempotencyKeys);
      return call('create', routes.create.path, { body: keyed, call: callOptions });
    },

    list(query, trailing) {
      const callOptions = callOptionsOf(trailing, embeddedSignal(query));
      const given = query === undefined || query === null ? {} : jsonObject(query, 'query');
      const path = routes.list.path + queryString(withoutSignal(given, query));
      return call('list', path, { call: callOptions });
    },

    fund: fund('fund'),
    jitFund: fund('jitFund'),

    lock(card, lockOptions, trailing) {
      const { cardId, body, own } = lockArguments(card, lockOptions);
      return lock(cardId, body, callOptionsOf(trailing, own));
    },

    unlock(card, lockOptions, trailing) {
      const { cardId, body, own } = lockArguments(card, lockOptions);
      const callOptions = callOptionsOf(trailing, own);
      const refuse = (effect: Effect) => {
        if (!own.force) closures.refuse(cardId, effect);
      };
      return unlockInOrder(local(cardId), async (stillWanted) => {
        refuse('none');
        if (!own.force) await untilAborted(closures.refuseStored(cardId), callOptions.signal);
        const beforeAttempt = (effect: Effect) => {
          refuse(effect);
          stillWanted(effect);
        };
        return onCard('unlock', cardId, { body, call: callOptions, beforeAttempt });
      });
    },

    getSecurity: read('getSecurity'),

    replaceSecurity(card, controls, trailing) {
      const given = cardParams(card, controls, trailing, 'controls');
      const replacement = securityControls(given.rest);
      return inTurn(given.cardId, given.call, () => security.put(given.cardId, replacement, given.call));
    },

    updateSecurity(card, controls, trailing) {
      const given = cardParams(card, controls, trailing, 'controls');
      return updateSecurity(given.cardId, securityControls(given.rest), given.call);
    },

    lockAndRestrict(card, lockOptions, trailing) {
      const { onClosureRequested, clock } = options;
      return lockAndRestrict(
        { lock, updateSecurity, closures, onClosureRequested, clock },
        lockArguments(card, lockOptions),
        trailing,
      );
    },

    balance: read('balance'),

    fundingHistory(card, query, trailing) {
      const callOptions = callOptionsOf(trailing, embeddedSignal(query ?? card));
      const cardId = cardIdOf(card);
      const given = withoutSignal(jsonObject(query ?? pageOf(card), 'query'), query);
      assertSameCard(cardId, given);
      return onCard('fundingHistory', cardId, { query: queryString(given), call: callOptions });
    },

    getAutoReload: read('getAutoReload'),

    updateAutoReload(card, settings, trailing) {
      const given = cardParams(card, settings, trailing, 'settings');
      return onCard('updateAutoReload', given.cardId, { body: given.rest, call: given.call });
    },
  };

  for (const name of Object.keys(operations) as (keyof Operations)[]) {
    operations[name] = pointingAtCaller(name, operations[name]);
  }
  // What the gateway answers is program-specific, so the result types are the caller's word.
  return operations as unknown as ReviewedCards;
}

interface CardRequest {
  query?: string;
  body?: JsonObject;
  ifMatch?: string | undefined;
  call: CallOptions;
  beforeAttempt?: (effect: Effect) => void;
}

/** The page that is asked for beside a card's id; a whole card out of `list()` asks for none. */
function pageOf(card: unknown): { limit?: unknown; offset?: unknown } {
  if (typeof card === 'string') return {};
  return readable('card', () => {
    const { limit, offset } = card as { limit?: unknown; offset?: unknown };
    return { limit, offset };
  });
}

/** Card, parameters and the options of the call. */
function cardParams(card: unknown, params: unknown, trailing: unknown, what: string) {
  const source = params ?? card;
  const { cardId, rest } = cardAndRest(card, params, what);
  return { cardId, rest: withoutSignal(rest, source), call: callOptionsOf(trailing, embeddedSignal(source)) };
}

/** The copy without the `AbortSignal` that stood among the parameters. */
function withoutSignal(copy: JsonObject, source: unknown): JsonObject {
  if (embeddedSignal(source)) delete copy.signal;
  return copy;
}
