import { ZentraValidationError } from './errors.js';
import type { Json, JsonObject } from './json.js';

/** camelCase spellings → the wire's snake_case, per kind of body (contract, section 3). */
export const fundingAliases = {
  cardId: 'card_id',
  amountMinor: 'amount_minor',
  transactionReference: 'transaction_reference',
  idempotencyKey: 'idempotency_key',
} as const;
export const lockAliases = { requestId: 'request_id', idempotencyKey: 'idempotency_key' } as const;
export const createAliases = { idempotencyKey: 'idempotency_key' } as const;
export const autoReloadAliases = {
  thresholdMinor: 'threshold_minor',
  reloadAmountMinor: 'reload_amount_minor',
} as const;
export const listAliases = { customerId: 'customer_id' } as const;

/** Every name above, in all spellings: without its value, a call would mean something else. */
export const documentedNames: ReadonlySet<string> = new Set([
  'reference',
  ...[fundingAliases, lockAliases, createAliases, autoReloadAliases, listAliases].flatMap((aliases) =>
    Object.entries(aliases).flat(),
  ),
]);

export interface Spelled {
  /** The body with the wire's names; each stands where its first spelling stood. */
  body: JsonObject;
  /** The caller's spelling of a name of the body, for error messages. */
  spelling: (name: string) => string;
}

/**
 * Renames aliases and leaves all other keys unchanged.
 *
 * @throws {ZentraValidationError} an alias and its snake_case name with different values; `field` is the alias.
 */
export function snakeCased(params: JsonObject, aliases: Readonly<Record<string, string>>): Spelled {
  const body: JsonObject = Object.create(null);
  let spelled: Record<string, string> | undefined;
  for (const key of Object.keys(params)) {
    const alias = Object.hasOwn(aliases, key) ? aliases[key] : undefined;
    const name = alias ?? key;
    const value = params[key]!;
    if (name in body) {
      if (sameJson(body[name]!, value)) continue;
      const at = alias === undefined ? spelled![name]! : key;
      throw new ZentraValidationError({
        message: `${at} and ${name} are one parameter in two spellings, with different values: keep ${name}`,
        field: at,
      });
    }
    body[name] = value;
    if (alias !== undefined) {
      spelled ??= {};
      spelled[name] = key;
    }
  }
  return { body, spelling: (name) => spelled?.[name] ?? name };
}

export function sameJson(a: Json, b: Json): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
