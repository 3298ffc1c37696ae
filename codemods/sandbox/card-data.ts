import { hidden, redact, redactNumber } from 'zentra-compat/contract';

/** Keys whose values are card data: never part of the default contract (FACT: contract, section 2), never kept. */
const cardDataKeys =
  /^(pan|cvv2?|cvc2?|card_?number|primary_?account_?number|security_?code|pin|track_?[12])$/i;

export const isCardDataKey = (key: string): boolean => cardDataKeys.test(key);

/** A copy of a JSON value that holds no card data: what the request log keeps. */
export function withoutCardData(value: unknown, key = ''): unknown {
  if (isCardDataKey(key) && value !== null && value !== undefined) return hidden;
  if (typeof value === 'string') return redact(value);
  // Amounts may be any integer; they are money, not numbers of cards.
  if (typeof value === 'number') return key.endsWith('_minor') ? value : redactNumber(value);
  if (Array.isArray(value)) return value.map((item) => withoutCardData(item));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, withoutCardData(item, name)]),
    );
  }
  return value;
}
