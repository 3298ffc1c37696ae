/** Keys whose values are card data: never part of the default contract (FACT: contract, section 2), never kept. */
const cardDataKeys =
  /^(pan|cvv2?|cvc2?|card_?number|primary_?account_?number|security_?code|pin|track_?[12])$/i;

/** 13 to 19 digits that begin as a card's do; a timestamp in milliseconds begins with 1. */
const digitRuns = /(?<![\dA-Za-z])[2-6](?:[ -]?\d){12,18}(?![\dA-Za-z])/g;
const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

export const isCardDataKey = (key: string): boolean => cardDataKeys.test(key);

/** `text` with everything that looks like a card number or a secret key masked. */
export function redactText(text: string): string {
  if (uuid.test(text)) return text;
  return text
    .replace(digitRuns, (run) => (passesLuhn(run) ? '[redacted]' : run))
    .replace(/\b([sp]k_(?:sandbox|live)_)[\w-]+/g, '$1***');
}

/** A copy of a JSON value that holds no card data: what the request log keeps. */
export function redactJson(value: unknown, key = ''): unknown {
  if (isCardDataKey(key) && value !== null && value !== undefined) return '[redacted]';
  if (typeof value === 'string') return redactText(value);
  // Amounts may be any integer; they are money, not numbers of cards.
  if (typeof value === 'number') return key.endsWith('_minor') ? value : masked(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactJson(item, name)]));
  }
  return value;
}

function masked(value: number): number | string {
  const text = redactText(String(value));
  return text === String(value) ? value : text;
}

function passesLuhn(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
