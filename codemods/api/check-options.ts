import { UsageError } from '../engine/usage-error';

/** Says what a value must be; `undefined` if it is. */
type Check = (value: unknown) => string | undefined;

/** What each option of a function must be. An option that is `undefined` counts as absent. */
export type Checks<Options> = { readonly [Name in keyof Options]-?: Check };

/**
 * Checks the options of a function of the API before anything is done: programs in JavaScript, and values from elsewhere, have no compiler.
 *
 * @param name the function, for messages
 * @throws {UsageError} naming an option that does not exist, or that has a wrong value
 */
export function checkOptions<Options extends object>(
  name: string,
  options: Options,
  checks: Checks<Options>,
): void {
  const kind = kindOf(options);
  if (kind !== 'an object')
    throw new UsageError(`${name}() takes an object with its options, and got ${kind}`);
  const names = Object.keys(checks);
  const unknown = Object.keys(options).filter((key) => !Object.hasOwn(checks, key));
  if (unknown.length > 0)
    throw new UsageError(`no such option: ${unknown.join(', ')}. The options are ${names.join(', ')}`);
  for (const [key, check] of Object.entries<Check>(checks)) {
    const value: unknown = (options as Record<string, unknown>)[key];
    const wanted = value === undefined ? undefined : check(value);
    if (wanted !== undefined) throw new UsageError(`${key} ${wanted}`);
  }
}

/** What a value is, in words: for the end of a message. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const mustBe =
  (wanted: string, isRight: (value: unknown) => boolean): Check =>
  (value) =>
    isRight(value) ? undefined : `must be ${wanted}, and is ${kindOf(value)}`;

export const text = mustBe('a text', (value) => typeof value === 'string');
export const columns = mustBe('a number above 0', (value) => typeof value === 'number' && value > 0);
export const numberFrom = (least: number): Check =>
  mustBe(`a number from ${least}`, (value) => typeof value === 'number' && value >= least);
export const wholeNumber = (least: number, most: number): Check =>
  mustBe(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  );
export const anObject = mustBe('an object', (value) => kindOf(value) === 'an object');
export const yesOrNo = mustBe('true or false', (value) => typeof value === 'boolean');
export const aFunction = mustBe('a function', (value) => typeof value === 'function');

/** An `AbortSignal`, of whatever realm or library. */
export const abortSignal = mustBe(
  'an AbortSignal',
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    typeof (value as AbortSignal).aborted === 'boolean' &&
    typeof (value as AbortSignal).addEventListener === 'function',
);

/** A list of texts. An empty text would name the root itself where a variable was not set. */
export const texts: Check = (value) => {
  if (!Array.isArray(value)) return `must be a list of texts, such as ['…'], and is ${kindOf(value)}`;
  const wrong = value.findIndex((item) => typeof item !== 'string' || item === '');
  return wrong < 0
    ? undefined
    : `must be a list of texts that are not empty, and number ${wrong + 1} is ${kindOf(value[wrong])}`;
};

export const oneOf = (choices: readonly string[]): Check =>
  function check(value) {
    return choices.includes(value as string) ? undefined : `must be one of ${choices.join(', ')}`;
  };

/** `true`, `false`, or an object with numbers above 0 under some of the names. */
export const numbersOrFlag =
  (names: readonly string[], most: number): Check =>
  (value) => {
    if (typeof value === 'boolean') return undefined;
    if (kindOf(value) !== 'an object')
      return `must be true, false or { ${names.join(', ')} }, and is ${kindOf(value)}`;
    for (const [name, number] of Object.entries(value as object)) {
      if (!names.includes(name)) return `has no ${name}: there are ${names.join(', ')}`;
      const isRight = number === undefined || (typeof number === 'number' && number > 0 && number <= most);
      if (!isRight) return `must have a ${name} above 0 and up to ${most}, and has ${String(number)}`;
    }
    return undefined;
  };

/** Texts by path, in an object or a map. */
export const textsByPath: Check = (value) => {
  if (!(value instanceof Map) && (kindOf(value) !== 'an object' || Symbol.iterator in (value as object)))
    return `must be an object or a Map of texts by path, and is ${kindOf(value)}`;
  for (const [path, content] of value instanceof Map ? value : Object.entries(value as object)) {
    if (typeof path !== 'string') return `must have paths that are texts, and one is ${kindOf(path)}`;
    if (typeof content !== 'string') return `must have texts, and ${path} is ${kindOf(content)}`;
  }
  return undefined;
};

/** The name of a receiver, as it stands before the namespace. */
export const CLIENT_NAME = /^#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** Names of receivers, as they stand before the namespace. */
export const clientNames: Check = (value) => {
  const wrong = texts(value);
  if (wrong !== undefined) return wrong;
  const other = (value as string[]).find((name) => !CLIENT_NAME.test(name));
  return other === undefined
    ? undefined
    : `takes the name before .cards alone, such as zentra, and ${JSON.stringify(other)} is none`;
};
