import { listAliases, snakeCased } from './aliases.js';
import { ZentraValidationError } from './errors.js';
import type { JsonObject } from './json.js';

/**
 * The query string, with `?`; empty if there are no parameters. `null` counts as absent, an array repeats its key, and `customerId`
 * becomes `customer_id`.
 *
 * @throws {ZentraValidationError} a value that is an object, or text that is not valid Unicode; `field` is the key.
 */
export function queryString(query: JsonObject): string {
  const { body, spelling } = snakeCased(query, listAliases);
  const pairs = Object.entries(body).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== null)
      .map((item) => {
        if (typeof item === 'object') throw refused(spelling(key), 'must be text, a number, true or false');
        return `${encoded(key, spelling(key))}=${encoded(String(item), spelling(key))}`;
      }),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function encoded(text: string, field: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw refused(field, 'must be valid Unicode (it holds half a surrogate pair)');
  }
}

function refused(field: string, why: string): ZentraValidationError {
  return new ZentraValidationError({ message: `${JSON.stringify(field)} ${why}`, field });
}
