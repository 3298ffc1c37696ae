import { inheritFrom } from '../contract/error-lineage.js';
import {
  onErrorMade,
  ZentraAuthenticationError,
  ZentraConnectionError,
  type ZentraError,
  ZentraRateLimitError,
  ZentraValidationError,
} from '../contract/errors.js';
import { hasMembers, isOurs, loadedSdk } from './real-sdk.js';

type ErrorClass = { readonly name: string; readonly prototype: Error };

/** Origins of clients, the latest first: modules of an SDK, and client classes. */
const sources: object[] = [];

/** A program has one SDK, but a test run may create any number of classes. */
const mostSources = 16;

/** Error classes by their source. Searched at the first error, when a module has all its exports. */
const classesIn = new WeakMap<object, readonly ErrorClass[]>();

/**
 * After this call, our errors are also `instanceof` the SDK's class for the same error, or its general error class, because old code tests
 * for it in a `catch`.
 *
 * @param source a module of the SDK, or a client class with error classes as members
 */
export function joinErrorsOf(source: unknown): void {
  if (!hasMembers(source) || sources[0] === source || isOurs(source)) return;
  const at = sources.indexOf(source);
  if (at >= 0) sources.splice(at, 1);
  sources.unshift(source);
  sources.length = Math.min(sources.length, mostSources);
  onErrorMade(joinError);
}

/** Must not fail, whatever an SDK's classes are: the error itself is to be thrown. */
function joinError(error: ZentraError): void {
  try {
    for (const source of [...sources, loadedSdk()]) {
      const classes = errorClassesIn(source);
      if (fitting(error, classes).some(({ prototype }) => inheritFrom(error, prototype))) return;
    }
  } catch {
    // A module whose exports cannot be listed, such as a revoked proxy.
  }
}

/** Tests for our errors, each with the words of fitting SDK class names, the most specific first. */
const kinds: readonly (readonly [is: (error: ZentraError) => boolean, words: RegExp])[] = [
  [(error) => error instanceof ZentraRateLimitError, /ratelimit|toomanyrequests/],
  [({ status }) => status === 403, /permission|forbidden|authori[sz]ation/],
  [
    (error) => error instanceof ZentraAuthenticationError,
    /authentication|unauthori[sz]ed|invalidapikey|auth/,
  ],
  [({ status }) => status === 404, /notfound/],
  [({ status }) => status === 409, /conflict/],
  [({ status }) => status !== undefined && status >= 500, /server|internal|unavailable/],
  [
    (error) => error instanceof ZentraValidationError || error.status === 400 || error.status === 422,
    /validation|invalidrequest|invalidargument|badrequest|unprocessable/,
  ],
  [({ code }) => code === 'timeout', /timeout/],
  [(error) => error instanceof ZentraConnectionError, /connection|network/],
];

/** Names of an SDK's general error class: `ZentraError`, `ZentraSdkError`, `APIError`, … */
const general = /^(?:zentra)?(?:sdk|api|base|client|request)?(?:error|exception)$/;

/** Classes that fit an error, the most specific first. If there is a general class, all others must derive from it. */
function fitting(error: ZentraError, classes: readonly ErrorClass[]): ErrorClass[] {
  const base = rootOf(classes.filter(isGeneral)) ?? rootOf(classes.filter((each) => isBase(each, classes)));
  const special = kinds.flatMap(([is, words]) =>
    is(error) ? classes.filter((each) => words.test(each.name.toLowerCase())) : [],
  );
  if (!base) return special;
  const api = error.status === undefined ? [] : classes.filter((each) => /api/i.test(each.name));
  return [...[...special, ...api].filter((each) => isDerived(each, base)), base];
}

function rootOf(classes: readonly ErrorClass[]): ErrorClass | undefined {
  return classes.find((each) => !classes.some((other) => isDerived(each, other)));
}

function isBase(each: ErrorClass, classes: readonly ErrorClass[]): boolean {
  return classes.some((other) => isDerived(other, each));
}

function isGeneral({ name }: ErrorClass): boolean {
  return general.test(name.toLowerCase());
}

function isDerived(each: ErrorClass, from: ErrorClass): boolean {
  return Object.prototype.isPrototypeOf.call(from.prototype, each.prototype);
}

function errorClassesIn(source: unknown): readonly ErrorClass[] {
  if (!hasMembers(source)) return [];
  const known = classesIn.get(source);
  if (known) return known;
  const holders = [source, ...['default', 'Zentra', 'Client', 'errors'].map((name) => member(source, name))];
  const values = holders.filter(hasMembers).flatMap((holder) =>
    Reflect.ownKeys(holder)
      .filter((key) => key !== 'prototype')
      .map((key) => member(holder, key)),
  );
  const classes = [...new Set(values)].filter(isErrorClass);
  classesIn.set(source, classes);
  return classes;
}

function isErrorClass(value: unknown): value is ErrorClass {
  if (typeof value !== 'function' || isOurs(value)) return false;
  return member(value, 'prototype') instanceof Error && typeof member(value, 'name') === 'string';
}

function member(holder: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(holder, key);
  } catch {
    return undefined;
  }
}
