/** The gateway's data; it survives a restart when it is passed to the next sandbox. */
export interface SandboxState {
  cards: Map<string, Card>;
  transfers: Map<string, Transfer>;
  /** Answers by idempotency key. All API keys belong to one account. */
  answers: Map<string, KeptAnswer>;
  /** Number of cards ever created, from which the next id is made. */
  created: number;
}

export interface Card {
  readonly id: string;
  readonly customer_id: string | undefined;
  readonly currency: string;
  readonly created_at: string;
  /** The program-specific fields of the body that created the card. */
  readonly attributes: Readonly<Record<string, unknown>>;
  status: CardStatus;
  /** A lock or unlock that was accepted and has not settled. */
  pending: { status: CardStatus; settlesAt: number } | undefined;
  balance_minor: number;
  readonly fundings: Funding[];
  security: Readonly<Record<string, unknown>>;
  /** Counts the replacements of `security`: its ETag. */
  securityVersion: number;
  autoReload: Readonly<Record<string, unknown>>;
  /** Counts the operations accepted: part of their ids. */
  operations: number;
}

export type CardStatus = 'active' | 'locked';

export interface Funding {
  funding_id: string;
  kind: 'fund' | 'jit_fund';
  amount_minor: number;
  currency: string;
  transaction_reference: string | undefined;
  /** The deprecated field, if the request had it. */
  reference: string | undefined;
  source: unknown;
  created_at: string;
}

export interface Transfer {
  reference: string;
  amount_minor: number;
  status: 'successful';
}

export interface KeptAnswer {
  /** Method, path and body of the first request. */
  fingerprint: string;
  status: number;
  body: unknown;
}

export const emptyState = (): SandboxState => ({
  cards: new Map(),
  transfers: new Map(),
  answers: new Map(),
  created: 0,
});

export function clearState(state: SandboxState): void {
  state.cards.clear();
  state.transfers.clear();
  state.answers.clear();
  state.created = 0;
}

/** A card's status at a moment: an accepted lock or unlock counts once it has settled. */
export function statusAt(card: Card, now: number): CardStatus {
  if (card.pending && card.pending.settlesAt <= now) {
    card.status = card.pending.status;
    card.pending = undefined;
  }
  return card.status;
}
