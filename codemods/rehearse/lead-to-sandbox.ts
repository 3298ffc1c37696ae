import http, { type RequestOptions } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { REHEARSAL_KEY } from './rehearsal-key';

/** The provider's hosts. */
const PROVIDER = /^(?:[\w-]+\.)*usezentra\.com$/i;

/** Replaces the program's own key: the sandbox must accept the request and must not receive a real key. */
const AUTHORIZATION = `Bearer ${REHEARSAL_KEY}`;

/**
 * Redirects requests to the provider's hosts to the sandbox: those of the SDK, and those that the program makes itself through `fetch`,
 * `http` and `https`. Requests made in any other way are refused like every connection to another machine.
 *
 * @param gateway origin of the sandbox
 */
export function leadToSandbox(gateway: URL): void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!isProvider(url)) return fetch(input, init);
    const to = moved(url, gateway);
    const request = new Request(input instanceof Request ? new Request(to, input) : to, init);
    if (request.headers.has('authorization')) request.headers.set('authorization', AUTHORIZATION);
    return fetch(request);
  };
  const { request } = http;
  const { request: secureRequest } = https;
  const led = (original: typeof http.request) =>
    ((...args: unknown[]) => {
      const asked = requestTo(args);
      if (!PROVIDER.test(asked.host)) return Reflect.apply(original, undefined, args);
      return Reflect.apply(request, http, [sandboxOptions(asked, gateway), asked.onResponse]);
    }) as typeof http.request;
  const got =
    (ask: typeof http.request) =>
    (...args: unknown[]) =>
      (Reflect.apply(ask, undefined, args) as http.ClientRequest).end();
  Object.assign(http, { request: led(request), get: got(led(request)) });
  Object.assign(https, { request: led(secureRequest), get: got(led(secureRequest)) });
  syncBuiltinESMExports();
}

const isProvider = (url: string): boolean => URL.canParse(url) && PROVIDER.test(new URL(url).hostname);

function moved(url: string, gateway: URL): URL {
  const { pathname, search } = new URL(url);
  return new URL(pathname + search, gateway);
}

interface AskedRequest {
  host: string;
  path: string | undefined;
  options: RequestOptions;
  onResponse: unknown;
}

/** Reads the arguments of `http.request` in each of its forms. */
function requestTo(args: readonly unknown[]): AskedRequest {
  const onResponse = args.find((arg) => typeof arg === 'function');
  const given = args.filter((arg) => typeof arg === 'object' && arg !== null && !(arg instanceof URL));
  const options = (given[0] ?? {}) as RequestOptions;
  const first = args[0];
  const text = typeof first === 'string' || first instanceof URL ? String(first) : undefined;
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  const host = options.hostname ?? options.host ?? url?.hostname ?? '';
  return {
    host: host.replace(/:\d+$/, ''),
    path: options.path ?? (url && url.pathname + url.search),
    options,
    onResponse,
  };
}

/** The options for the same request to the sandbox, without those that describe the original connection. */
function sandboxOptions({ path, options }: AskedRequest, gateway: URL): RequestOptions {
  const {
    agent: _,
    host: __,
    port: ___,
    servername: ____,
    createConnection: _____,
    ...kept
  } = options as RequestOptions & { servername?: string };
  const { headers } = kept;
  return {
    ...kept,
    protocol: 'http:',
    hostname: gateway.hostname,
    port: gateway.port,
    ...(path !== undefined && { path }),
    ...(headers && { headers: sandboxHeaders(headers) }),
  };
}

function sandboxHeaders(headers: NonNullable<RequestOptions['headers']>): RequestOptions['headers'] {
  const pairs = Array.isArray(headers)
    ? headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : []))
    : Object.entries(headers);
  const kept = pairs.filter(([name]) => String(name).toLowerCase() !== 'host');
  return Object.fromEntries(
    kept.map(([name, value]) => [name, /^authorization$/i.test(String(name)) ? AUTHORIZATION : value]),
  );
}
