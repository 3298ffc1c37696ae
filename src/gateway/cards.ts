import { autoReloadAliases, createAliases, snakeCased } from '../contract/aliases.js';
import { assertAmounts } from '../contract/amounts.js';
import {
  besideCard,
  type CheckedCallOptions,
  callOptionsOf,
  embeddedSignal,
  isCallOptions,
  refuseFurther,
} from '../contract/call-options.js';
import { assertSameCard, cardIdOf, cardPath } from '../contract/card.js';
import { cardArguments, cardForms, withoutSignal } from '../contract/card-arguments.js';
import type { Effect } from '../contract/errors.js';
import { fundingBodyOf } from '../contract/funding.js';
import { assertIdempotencyKey } from '../contract/idempotency.js';
import { type JsonObject, jsonObject, readable } from '../contract/json.js';
import { lockArguments } from '../contract/lock.js';
import { queryString } from '../contract/query.js';
import { type RouteName, routes } from '../contract/routes.js';
import type { DeprecationCode, FundingMethod } from '../contract/rules.js';
import { securityControls } from '../contract/security.js';
import { listPromise } from './call-promise.js';
import type { ReviewedCards } from './card-operations.js';
import { untilAborted } from './card-queue.js';
import type { Clock } from './clock.js';
import { type ClosureRequest, type ClosureStore, Closures } from './closures.js';
import { lockAndRestrict } from './lock-and-restrict.js';
import { supersedeUnlocks, unlockInOrder } from './lock-order.js';
import { type Operation, pointingAtCaller } from './operation.js';
import { type Configuration, configurationOf } from './security-configuration.js';
import { readMergeWrite, securityWriters } from './security-updates.js';
import { aborted, type Call, type Transport } from './transport.js';

export interface CardOptions {
  /** Base URL. All clients of a process for the same gateway share its state of a card. */
  gateway: string;
  clock: Clock;
  onReferenceConflict: 'send' | 'throw';
  onClosureRequested: ((request: ClosureRequest) => unknown) | undefined;
  closures: ClosureStore | undefined;
  /** Called for deprecated parameters before the request is sent; an error that it throws ends the call. */
  onDeprecated?: ((code: DeprecationCode, method: FundingMethod) => void) | undefined;
}

type Operations = Record<keyof ReviewedCards, Operation>;

/** Operations that ignore the index and the array that `Array.map` passes after the element. */
const mappable = new Set<keyof ReviewedCards>([
  ...(['create', 'lock', 'unlock', 'lockAndRestrict', 'getSecurity', 'balance'] as const),
  ...(['fundingHistory', 'getAutoReload'] as const),
]);

/** Operations that take two arguments at most; all others take card, body and options. */
const ofTwoArguments = new Set<keyof ReviewedCards>([
  'create',
  'list',
  'getSecurity',
  'balance',
  'getAutoReload',
]);

/** Every reviewed operation over one transport (contract, section 2). A table of one method per operation, and therefore long. */
export function reviewedCards(transport: Transport, options: CardOptions): ReviewedCards {
  const closures = new Closures(options.gateway, options.closures);
  const local = (cardId: string) => `${options.gateway} ${cardId}`;

  // The properties are written out, since spreading the request would cost more than sending it.
  const call = (name: RouteName, path: string, request: CardRequest, cardId = ''): Promise<unknown> =>
    transport.send({
      route: routes[name],
      operation: name,
      cardId,
      path,
      body: request.body,
      json: request.json,
      read: request.read,
      ifMatch: request.ifMatch,
      options: request.call,
      beforeAttempt: request.beforeAttempt,
    });
  const onCard = (name: RouteName, cardId: string, request: CardRequest) =>
    call(name, cardPath(routes[name].path, cardId) + (request.query ?? ''), request, cardId);

  const read = (name: 'getSecurity' | 'balance' | 'getAutoReload') => (card: unknown, trailing: unknown) => {
    const callOptions = callOptionsOf(trailing, besideCard(card));
    return onCard(name, cardIdOf(card), { call: callOptions });
  };

  const fund = (name: 'fund' | 'jitFund') => (card: unknown, params: unknown, trailing: unknown) => {
    const given = cardArguments(card, params, trailing, cardForms.funding);
    const { onReferenceConflict } = options;
    const { body, deprecations } = fundingBodyOf(given.rest, { onReferenceConflict, cardId: given.cardId });
    for (const code of deprecations) options.onDeprecated?.(code, name);
    return onCard(name, given.cardId, { body, call: given.call });
  };

  const lock = (cardId: string, body: JsonObject, callOptions: CheckedCallOptions) => {
    supersedeUnlocks(local(cardId));
    return onCard('lock', cardId, { body, call: callOptions });
  };

  const security = {
    get: (cardId: string, callOptions: CheckedCallOptions) =>
      onCard('getSecurity', cardId, { call: callOptions, read: configurationOf }) as Promise<Configuration>,
    put: (cardId: string, json: string, callOptions: CheckedCallOptions, ifMatch: string | undefined) =>
      onCard('replaceSecurity', cardId, { json, call: callOptions, ifMatch }),
  };
  const inTurn = <T>(cardId: string, callOptions: CheckedCallOptions, work: () => Promise<T>) =>
    securityWriters.inTurn(local(cardId), work, callOptions.signal, () =>
      aborted(callOptions.signal, 'none'),
    );
  const updateSecurity = (cardId: string, changes: JsonObject, callOptions: CheckedCallOptions) =>
    inTurn(cardId, callOptions, () => readMergeWrite(security, cardId, changes, callOptions));

  const operations: Operations = {
    create(params, trailing) {
      const callOptions = callOptionsOf(trailing, embeddedSignal(params));
      const given = withoutSignal(jsonObject(params, 'params'), params);
      const spelled = snakeCased(given, createAliases);
      assertAmounts(spelled);
      assertIdempotencyKey(spelled.body, spelled.spelling('idempotency_key'));
      return call('create', routes.create.path, { body: spelled.body, call: callOptions });
    },

    list(first, second) {
      const [query, trailing] = queryAndOptions(first, second);
      const callOptions = callOptionsOf(trailing, embeddedSignal(query));
      const given = query === undefined || query === null ? {} : jsonObject(query, 'query');
      const wanted = withoutSignal(given, query);
      const page = (pageQuery: JsonObject) =>
        call('list', routes.list.path + queryString(pageQuery), { call: callOptions });
      const offsetOfPage = Number(wanted.offset ?? 0);
      return listPromise(page(wanted), offsetOfPage, (offset) => page({ ...wanted, offset }));
    },

    fund: fund('fund'),
    jitFund: fund('jitFund'),

    lock(card, lockOptions, trailing) {
      const { cardId, body, own } = lockArguments(card, lockOptions);
      return lock(cardId, body, callOptionsOf(trailing, own));
    },

    unlock(card, lockOptions, trailing) {
      const { cardId, body, own } = lockArguments(card, lockOptions);
      // The route's documented body has no idempotency key.
      const { idempotency_key, ...rest } = body;
      const callOptions = callOptionsOf(trailing, { ...own, idempotency_key });
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
        return onCard('unlock', cardId, { body: rest, call: callOptions, beforeAttempt });
      });
    },

    getSecurity: read('getSecurity'),

    replaceSecurity(card, controls, trailing) {
      const given = cardArguments(card, controls, trailing, cardForms.security);
      const replacement = securityControls(given.rest);
      return inTurn(given.cardId, given.call, () =>
        onCard('replaceSecurity', given.cardId, { body: replacement, call: given.call }),
      );
    },

    updateSecurity(card, controls, trailing) {
      const given = cardArguments(card, controls, trailing, cardForms.security);
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

    fundingHistory(card, second, third) {
      const [query, trailing] = queryAndOptions(second, third);
      const callOptions = callOptionsOf(trailing, { ...besideCard(card), ...embeddedSignal(query) });
      const cardId = cardIdOf(card);
      const given = withoutSignal(jsonObject(query ?? pageOf(card), 'query'), query);
      assertSameCard(cardId, given);
      return onCard('fundingHistory', cardId, { query: queryString(given), call: callOptions });
    },

    getAutoReload: read('getAutoReload'),

    updateAutoReload(card, settings, trailing) {
      const given = cardArguments(card, settings, trailing, cardForms.autoReload);
      const spelled = snakeCased(given.rest, autoReloadAliases);
      assertAmounts(spelled);
      return onCard('updateAutoReload', given.cardId, { body: spelled.body, call: given.call });
    },
  };

  for (const name of Object.keys(operations) as (keyof Operations)[]) {
    operations[name] = pointingAtCaller(name, withItsArguments(name, operations[name]));
  }
  // Results depend on the card program, so the caller declares their types.
  return operations as unknown as ReviewedCards;
}

interface CardRequest {
  query?: string;
  body?: JsonObject;
  json?: string;
  read?: Call['read'];
  ifMatch?: string | undefined;
  call: CheckedCallOptions;
  beforeAttempt?: (effect: Effect) => void;
}

/** `limit` and `offset` from an object with a card's id. Other keys are ignored, since it may be a whole card from `list()`. */
function pageOf(card: unknown): { limit?: unknown; offset?: unknown } {
  if (typeof card === 'string') return {};
  return readable('card', () => {
    const { limit, offset } = card as { limit?: unknown; offset?: unknown };
    return { limit, offset };
  });
}

/** Separates the query from the request options, which may also be the only argument. */
function queryAndOptions(query: unknown, trailing: unknown): [query: unknown, trailing: unknown] {
  const optionsOnly = (trailing === undefined || trailing === null) && isCallOptions(query);
  return optionsOnly ? [undefined, query] : [query, trailing];
}

/** Makes an operation ignore the arguments of `Array.map`, and refuse other surplus arguments. */
function withItsArguments(name: keyof ReviewedCards, run: Operation): Operation {
  const most = ofTwoArguments.has(name) ? 2 : 3;
  return (...args) => {
    if (typeof args[1] === 'number' && mappable.has(name)) return run(args[0]);
    refuseFurther(args, most);
    return run(...args);
  };
}
