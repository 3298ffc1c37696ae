import type { Report } from './report';

/** Stands where something was taken out; a text that holds it is not the source any more. */
export const REDACTED = '[redacted]';

/**
 * What looks like a secret goes, whatever it turns out to be: a false alarm costs a few characters of a report, a miss
 * publishes a key. What names a secret without being one (`process.env.ZENTRA_KEY`, `${token}`) stays.
 */
const secrets: readonly [pattern: RegExp, replacement: string][] = [
  // Zentra's own (contract, section 1) and look-alikes of other providers, `whsec_…` included.
  [/\b((?:sk|pk|rk)_(?:live|sandbox|test)_|whsec_)[\w-]{3,}/g, `$1${REDACTED}`],
  [/\b(Bearer\s+)[\w.~+/-]{8,}=*/gi, `$1${REDACTED}`],
  [/\b(Basic\s+)[A-Za-z0-9+/]{12,}=*/g, `$1${REDACTED}`],
  // A JSON web token.
  [/\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g, REDACTED],
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    `-----BEGIN PRIVATE KEY-----${REDACTED}-----END PRIVATE KEY-----`,
  ],
  // A literal under a name that says what it is.
  [
    /((?:(?:secret|api|private|access)_?key|secret|password|passwd|token|\b(?:cvv2?|cvc|pin|pan))["'`]?\s*[:=]\s*)(["'`])(?!\$\{)(?:(?!\2)[^\n\\]|\\.){3,}\2/gi,
    `$1$2${REDACTED}$2`,
  ],
  [/\b((?:cvv2?|cvc|pin)["'`]?\s*[:=]\s*)\d{3,8}\b/gi, `$1${REDACTED}`],
];

/** Thirteen to nineteen digits, in one run or in the groups that cards are printed in. */
const digits =
  /(?<![\d.])(?:\d{13,19}|\d{4}(?:[ _-]\d{4}){2}[ _-]\d{1,7}|\d{4}[ _-]\d{6}[ _-]\d{4,5})(?!\d)/g;

/** Something of this stands in whatever one of the patterns matches; in most texts of a report nothing does. */
const hint =
  /[spr]k_|whsec_|bearer|basic|eyJ|PRIVATE KEY|key|secret|passw|token|cvv|cvc|pin|pan|\d[\d _-]{12}/i;

/** The text without what looks like a key, a token or a card number. Redacting twice changes nothing. */
export function redact(text: string): string {
  if (!hint.test(text)) return text;
  const withoutKeys = secrets.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    text,
  );
  return withoutKeys.replace(digits, (run) => (looksLikeCardNumber(run) ? REDACTED : run));
}

export function isRedacted(text: string): boolean {
  return text.includes(REDACTED);
}

/** The report without what looks like a secret, file names and errors included. */
export function redactReport(report: Report): Report {
  return redactValue(report) as Report;
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactValue(inner)]));
}

/** Millisecond timestamps have 13 digits, too: those must also pass the check digit, printed groups and longer runs need not. */
function looksLikeCardNumber(run: string): boolean {
  return run.length !== 13 || passesLuhn(run);
}

function passesLuhn(number: string): boolean {
  let sum = 0;
  [...number].reverse().forEach((digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}
