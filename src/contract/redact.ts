const apiKeys = /(sk|pk)_(sandbox|live)_[^\s"'`,;&<>)}\]\\]+/gi;
const authorizations = /\b(bearer|basic)\s+[^\s"',;]+/gi;
/** Digits in one run, or in groups parted by blanks or dashes, as card numbers are written. */
const digitGroups = /\d+(?:[ \u00a0-]{1,3}\d+)*/g;

const hidden = '[redacted]';

/**
 * The text without API keys, authorization values, and digits that could be a card number (13 to 19 of them, with a
 * valid Luhn check digit, blanks and dashes disregarded).
 */
export function redact(text: string): string {
  return text
    .replace(apiKeys, (_, kind: string, environment: string) => `${kind}_${environment}_${hidden}`)
    .replace(authorizations, (_, scheme: string) => `${scheme} ${hidden}`)
    .replace(digitGroups, withoutCardNumbers);
}

const deepest = 32;

/** The same structure with every text redacted, keys too, and numbers that look like a card number as well. */
export function redactDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number') {
    const text = String(value);
    return redact(text) === text ? value : hidden;
  }
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

function withoutCardNumbers(run: string): string {
  if (run.length < 13) return run;
  const groups = [...run.matchAll(/\d+/g)].map((match) => ({
    digits: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  let result = '';
  let kept = 0;
  for (let first = 0; first < groups.length; first++) {
    const last = endOfCardNumber(groups, first);
    if (last === undefined) continue;
    result += run.slice(kept, groups[first]!.start) + hidden;
    kept = groups[last]!.end;
    first = last;
  }
  return result + run.slice(kept);
}

/** Index of the last group of a card number that starts with the group `first`: the longest one. */
function endOfCardNumber(groups: readonly { digits: string }[], first: number): number | undefined {
  let digits = '';
  let found: number | undefined;
  for (let last = first; last < groups.length && digits.length <= 19; last++) {
    digits += groups[last]!.digits;
    if (digits.length >= 13 && digits.length <= 19 && luhn(digits)) found = last;
  }
  return found;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
