import { redact, redactDeep } from './redact.js';

/** Links of a chain of causes that are looked at; what lies deeper is left out. */
const deepest = 10;

/**
 * A cause, and the causes behind it, without what `redact` hides and without raw bytes: undici's parser error holds the answer as it
 * came. An error in which nothing is to be hidden stays the very same object.
 */
export function scrubbedCause(cause: unknown, depth = 0): unknown {
  if (depth === deepest) return undefined;
  try {
    return cause instanceof Error ? scrubbedError(cause, depth) : scrubbedValue(cause, depth);
  } catch {
    // A proxy that was revoked, or a getter that throws.
    return undefined;
  }
}

function scrubbedError(error: Error, depth: number): Error {
  const changed: PropertyDescriptorMap = {};
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(error))) {
    // The stack is an accessor in later versions of V8.
    const value: unknown = name === 'stack' ? error.stack : descriptor.value;
    const clean = scrubbedValue(value, depth);
    if (clean !== value) changed[name] = { value: clean, enumerable: descriptor.enumerable ?? false };
  }
  if (Object.keys(changed).length === 0) return error;
  const copy = new Error();
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error));
  Object.defineProperties(copy, Object.getOwnPropertyDescriptors(error));
  for (const [name, descriptor] of Object.entries(changed)) {
    Object.defineProperty(copy, name, { ...descriptor, writable: true, configurable: true });
  }
  return copy;
}

function scrubbedValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return scrubbedCause(value, depth + 1);
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (Array.isArray(value)) {
    const items = value.map((item) => scrubbedValue(item, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const clean = redactDeep(value);
  return JSON.stringify(clean) === JSON.stringify(value) ? value : clean;
}
