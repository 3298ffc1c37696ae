import { ZentraValidationError } from './errors.js';
import { type Json, type JsonObject, jsonObject } from './json.js';
import { spendingLimitNamed } from './limits.js';

/** Default controls of `lockAndRestrict`. */
export const restrictedControls = { spending_limits: { daily_minor: 0, monthly_minor: 0 } } as const;

/** Keys that would change an object's prototype in a careless merge, here or at the gateway. */
const pollutingKeys = ['__proto__', 'constructor', 'prototype'];

/**
 * Checks and copies security controls.
 *
 * @throws {ZentraValidationError} not a JSON object; a key such as `__proto__`; a value under `spending_limits` that is
 *   neither `null` nor a whole, non-negative, safe number of minor units; a legacy spelling there, which the gateway
 *   would ignore. `field` is the key.
 * @see contract, section 3
 */
export function securityControls(controls: unknown): JsonObject {
  const copy = jsonObject(controls, 'controls');
  refusePollution(copy);
  const limits = copy.spending_limits;
  if (limits !== undefined && limits !== null) assertLimits(limits, 'spending_limits');
  return copy;
}

/**
 * Merges `changes` into `current`: objects merge, arrays and scalars replace, `null` clears (and is kept as `null`).
 * Neither argument is changed.
 */
export function mergedControls(current: JsonObject, changes: JsonObject): JsonObject {
  const merged: JsonObject = Object.create(null);
  for (const key of Object.keys(current)) merged[key] = current[key]!;
  for (const key of Object.keys(changes)) {
    const before = merged[key];
    const after = changes[key]!;
    merged[key] = isObject(before) && isObject(after) ? mergedControls(before, after) : after;
  }
  return merged;
}

/** Plain objects only: an object that holds the digits of a large number is a scalar. */
function isObject(value: Json | undefined): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function refusePollution(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (pollutingKeys.includes(key)) {
      throw new ZentraValidationError({
        message: `${JSON.stringify(key)} is not allowed as a key of security controls`,
        field: key,
      });
    }
    refusePollution(item);
  }
}

function assertLimits(limits: Json, path: string): void {
  if (!isObject(limits)) {
    throw new ZentraValidationError({
      message: `${path} must be an object such as { daily_minor: 50000 }, or null`,
      field: path,
    });
  }
  for (const [key, value] of Object.entries(limits)) {
    const named = spendingLimitNamed(key);
    if (named !== undefined && named !== key) {
      throw new ZentraValidationError({
        message: `${path} has the legacy key ${JSON.stringify(key)}, which the gateway would disregard: write ${named}`,
        field: key,
      });
    }
    if (isObject(value)) assertLimits(value, `${path}.${key}`);
    else if (value !== null && !(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)) {
      throw new ZentraValidationError({
        message: `${path}.${key} must be null or a whole, non-negative number of minor units`,
        field: key,
      });
    }
  }
}
