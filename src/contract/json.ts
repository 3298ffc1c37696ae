import { documentedNames } from './aliases.js';
import { ZentraError, ZentraValidationError } from './errors.js';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

const deepest = 100;

/** Far above any request; keeps a list of length 4,294,967,295, or one object referenced a thousand times, from blocking the process. */
const mostValues = 100_000;

interface Budget {
  left: number;
}

/**
 * Copies the caller's object as JSON would carry it (`toJSON` is called; `undefined`, functions and symbols are left out, but not where a
 * documented name has them). Copied once, so that the checked value is the sent one even if the caller changes the object later.
 *
 * Copies have no prototype: a key named `__proto__` is a key like any other.
 *
 * @param what name of the argument in error messages
 * @throws {ZentraValidationError} not an object, one that hides its content, cyclic, nested too deeply, too large, unreadable (a throwing
 *   getter), or holding a BigInt, NaN or Infinity, which JSON cannot carry, or a documented name with a function or a symbol; `field` is
 *   the key at fault.
 */
export function jsonObject(value: unknown, what: string): JsonObject {
  return readable(what, () => {
    if (hidesItsContent(value) && !hasToJson(value)) throw hiddenContent(what);
    const copy =
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? copied(value, '', [], { left: mostValues })
        : undefined;
    if (copy === undefined || copy === null || typeof copy !== 'object' || Array.isArray(copy)) {
      throw new ZentraValidationError({
        message: `${what} must be an object, not ${kindOf(value)}`,
        field: what,
      });
    }
    return copy;
  });
}

/** Runs code that reads a caller's object; an error thrown by its getters or proxies becomes one that names `what`. */
export function readable<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ZentraError) throw error;
    throw new ZentraValidationError({
      message: `${what} could not be read: ${messageOf(error)}`,
      field: what,
    });
  }
}

/** A word for the kind of a value: values themselves are never shown. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  if (Number.isNaN(value)) return 'NaN';
  if (typeof value === 'undefined') return 'undefined';
  if (typeof value !== 'object') return `a ${typeof value}`;
  try {
    return Array.isArray(value) ? 'an array' : 'an object';
  } catch {
    return 'a revoked proxy';
  }
}

/** The message of a value that a caller's code threw. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.message) : 'it threw something that is no Error';
  } catch {
    return 'it threw something unreadable';
  }
}

function copied(value: unknown, path: string, within: readonly object[], budget: Budget): Json | undefined {
  if (budget.left-- === 0) throw refused(path, `is one of more than ${mostValues} values`);
  const replaced = hasToJson(value) ? value.toJSON(path.slice(path.lastIndexOf('.') + 1)) : value;
  switch (typeof replaced) {
    case 'string':
    case 'boolean':
      return replaced;
    case 'number':
      if (!Number.isFinite(replaced)) throw refused(path, `is ${replaced}, which JSON cannot carry`);
      return replaced;
    case 'bigint':
      throw refused(path, 'is a BigInt, which JSON cannot carry: pass a number or a string');
    case 'object':
      return replaced === null ? null : copiedObject(replaced, path, within, budget);
    case 'undefined':
      return undefined;
    default:
      if (!documentedNames.has(path)) return undefined;
      throw refused(path, `is a ${typeof replaced}, which JSON cannot carry`);
  }
}

function copiedObject(
  value: object,
  path: string,
  within: readonly object[],
  budget: Budget,
): Json | undefined {
  if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    return copied(value.valueOf(), path, within, budget);
  }
  // The caller's `AbortSignal` is taken out of the copy.
  if (hidesItsContent(value) && path !== 'signal') throw refused(path, hidden);
  if (within.includes(value)) throw refused(path, 'refers back to an object that holds it (a cycle)');
  if (within.length === deepest) throw refused(path, `is nested more than ${deepest} levels deep`);
  const inside = [...within, value];
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (let index = 0; index < value.length; index++) {
      list.push(copied(value[index], `${path}[${index}]`, inside, budget) ?? null);
    }
    return list;
  }
  const copy: JsonObject = Object.create(null);
  for (const key of Object.keys(value)) {
    const item = copied(
      (value as Record<string, unknown>)[key],
      path === '' ? key : `${path}.${key}`,
      inside,
      budget,
    );
    if (item !== undefined) copy[key] = item;
  }
  return copy;
}

/**
 * Whether an object has content that is none of its own keys, such as a `Map`, a promise that was not awaited, or a class with getters:
 * JSON would carry `{}`.
 */
export function hidesItsContent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain in any realm: Jest's has an Object.prototype of its own.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && Object.keys(value).length === 0;
}

function hasToJson(value: unknown): value is { toJSON(key: string): unknown } {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'bigint') &&
    typeof (value as { toJSON?: unknown }).toJSON === 'function'
  );
}

const hidden = 'has content that JSON cannot carry, as a Map or a promise has: pass a plain object';

/** @param what name of the argument */
export function hiddenContent(what: string): ZentraValidationError {
  return new ZentraValidationError({ message: `${what} ${hidden}`, field: what });
}

function refused(path: string, why: string): ZentraValidationError {
  return new ZentraValidationError({ message: `${JSON.stringify(path)} ${why}`, field: path });
}
