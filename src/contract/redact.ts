/** Replaces redacted text. */
export const hidden = '[redacted]';

/**
 * Patterns of secrets, with their replacements. A false positive costs a few characters of a message, a false negative publishes a key.
 * Text that only names a secret (`process.env.ZENTRA_KEY`, `${token}`, `sk_live_…`) stays.
 */
const secrets: readonly [pattern: RegExp, replacement: string][] = [
  // Zentra's own keys (contract, section 1) and similar ones of other providers. By mistake, a key may hold any character, so it ends
  // with white space, or with punctuation that no word follows.
  [
    /([sp]k_(?:live|sandbox)_|\b(?:[sp]k_test_|rk_(?:live|sandbox|test)_|whsec_))(?!\[redacted\]|\$\{|…(?!\w))(?:[^\s"'`,;&<>(){}[\]\\]|[);&,]+(?=[\w%])|\\?["'`<>({}[\]](?=[\w%]))+/gi,
    `$1${hidden}`,
  ],
  [
    /\b(authorization["'`]?\s*[:=]\s*["'`]?(?:bearer|basic)\s+)(?!\w*\[redacted\]|\$\{)[^\s"'`,;]+/gi,
    `$1${hidden}`,
  ],
  // Words after `bearer` in prose are shorter, and have no digits or signs in them.
  [
    /\b(Bearer\s+)(?!\w*\[redacted\])(?:(?=[\w~+/-]*[\d.~+/_=-][\w=])[\w.~+/-]{3,}|[\w.~+/-]{8,})=*/gi,
    `$1${hidden}`,
  ],
  // Words after `basic` in prose have no digits and signs, and no capitals but the first.
  [/\b((?:[Bb]asic|BASIC)\s+)(?=[A-Za-z\d+/][a-z]*[A-Z\d+/=])[A-Za-z\d+/]{12,}=*/g, `$1${hidden}`],
  // A JSON web token.
  [/\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g, hidden],
  // A literal with a telling name.
  [
    /((?:(?:secret|api|private|access)_?key|secret|password|passwd|token|\b(?:cvv2?|cvc|pin|pan))["'`]?\s*[:=]\s*)(["'`])(?!\$\{)(?:(?!\2)[^\n\\]|\\.){3,}\2/gi,
    `$1$2${hidden}$2`,
  ],
  [/\b((?:cvv2?|cvc|pin)["'`]?\s*[:=]\s*)\d{3,8}\b/gi, `$1${hidden}`],
];

const privateKeys =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?!\[redacted\])[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** Matches every text that one of the patterns matches. A quick test, since most texts have no secret. */
const hint =
  /[spr]k_|whsec_|bearer|basic|eyJ|PRIVATE KEY|secret|key|passw|token|cvv|cvc|pin|pan|authorization/i;

const digit = '[0-9\uff10-\uff19]';
/** White space of any kind, zero-width characters included. */
const blank = '[\\s\u00ad\u200b-\u200d\u2060]';
/** Separators as URLs have them. */
const encoded = '(?:%(?:20|09|0a|0d|2b|2c|2d|2e|2f|c2%a0))';
/** Separators within one number. A comma or a full stop before a blank ends the number. */
const separator = `(?:${blank}{1,3}|${blank}?[-\u2010-\u2015\u2212]${blank}?|[./,+_]|${encoded}{1,3}|(?:\\\\[nrt]){1,2})`;
/** Identifiers and digests: their digits are not numbers. */
const identifier = '\\b(?:[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}|(?=\\d*[a-f])[\\da-f]{32,})\\b';
const numbers = new RegExp(`(${identifier})|${digit}+(?:${separator}${digit}+)*`, 'gi');
/** Digits, and the separators that contain digits. */
const groups = new RegExp(`${encoded}|${digit}+`, 'gi');
/** First digits of card numbers. Timestamps and dates of our time do not start like this. */
const issuers = /^(?:220[0-4]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|30[0-5]|3095|3[4-9]|4|5[0-8]|6|8[12]|9792)/;

/**
 * Hides everything in a text that looks like a key, a token, an authorization or a card number. A card number has 13 to 19 digits,
 * together or with common separators, starts like an issuer's and passes the Luhn check; other digits stay. Line ends stay.
 * Redacting twice changes nothing.
 *
 * @param text of any length: the time is proportional to it
 * @example
 * redact('sk_live_abc declined 4111 1111 1111 1111 at 1700000000000'); // 'sk_live_[redacted] declined [redacted] at 1700000000000'
 */
export function redact(text: string): string {
  return withoutCardNumbers(hint.test(text) ? withoutSecrets(text) : text);
}

function withoutSecrets(text: string): string {
  const rest = text.replace(
    privateKeys,
    (block) => `-----BEGIN PRIVATE KEY-----${hidden}-----END PRIVATE KEY-----${lineEndsOf(block)}`,
  );
  return secrets.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), rest);
}

const deepest = 32;

/** Copies a structure and redacts every text, key and number in it. */
export function redactDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number') return redactNumber(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth === deepest) return '[nested too deeply]';
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    // A key `__proto__` from the gateway must stay a plain key.
    Object.defineProperty(copy, redact(key), {
      value: redactDeep(item, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

/** The number, or the mark if it looks like a card number. */
export function redactNumber(value: number): number | string {
  if (!Number.isInteger(value)) return value;
  const text = String(value);
  return withoutCardNumbers(text) === text ? value : hidden;
}

function withoutCardNumbers(text: string): string {
  if (text.length < 13) return text;
  return text.replace(numbers, (run: string, id: string | undefined) => id ?? withoutCardNumbersOf(run));
}

interface Group {
  digits: string;
  start: number;
  end: number;
}

/** Hides the card numbers in a run of digits and separators. */
function withoutCardNumbersOf(run: string): string {
  if (run.length < 13) return run;
  const parts: Group[] = [...run.matchAll(groups)]
    .filter(([digits]) => !digits.startsWith('%'))
    .map(({ index, 0: digits }) => ({
      digits: digits.normalize('NFKC'),
      start: index,
      end: index + digits.length,
    }));
  let result = '';
  let copied = 0;
  for (let first = 0; first < parts.length; first++) {
    const { start } = parts[first]!;
    const last = isFraction(run, parts, first) ? undefined : endOfCardNumber(parts, first);
    if (last === undefined) continue;
    const { end } = parts[last]!;
    result += run.slice(copied, start) + hidden + lineEndsOf(run.slice(start, end));
    copied = end;
    first = last;
  }
  return result + run.slice(copied);
}

/** Digits after `0.` belong to a fraction, such as a rate. */
function isFraction(run: string, parts: readonly Group[], index: number): boolean {
  const before = parts[index - 1];
  return before?.digits === '0' && run.slice(before.end, parts[index]!.start) === '.';
}

/** Index of the last group of the longest card number that starts with the group `first`. */
function endOfCardNumber(parts: readonly Group[], first: number): number | undefined {
  let digits = '';
  let found: number | undefined;
  for (let last = first; last < parts.length && digits.length <= 19; last++) {
    digits += parts[last]!.digits;
    if (isCardNumber(digits)) found = last;
  }
  return found;
}

function isCardNumber(digits: string): boolean {
  return digits.length >= 13 && digits.length <= 19 && issuers.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const value = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? value * 2 : value;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Keeps the line ends of hidden text, so that the line counts of a diff stay right. */
function lineEndsOf(text: string): string {
  return text.replace(/[^\r\n]+/g, '');
}
