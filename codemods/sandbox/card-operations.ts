import { createHash } from 'node:crypto';
import type { RouteName } from 'zentra-compat/contract';
import { z } from 'zod';
import { Refusal } from './envelope';
import { type Card, type CardStatus, type Funding, type SandboxState, statusAt } from './state';
import { currencyCode, minorUnits, positiveMinorUnits, reference, validated } from './validate';

export interface Operation {
  state: SandboxState;
  /** Milliseconds since the epoch. */
  now: number;
  /** How long a lock or an unlock takes to settle. */
  settleAfter: number;
  card: Card;
  body: unknown;
  query: Readonly<Record<string, string>>;
  ifMatch: string | undefined;
}

export interface Outcome {
  status: number;
  data: unknown;
  headers?: Readonly<Record<string, string>>;
}

type Operations = { [Name in Exclude<RouteName, 'create' | 'list'>]: (operation: Operation) => Outcome };

/** The handler of every reviewed route of one card. Exhaustive: a route of the contract without a handler does not compile. */
export const cardOperations: Operations = {
  fund: (operation) => fund('fund', operation),
  jitFund: (operation) => fund('jit_fund', operation),
  lock: (operation) => change('lock', 'locked', operation),
  unlock: (operation) => change('unlock', 'active', operation),
  getSecurity: ({ card }) => securityOf(card),
  replaceSecurity,
  balance: ({ card }) => ({
    status: 200,
    data: { card_id: card.id, currency: card.currency, balance_minor: card.balance_minor },
  }),
  fundingHistory: ({ card, query }) => ({ status: 200, data: historyOf(card, query) }),
  getAutoReload: ({ card }) => ({ status: 200, data: card.autoReload }),
  updateAutoReload,
};

function historyOf(card: Card, query: Operation['query']) {
  const { items, ...rest } = page(card.fundings, query);
  return { card_id: card.id, fundings: items, ...rest };
}

const fundBody = z.looseObject({
  amount_minor: positiveMinorUnits,
  currency: currencyCode.optional(),
  source: z.unknown().optional(),
  transaction_reference: reference.optional(),
  reference: reference.optional(),
});

function fund(kind: Funding['kind'], { card, body, now }: Operation): Outcome {
  const funding = validated(fundBody, body);
  if (funding.currency !== undefined && funding.currency !== card.currency) {
    throw new Refusal({
      status: 422,
      code: 'invalid_currency',
      message: `The card is in ${card.currency}`,
      field: 'currency',
    });
  }
  const balance = card.balance_minor + funding.amount_minor;
  if (!Number.isSafeInteger(balance)) {
    throw new Refusal({
      status: 422,
      code: 'validation_error',
      message: 'amount_minor would take the balance past the largest safe integer',
      field: 'amount_minor',
    });
  }
  const entry: Funding = {
    funding_id: operationId('fnd', card),
    kind,
    amount_minor: funding.amount_minor,
    currency: card.currency,
    // Both are accepted; the deprecated `reference` counts only without the other (FACT: contract, section 2).
    transaction_reference: funding.transaction_reference ?? funding.reference,
    reference: funding.reference,
    source: funding.source,
    created_at: new Date(now).toISOString(),
  };
  card.balance_minor = balance;
  card.fundings.push(entry);
  return { status: 201, data: { card_id: card.id, ...entry, status: 'completed', balance_minor: balance } };
}

const changeBody = z.looseObject({
  reason: z.string().optional(),
  request_id: z.string().optional(),
});

/** The answer says that the lock or unlock is accepted; the card's status changes after `settleAfter`. */
function change(action: 'lock' | 'unlock', to: CardStatus, operation: Operation): Outcome {
  const { card, body, now, settleAfter } = operation;
  const { reason, request_id } = validated(changeBody, body ?? {});
  statusAt(card, now);
  card.pending = { status: to, settlesAt: now + settleAfter };
  const operation_id = operationId(action, card);
  return {
    status: 202,
    data: { card_id: card.id, operation_id, action, status: 'accepted', reason, request_id },
  };
}

const securityBody = z.looseObject({
  spending_limits: z.record(z.string(), minorUnits.nullable()).nullish(),
  merchant_controls: z.looseObject({ blocked_categories: z.array(z.string()).nullish() }).nullish(),
  geofence_enabled: z.boolean().nullish(),
});

/** The body replaces the whole configuration: settings that it leaves out are deleted. */
function replaceSecurity({ card, body, ifMatch }: Operation): Outcome {
  const security = validated(securityBody, body);
  const current = etagOf(card);
  if (ifMatch !== undefined && ifMatch !== '*' && !ifMatch.split(/, */).includes(current)) {
    throw new Refusal({
      status: 412,
      code: 'precondition_failed',
      message: 'The security configuration has changed since it was read: read it again',
      headers: { etag: current },
    });
  }
  card.security = security;
  card.securityVersion++;
  return securityOf(card);
}

const securityOf = (card: Card): Outcome => ({
  status: 200,
  data: card.security,
  headers: { etag: etagOf(card) },
});

const etagOf = (card: Card) => `"${digest(card.id)}-${card.securityVersion}"`;

const autoReloadBody = z
  .looseObject({
    enabled: z.boolean(),
    threshold_minor: minorUnits.optional(),
    reload_amount_minor: positiveMinorUnits.optional(),
  })
  .superRefine((settings, context) => {
    for (const field of ['threshold_minor', 'reload_amount_minor'] as const) {
      if (settings.enabled && settings[field] === undefined) {
        context.addIssue({ code: 'custom', path: [field], message: 'is required' });
      }
    }
  });

function updateAutoReload({ card, body }: Operation): Outcome {
  card.autoReload = validated(autoReloadBody, body);
  return { status: 200, data: card.autoReload };
}

const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).default(0),
});

/** One page of `items`, with the numbers for requesting the next one. */
export function page<Item>(items: readonly Item[], query: Readonly<Record<string, string>>) {
  const { limit, offset } = validated(pageQuery, query);
  return { items: items.slice(offset, offset + limit), total: items.length, limit, offset };
}

/** Depends only on the card's earlier operations, so that two runs of one program can be compared. */
function operationId(prefix: string, card: Card): string {
  card.operations++;
  return `${prefix}_${digest(`${card.id} ${card.operations}`)}`;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
