import { longestTimeout, mostRetries } from '../contract/call-options.js';
import { ZentraValidationError } from '../contract/errors.js';
import { readable } from '../contract/json.js';
import type { GatewayOptions } from './settings.js';

/** Checks a given value. Returns the fault as the rest of a sentence, or `undefined`. */
type Check = (value: unknown) => string | undefined;

/**
 * Bytes of an answer, by default and at most. JSON is parsed in one go, during which nothing else in the process runs: 1 MiB of it takes
 * tens of milliseconds on a busy machine, and up to 100 where it is nothing but empty objects.
 */
export const largestAnswer = 1024 * 1024;

/** The type requires a check for every option. Written by hand, because loading a schema library took as long as starting Node. */
const checks: Readonly<Record<keyof GatewayOptions, Check>> = {
  secretKey: text,
  apiKey: text,
  environment: oneOf('sandbox', 'live'),
  baseUrl: address,
  baseURL: address,
  timeout: (value) =>
    positive(value) ?? above(value, longestTimeout, `must be at most ${longestTimeout} (milliseconds)`),
  maxRetries: (value) => {
    if (!Number.isSafeInteger(value)) return 'must be a whole number';
    if ((value as number) < 0) return 'must not be negative';
    return above(value, mostRetries, `must be at most ${mostRetries}`);
  },
  maxRetryAfter: (value) => {
    if (!Number.isFinite(value)) return 'must be a number of seconds';
    if ((value as number) < 0) return 'must not be negative';
    return above(value, Math.floor(longestTimeout / 1000), 'must be less than 25 days (in seconds)');
  },
  maxResponseSize: (value) =>
    positive(value) ??
    (Number.isInteger(value) ? undefined : 'must be a whole number of bytes') ??
    above(
      value,
      largestAnswer,
      `must be at most ${largestAnswer} (bytes), because the program stands still while an answer is parsed: ask for smaller pages with limit and offset`,
    ),
  limitUnit: oneOf('minor', 'major'),
  currency: text,
  idempotencyKeys: oneOf('random', 'from-reference'),
  onReferenceConflict: oneOf('send', 'throw'),
  onClosureRequested: callable,
  closures: withMethods('add', 'has'),
  fetch: callable,
  // The headers are checked one by one when they are read.
  defaultHeaders: () => undefined,
  dispatcher: withMethods('dispatch'),
};

/**
 * Reads and checks the known options, each once.
 *
 * @throws {ZentraValidationError} an option has an invalid value; `field` is its name
 */
export function checkedOptions(options: unknown): GatewayOptions {
  return readable('options', () => {
    const given = options ?? {};
    if (typeof given !== 'object' || Array.isArray(given)) {
      throw new ZentraValidationError({ message: 'options must be an object', field: 'options' });
    }
    const checked: Record<string, unknown> = {};
    for (const [name, check] of Object.entries(checks)) {
      const value: unknown = Reflect.get(given, name);
      if (value === undefined) continue;
      const wrong = check(value);
      if (wrong !== undefined) {
        throw new ZentraValidationError({ message: `Option ${name} ${wrong}`, field: name });
      }
      checked[name] = value;
    }
    return checked;
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? undefined : 'must be a string';
}

function address(value: unknown): string | undefined {
  return value instanceof URL ? undefined : text(value);
}

function positive(value: unknown): string | undefined {
  if (!Number.isFinite(value)) return 'must be a number';
  return (value as number) > 0 ? undefined : 'must be greater than 0';
}

function above(value: unknown, most: number, wrong: string): string | undefined {
  return (value as number) > most ? wrong : undefined;
}

function oneOf(first: string, second: string): Check {
  return (value) => (value === first || value === second ? undefined : `must be "${first}" or "${second}"`);
}

function callable(value: unknown): string | undefined {
  return typeof value === 'function' ? undefined : 'must be a function';
}

function withMethods(...names: string[]): Check {
  return (value) => {
    const has =
      value !== null &&
      typeof value === 'object' &&
      names.every((name) => typeof Reflect.get(value, name) === 'function');
    return has ? undefined : `must be an object with ${names.join(' and ')}`;
  };
}
