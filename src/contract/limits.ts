import { ZentraValidationError } from './errors.js';
import { hidesItsContent, readable } from './json.js';

/** The limits in the contract's spelling, each with all its legacy spellings (DECISION: contract, section 3). */
export const limitSpellings = {
  daily_minor: spellings('daily'),
  monthly_minor: spellings('monthly'),
  weekly_minor: spellings('weekly'),
  yearly_minor: spellings('yearly'),
  per_transaction_minor: [...spellings('perTransaction'), ...spellings('per_transaction')],
} as const satisfies Record<string, readonly string[]>;

export type SpendingLimit = keyof typeof limitSpellings;

/** The limits that the provider's reference documents; the others are sent, too, and codemods add a note. */
export const documentedLimits: readonly SpendingLimit[] = ['daily_minor', 'monthly_minor'];

/** Keys under which legacy callers nest their limits. */
export const limitContainers = ['spending_limits', 'limits'] as const;

function spellings(period: string): string[] {
  return [
    period,
    `${period}Limit`,
    `${period}_limit`,
    `${period}Minor`,
    `${period}_minor`,
    `${period}LimitMinor`,
    `${period}_limit_minor`,
  ];
}

const canonical = new Map<string, SpendingLimit>(
  Object.entries(limitSpellings).flatMap(([limit, names]) =>
    names.map((name): [string, SpendingLimit] => [name, limit as SpendingLimit]),
  ),
);

/** The contract's name for a limit in any legacy spelling; `undefined` for a key that is not a limit. */
export function spendingLimitNamed(key: string): SpendingLimit | undefined {
  return canonical.get(key);
}

export interface LimitOptions {
  /** Unit of the values: `minor` (the platform's rule, the default) or `major`, which needs `currency`. */
  limitUnit?: 'minor' | 'major' | undefined;
  /** ISO 4217 code, read only where `limitUnit` is `major`. */
  currency?: string | undefined;
}

const limitOptions: Readonly<Record<keyof LimitOptions, true>> = { limitUnit: true, currency: true };

/** Names of the options that set the unit of limits. */
export const limitOptionNames = Object.keys(limitOptions) as readonly (keyof LimitOptions)[];

/** Limits in minor units, in the contract's spelling. `null` clears a limit. */
export type SpendingLimits = { [Limit in SpendingLimit]?: number | null };

/**
 * Legacy limits in any spelling → the contract's `spending_limits`.
 *
 * Values are minor units unless `limitUnit` is `major`; a key with `minor` in its name is always in minor units.
 *
 * @throws {ZentraValidationError} a fraction under minor units, a negative, a non-finite or an unsafe integer, an unknown
 *   key, or two spellings of one limit that disagree; `field` is the key.
 * @see contract, section 3
 */
export function spendingLimitsFrom(limits: unknown, options: LimitOptions = {}): SpendingLimits {
  const { limitUnit, currency } = readable('options', () => ({ ...options }));
  assertLimitUnit(limitUnit);
  const result: SpendingLimits = {};
  for (const [key, value] of readable('limits', () => [...entriesOf(limits)])) {
    const limit = spendingLimitNamed(key);
    if (!limit) {
      throw new ZentraValidationError({
        message: `Unknown limit ${JSON.stringify(key)}: write one of ${Object.keys(limitSpellings).join(', ')}`,
        field: key,
      });
    }
    const minor = minorUnits(key, value, { limitUnit, currency });
    if (limit in result && result[limit] !== minor) {
      throw new ZentraValidationError({
        message: `${JSON.stringify(key)} contradicts another spelling of ${limit}: keep one of them`,
        field: key,
      });
    }
    result[limit] = minor;
  }
  return result;
}

/** At most `{ spending_limits: { limits: … } }`; deeper nesting is a mistake or a cycle. */
const deepestContainer = 2;

/** Own entries, with those of containers in their place, and without `undefined` values. */
function* entriesOf(limits: unknown, depth = 0): Generator<[string, unknown]> {
  if (depth > deepestContainer) {
    throw new ZentraValidationError({ message: 'Limits are nested too deeply', field: 'limits' });
  }
  if (!mayHoldLimits(limits)) {
    throw new ZentraValidationError({
      message: 'Limits must be a plain object such as { daily_minor: 50000 }',
      field: 'limits',
    });
  }
  for (const [key, value] of Object.entries(limits)) {
    if (value === undefined) continue;
    if ((limitContainers as readonly string[]).includes(key)) yield* entriesOf(value, depth + 1);
    else yield [key, value];
  }
}

/** Whether a value can hold limits. A `Map` or a promise that was not awaited would silently set none. */
export function mayHoldLimits(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !hidesItsContent(value);
}

/** @throws {ZentraValidationError} a unit other than `minor` and `major`. */
function assertLimitUnit(limitUnit: unknown): void {
  if (limitUnit !== undefined && limitUnit !== 'minor' && limitUnit !== 'major') {
    throw new ZentraValidationError({
      message: 'limitUnit must be "minor" or "major"',
      field: 'limitUnit',
    });
  }
}

function minorUnits(key: string, value: unknown, options: LimitOptions): number | null {
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw refused(key, 'must be a finite number');
  }
  if (value < 0) throw refused(key, 'must not be negative');
  const inMajor = options.limitUnit === 'major' && !/minor$/i.test(key);
  const minor = inMajor ? shifted(key, value, minorUnitExponent(options.currency)) : value;
  if (!Number.isInteger(minor)) throw refused(key, 'must be a whole number of minor units');
  if (!Number.isSafeInteger(minor)) throw refused(key, 'is larger than the largest safe integer');
  return minor === 0 ? 0 : minor;
}

/** `value × 10^exponent` in decimal digits, because 0.29 × 100 is not 29 in binary. */
function shifted(key: string, value: number, exponent: number): number {
  const minor = Number(
    `${value}e${exponent}`.replace(/e(.+)e(\d+)$/, (_, a, b) => `e${Number(a) + Number(b)}`),
  );
  if (!Number.isInteger(minor)) throw refused(key, `has more decimals than the currency's ${exponent}`);
  return minor;
}

function refused(key: string, why: string): ZentraValidationError {
  return new ZentraValidationError({ message: `Limit ${JSON.stringify(key)} ${why}`, field: key });
}

/** ISO 4217 exponents other than 2. */
const exponents: Readonly<Record<string, number>> = {
  ...byExponent(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...byExponent(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...byExponent(4, 'CLF UYW'),
};

function byExponent(exponent: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, exponent]));
}

/**
 * Decimal places of a currency's minor unit (ISO 4217).
 *
 * @throws {ZentraValidationError} where `currency` is missing or not an ISO 4217 code.
 */
function minorUnitExponent(currency: unknown): number {
  const code = typeof currency === 'string' ? currency.toUpperCase() : '';
  const known = code in exponents || Intl.supportedValuesOf('currency').includes(code);
  if (!known) {
    throw new ZentraValidationError({
      message: `limitUnit "major" needs currency, an ISO 4217 code such as "NGN"${code && `, not ${JSON.stringify(currency)}`}`,
      field: 'currency',
    });
  }
  return exponents[code] ?? 2;
}
