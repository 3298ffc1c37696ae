import { redact, redactDeep } from './redact.js';

/** Maximum length of a chain of causes; deeper causes are left out. */
const deepest = 10;

/**
 * Redacts a cause and its own causes, and removes raw bytes: undici's parser error holds the answer unredacted. An error with nothing to
 * hide is returned unchanged.
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
