import { ZentraValidationError } from '../contract/errors.js';
import { startsLikeKey } from '../contract/keys.js';
import type { GatewayOptions } from './settings.js';

/** Names the gateway of a rehearsal: set by `zentra-codemods rehearse`, for every process of the rehearsed command. */
const variable = 'ZENTRA_COMPAT_REHEARSAL';

/** A key that exists nowhere. */
const key = 'sk_sandbox_rehearsal';

/** Told to the sandbox, so that a difference can be shown at the line that made it. */
const callerHeader = 'x-zentra-compat-caller';

/**
 * The gateway that every client of this process must talk to.
 *
 * @returns its base URL, or `undefined` outside of a rehearsal
 * @throws {ZentraValidationError} the variable names anything but this machine: a rehearsal never leaves it
 */
export function rehearsalGateway(): string | undefined {
  const url = process.env[variable];
  if (url === undefined || url === '') return undefined;
  const { hostname } = URL.canParse(url) ? new URL(url) : { hostname: '' };
  if (/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)) return url;
  throw new ZentraValidationError({
    message: `${variable} must be a URL on this machine, such as http://127.0.0.1:4010: a rehearsal sends nothing elsewhere`,
    field: variable,
  });
}

/** Options of a client as they are meant, with gateway and key of the rehearsal, if there is one. */
export function rehearsed<
  Options extends Pick<GatewayOptions, 'secretKey' | 'apiKey' | 'environment' | 'baseUrl' | 'baseURL'>,
>(options: Options): Options {
  const gateway = rehearsalGateway();
  if (gateway === undefined) return options;
  return {
    ...options,
    secretKey: key,
    apiKey: undefined,
    environment: 'sandbox',
    baseUrl: gateway,
    baseURL: undefined,
  };
}

/**
 * What a client of the real SDK is made with in a rehearsal, so that its further namespaces reach the sandbox, too: what the program gave,
 * with gateway and key of the rehearsal in the places where they stand.
 *
 * @param given the options, or the key itself
 */
export function rehearsedSdkArgument(given: unknown): unknown {
  const gateway = rehearsalGateway();
  if (gateway === undefined) return given;
  if (typeof given === 'string') return startsLikeKey(given) ? key : given;
  if (!isOptions(given)) return given;
  const url = 'baseURL' in given ? 'baseURL' : 'baseUrl';
  const keyName = 'apiKey' in given && !('secretKey' in given) ? 'apiKey' : 'secretKey';
  // An old base URL may end in the version that the SDK's routes leave out.
  const version = /(?:\/api)?\/v1\/?$/.exec(String(given[url] ?? ''))?.[0] ?? '';
  return { ...given, [keyName]: key, environment: 'sandbox', [url]: gateway.replace(/\/$/, '') + version };
}

/** By the options that name a client's key or gateway: a call of another function is none of ours. */
function isOptions(given: unknown): given is Record<string, unknown> {
  const names = ['secretKey', 'apiKey', 'environment', 'baseUrl', 'baseURL'];
  return typeof given === 'object' && given !== null && names.some((name) => name in given);
}

/**
 * Header that names the line of the program that asks. Taken where a request is made, it finds the callers that await, too.
 *
 * @returns nothing where no line of the program is on the stack
 */
export function callerHeaders(): readonly string[] {
  const frames = stackOf().split('\n').slice(1);
  const frame = frames.find(
    (line) => !line.includes(ownFolder) && !/node:|[\\/]node_modules[\\/]/.test(line),
  );
  const place = frame && /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(frame)?.[1];
  return place && /^[\x21-\x7e]+$/.test(place) ? [callerHeader, place] : [];
}

/** No bookkeeping keeps a call from going out: a program may freeze `Error`, or make stacks of another kind. */
function stackOf(): string {
  try {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 50;
    try {
      return String(new Error().stack);
    } finally {
      Error.stackTraceLimit = limit;
    }
  } catch {
    return '';
  }
}

/** Where this package lies, bundled or not; an ES module that a bundler made has no `__dirname`. */
const folder = typeof __dirname === 'string' ? __dirname : '';
const ownFolder = /^.*[\\/](?:src|dist)(?=[\\/]|$)/.exec(folder)?.[0] ?? folder;
