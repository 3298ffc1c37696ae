import { hidden, redact, redactNumber } from 'zentra-compat/contract';

/** Keys whose values are card data: not part of the default contract (FACT: contract, section 2), and never stored. */
const cardDataKeys =
  /^(pan|cvv2?|cvc2?|card_?number|primary_?account_?number|security_?code|pin|track_?[12])$/i;

export const isCardDataKey = (key: string): boolean => cardDataKeys.test(key);

/** Copies a JSON value for the request log, with card data masked. */
export function withoutCardData(value: unknown, key = ''): unknown {
  if (isCardDataKey(key) && value !== null && value !== undefined) return hidden;
  if (typeof value === 'string') return redact(value);
  // An amount may be any integer, so it may look like a card number: keep it.
  if (typeof value === 'number') return key.endsWith('_minor') ? value : redactNumber(value);
  if (Array.isArray(value)) return value.map((item) => withoutCardData(item));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, withoutCardData(item, name)]),
    );
  }
  return value;
}
