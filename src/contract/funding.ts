import { fundingAliases, sameJson, snakeCased } from './aliases.js';
import { assertAmounts } from './amounts.js';
import { assertSameCard } from './card.js';
import { ZentraValidationError } from './errors.js';
import { assertIdempotencyKey } from './idempotency.js';
import { type JsonObject, jsonObject } from './json.js';
import type { DeprecationCode } from './rules.js';

export interface FundingOptions {
  /** For two different references in one funding: `send` both (the default), or `throw` before anything is sent. */
  onReferenceConflict?: 'send' | 'throw' | undefined;
  /** The card of the call; a `card_id` in the parameters must equal it. */
  cardId?: string | undefined;
}

export interface FundingBody {
  /** The body that is sent. */
  body: JsonObject;
  /** Deprecations to warn the caller of. */
  deprecations: DeprecationCode[];
}

/**
 * Parameters of `fund` and `jitFund` in any spelling → the body in the contract's spelling.
 *
 * `reference` alone becomes `transaction_reference`; an equal `reference` is dropped; if the two differ, both are sent. Without an
 * `idempotency_key` the body has none: the client adds it.
 *
 * @throws {ZentraValidationError} an `amount_minor` that is no whole, non-negative, safe number of minor units; a reference that is
 *   no string; two spellings of one key that disagree; another card's `card_id`; under `throw`, two different references.
 * @see contract, section 3
 */
export function fundingBody(params: unknown, options: FundingOptions = {}): FundingBody {
  return fundingBodyOf(jsonObject(params, 'params'), options);
}

/** `fundingBody` for parameters that are already a copy. */
export function fundingBodyOf(params: JsonObject, options: FundingOptions = {}): FundingBody {
  const { body, spelling } = snakeCased(params, fundingAliases);
  if (options.cardId !== undefined) assertSameCard(options.cardId, body);
  assertAmounts({ body, spelling });
  assertIdempotencyKey(body, spelling('idempotency_key'));
  return migrated(body, options, spelling('transaction_reference'));
}

function migrated(body: JsonObject, options: FundingOptions, spelledReference: string): FundingBody {
  const { reference, transaction_reference: current } = body;
  if (reference === undefined) return { body, deprecations: [] };
  if (current !== undefined && !sameJson(reference, current)) {
    if (options.onReferenceConflict === 'throw') {
      throw new ZentraValidationError({
        message: `reference and ${spelledReference} have different values: keep transaction_reference only`,
        field: 'reference',
      });
    }
    return { body, deprecations: ['ZENTRA_DEP0006'] };
  }
  const renamed: JsonObject = Object.create(null);
  for (const [key, value] of Object.entries(body)) {
    if (key !== 'reference') renamed[key] = value;
    else if (current === undefined) renamed.transaction_reference = value;
  }
  return { body: renamed, deprecations: ['ZENTRA_DEP0005'] };
}
