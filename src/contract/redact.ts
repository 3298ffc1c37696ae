/** Stands where something was taken out; a text that holds it is not what it was. */
export const hidden = '[redacted]';

/**
 * What looks like a secret, and what takes its place. A false alarm costs a few characters of a message, a miss publishes a key.
 * What names a secret without being one (`process.env.ZENTRA_KEY`, `${token}`, `sk_live_…`) stays.
 */
const secrets: readonly [pattern: RegExp, replacement: string][] = [
  // Zentra's own (contract, section 1) and look-alikes of other providers. A key may hold any character by mistake, so it ends with
  // white space, or with punctuation that no word follows.
  [
    /([sp]k_(?:live|sandbox)_|\b(?:[sp]k_test_|rk_(?:live|sandbox|test)_|whsec_))(?!\[redacted\]|\$\{|…(?!\w))(?:[^\s"'`,;&<>(){}[\]\\]|[);&,]+(?=[\w%])|\\?["'`<>({}[\]](?=[\w%]))+/gi,
    `$1${hidden}`,
  ],
  [
    /\b(authorization["'`]?\s*[:=]\s*["'`]?(?:bearer|basic)\s+)(?!\w*\[redacted\]|\$\{)[^\s"'`,;]+/gi,
    `$1${hidden}`,
  ],
  // Words that follow `bearer` in prose are shorter, and have no digit or sign within.
  [
    /\b(Bearer\s+)(?!\w*\[redacted\])(?:(?=[\w~+/-]*[\d.~+/_=-][\w=])[\w.~+/-]{3,}|[\w.~+/-]{8,})=*/gi,
    `$1${hidden}`,
  ],
  [/\b(Basic\s+)[A-Za-z0-9+/]{12,}=*/gi, `$1${hidden}`],
  // A JSON web token.
  [/\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g, hidden],
  // A literal under a name that says what it is.
  [
    /((?:(?:secret|api|private|access)_?key|secret|password|passwd|token|\b(?:cvv2?|cvc|pin|pan))["'`]?\s*[:=]\s*)(["'`])(?!\$\{)(?:(?!\2)[^\n\\]|\\.){3,}\2/gi,
    `$1$2${hidden}$2`,
  ],
  [/\b((?:cvv2?|cvc|pin)["'`]?\s*[:=]\s*)\d{3,8}\b/gi, `$1${hidden}`],
];

const privateKeys =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?!\[redacted\])[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** Something of this stands in whatever one of the patterns matches; in most texts nothing does. */
const hint =
  /[spr]k_|whsec_|bearer|basic|eyJ|PRIVATE KEY|secret|key|passw|token|cvv|cvc|pin|pan|authorization/i;

const digit = '[0-9\uff10-\uff19]';
/** White space of any kind, and what has no width at all. */
const blank = '[\\s\u200b-\u200d\u2060]';
/** What parts the digits of one number: a comma or a full stop before a blank ends it. */
const separator = `(?:${blank}{1,3}|${blank}?[-\u2010-\u2015\u2212]${blank}?|[./,+_]|(?:%20){1,3}|(?:\\\\[nrt]){1,2})`;
/** Identifiers and digests, whose digits are no number. */
const identifier = '\\b(?:[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}|(?=\\d*[a-f])[\\da-f]{32,})\\b';
const numbers = new RegExp(`(${identifier})|${digit}+(?:${separator}${digit}+)*`, 'gi');
/** Digits, and the separator that has some. */
const groups = new RegExp(`%20|${digit}+`, 'g');
/** How the numbers of cards begin: never as a timestamp or a date of our time does. */
const issuers = /^(?:220[0-4]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|30[0-5]|3095|3[4-9]|4|5[0-8]|6|8[12]|9792)/;

/**
 * The text without what looks like a key, a token, an authorization or a card number. Of digits, 13 to 19 are hidden that begin as an
 * issuer's do and pass the Luhn check, in one run or parted as people and programs part them, and no others. Line ends stay.
 * Redacting twice changes nothing.
 *
 * @param text of any length: the time grows with it, and not with its square
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

/** The same structure with every text redacted, keys too, and numbers that look like a card number as well. */
export function redactDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number') return redactNumber(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth === deepest) return '[nested too deeply]';
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    // A gateway's `__proto__` must stay a plain key.
    Object.defineProperty(copy, redact(key), {
      value: redactDeep(item, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

/** The number, or the mark where its digits are those of a card. */
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

/** Of digits and their separators, what is left without card numbers. */
function withoutCardNumbersOf(run: string): string {
  if (run.length < 13) return run;
  const parts: Group[] = [...run.matchAll(groups)]
    .filter(([digits]) => digits !== '%20')
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

/** What comes after `0.` are the digits of a fraction, such as a rate. */
function isFraction(run: string, parts: readonly Group[], index: number): boolean {
  const before = parts[index - 1];
  return before?.digits === '0' && run.slice(before.end, parts[index]!.start) === '.';
}

/** Index of the last group of a card number that starts with the group `first`: the longest one. */
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

/** A diff counts its lines, whatever was hidden in them. */
function lineEndsOf(text: string): string {
  return text.replace(/[^\r\n]+/g, '');
}
