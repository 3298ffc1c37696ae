import { ZentraValidationError } from '../contract/errors.js';
import { startsLikeKey } from '../contract/keys.js';
import type { GatewayOptions } from './settings.js';

/** Contains the gateway of a rehearsal. `zentra-codemods rehearse` sets it for every process of the rehearsed command. */
const variable = 'ZENTRA_COMPAT_REHEARSAL';

/** A made-up key, which the sandbox accepts. */
const key = 'sk_sandbox_rehearsal';

/** Sends the call site to the sandbox, so that a difference can be shown at its line. */
const callerHeader = 'x-zentra-compat-caller';

/**
 * The gateway that every client of this process must talk to.
 *
 * @returns its base URL, or `undefined` outside of a rehearsal
 * @throws {ZentraValidationError} the variable names another machine, which a rehearsal must not reach
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

/** The options of a client; in a rehearsal, with its gateway and key. */
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
 * The constructor argument for a client of the real SDK in a rehearsal: the program's own, with the rehearsal's gateway and key in the
 * same places. The client's other namespaces then reach the sandbox, too.
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
  // An old base URL may end in the API version, since the SDK's routes omit it.
  const version = /(?:\/api)?\/v1\/?$/.exec(String(given[url] ?? ''))?.[0] ?? '';
  return { ...given, [keyName]: key, environment: 'sandbox', [url]: gateway.replace(/\/$/, '') + version };
}

/** Whether an argument has an option for a client's key or gateway; otherwise it is not for a client. */
function isOptions(given: unknown): given is Record<string, unknown> {
  const names = ['secretKey', 'apiKey', 'environment', 'baseUrl', 'baseURL'];
  return typeof given === 'object' && given !== null && names.some((name) => name in given);
}

/**
 * Header with the call site in the program. Read when the request is made, the stack also has the awaiting callers.
 *
 * @returns an empty list if no line of the program is on the stack
 */
export function callerHeaders(): readonly string[] {
  const frames = stackOf().split('\n').slice(1);
  const frame = frames.find(
    (line) => !line.includes(ownFolder) && !/node:|[\\/]node_modules[\\/]/.test(line),
  );
  const place = frame && /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(frame)?.[1];
  return place && /^[\x21-\x7e]+$/.test(place) ? [callerHeader, place] : [];
}

/** Must not prevent a call: a program may freeze `Error`, or customise stacks. */
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

/** Folder of this package, bundled or not. An ES module made by a bundler has no `__dirname`. */
const folder = typeof __dirname === 'string' ? __dirname : '';
const ownFolder = /^.*[\\/](?:src|dist)(?=[\\/]|$)/.exec(folder)?.[0] ?? folder;
