import type { Spelled } from './aliases.js';
import { ZentraValidationError } from './errors.js';
import type { Json } from './json.js';

/** Keys of amounts in minor units, in the bodies of all routes; the second spelling reaches those that rename none. */
const amountKeys = [
  ...(['amount_minor', 'threshold_minor', 'reload_amount_minor'] as const),
  ...(['amountMinor', 'thresholdMinor', 'reloadAmountMinor'] as const),
];

/** Keys of references to one logical funding. */
const referenceKeys = ['transaction_reference', 'transactionReference', 'reference'] as const;

/**
 * Checks the amounts and the references of a body. `null` counts as absent; the gateway decides whether the key may be absent.
 *
 * @throws {ZentraValidationError} an amount that is no whole, non-negative, safe number; a reference that is neither text nor a
 *   number that every JSON reader keeps; `field` is the key as the caller spelled it.
 * @see contract, section 3
 */
export function assertAmounts({ body, spelling }: Spelled): void {
  for (const key of amountKeys) {
    const amount = body[key];
    if (amount === undefined || amount === null || isMinorUnits(amount)) continue;
    throw refused(spelling(key), 'must be a whole, non-negative number of minor units');
  }
  for (const key of referenceKeys) {
    const reference = body[key];
    if (reference === undefined || isReference(reference)) continue;
    throw refused(
      spelling(key),
      typeof reference === 'number'
        ? 'is a number that loses digits in JSON: pass it as a string'
        : 'must be a string',
    );
  }
}

function isMinorUnits(amount: Json | undefined): boolean {
  return typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0;
}

/** JSON readers round numbers above 2^53: two references could become one. */
function isReference(value: Json): boolean {
  return value === null || typeof value === 'string' || (typeof value === 'number' && keepsDigits(value));
}

export function keepsDigits(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

function refused(field: string, why: string): ZentraValidationError {
  return new ZentraValidationError({ message: `${field} ${why}`, field });
}
