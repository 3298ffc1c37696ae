import { Refusal } from './envelope';

export interface JsonBody {
  /** `undefined` where the body is empty or no JSON. */
  value: unknown;
  /** @throws {Refusal} `invalid_format` where the body is no JSON, or not declared as such */
  orRefuse(): unknown;
}

/** Parses a request body as JSON; `orRefuse` throws when the gateway would refuse it. */
export function parseJsonBody(text: string, contentType?: string): JsonBody {
  if (text === '') return { value: undefined, orRefuse: () => undefined };
  const value = parse(text);
  return {
    value,
    orRefuse() {
      if (!/^application\/(?:[\w.+-]*\+)?json\b/i.test(contentType ?? '')) {
        throw refused('Send JSON with "Content-Type: application/json"');
      }
      if (value === undefined) throw refused('The body is not valid JSON');
      return value;
    },
  };
}

/** No route has a field `__proto__`; when copied into another object, it would set the prototype. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) => {
      if (key === '__proto__') throw new SyntaxError('__proto__');
      return value;
    });
  } catch {
    return undefined;
  }
}

const refused = (message: string) => new Refusal({ status: 400, code: 'invalid_format', message });
