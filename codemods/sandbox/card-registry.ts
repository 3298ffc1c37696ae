import { z } from 'zod';
import { page } from './card-operations';
import { Refusal } from './envelope';
import { type Card, type SandboxState, statusAt } from './state';
import { currencyCode, validated } from './validate';

/** A card that the sandbox starts with: an id alone is enough. */
export interface CardSeed {
  id: string;
  customer_id?: string;
  currency?: string;
  balance_minor?: number;
  status?: Card['status'];
  security?: Readonly<Record<string, unknown>>;
}

/** Every card starts with controls, so that a program that loses one can be noticed. */
export const defaultSecurity = {
  spending_limits: { daily_minor: 500_000, monthly_minor: 5_000_000 },
  merchant_controls: { blocked_categories: ['gambling'] },
  geofence_enabled: false,
} as const;

const DEFAULT_CURRENCY = 'NGN';

export function addCard(
  state: SandboxState,
  seed: CardSeed,
  now: number,
  attributes: Record<string, unknown> = {},
) {
  const card: Card = {
    id: seed.id,
    customer_id: seed.customer_id,
    currency: seed.currency ?? DEFAULT_CURRENCY,
    created_at: new Date(now).toISOString(),
    attributes,
    status: seed.status ?? 'active',
    pending: undefined,
    balance_minor: seed.balance_minor ?? 0,
    fundings: [],
    security: structuredClone(seed.security ?? defaultSecurity),
    securityVersion: 1,
    autoReload: { enabled: false },
    operations: 0,
  };
  state.cards.set(card.id, card);
  return card;
}

const createBody = z.looseObject({
  card_id: z.string().min(1).optional(),
  customer_id: z.string().min(1).optional(),
  currency: currencyCode.optional(),
});

/** `POST /api/v1/cards`. The body is program-specific: unknown fields are kept as attributes. */
export function createCard(state: SandboxState, body: unknown, now: number) {
  const { card_id, customer_id, currency, ...rest } = validated(createBody, body);
  if (card_id !== undefined && state.cards.has(card_id)) {
    throw new Refusal({
      status: 409,
      code: 'card_exists',
      message: 'A card of this card_id exists',
      field: 'card_id',
    });
  }
  state.created++;
  const id = card_id ?? `card_sandbox_${String(state.created).padStart(4, '0')}`;
  const { idempotency_key: _, ...attributes } = rest;
  const card = addCard(
    state,
    {
      id,
      ...(customer_id === undefined ? {} : { customer_id }),
      ...(currency === undefined ? {} : { currency }),
    },
    now,
    attributes,
  );
  return { status: 201, data: shown(card, now) };
}

/** `GET /api/v1/cards?customer_id&limit&offset`, in order of creation. */
export function listCards(state: SandboxState, query: Readonly<Record<string, string>>, now: number) {
  const cards = [...state.cards.values()].filter(
    (card) => query.customer_id === undefined || card.customer_id === query.customer_id,
  );
  const { items, ...rest } = page(cards, query);
  return { status: 200, data: { ...rest, cards: items.map((card) => shown(card, now)) } };
}

export function findCard(state: SandboxState, id: string): Card {
  const card = state.cards.get(id);
  if (card) return card;
  throw new Refusal({
    status: 404,
    code: 'card_not_found',
    message: 'There is no card of this id',
    field: 'card_id',
  });
}

/** The card as the API returns it, without a number: PAN and CVV are not part of the default contract. */
function shown(card: Card, now: number) {
  return {
    ...card.attributes,
    card_id: card.id,
    customer_id: card.customer_id,
    currency: card.currency,
    status: statusAt(card, now),
    balance_minor: card.balance_minor,
    created_at: card.created_at,
  };
}
