/** Types of the SDK that the customers have installed: what an old integration was compiled against. */
interface RequestOptions {
  headers?: Record<string, string>;
  idempotencyKey?: string;
}

interface Funding {
  amount_minor: number;
  source?: string;
  currency?: string;
  reference?: string;
  transaction_reference?: string;
  idempotency_key?: string;
  narration?: string;
}

declare class Cards {
  freeze(card: string, options?: { reason?: string }): Promise<{ status: string }>;
  unfreeze(card: string): Promise<{ status: string }>;
  terminate(card: string, options?: { reason?: string }): Promise<{ status: string; closed_at: string }>;
  updateLimits(card: string, limits: { daily?: number; monthly?: number }): Promise<{ status: string }>;
  fund(card: string, params: Funding, options?: RequestOptions): Promise<{ status: string }>;
  jitFund(card: string, params: Funding, options?: RequestOptions): Promise<{ status: string }>;
}

declare class Transfers {
  create(params: {
    beneficiary: string;
    amount_minor: number;
    reference: string;
  }): Promise<{ status: string }>;
  verify(reference: string): Promise<{ status: string }>;
}

export declare class Zentra {
  constructor(options: { secretKey: string; environment?: 'sandbox' | 'live' });
  readonly cards: Cards;
  readonly transfers: Transfers;
}
export { Zentra as Client };
