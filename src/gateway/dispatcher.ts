import type { Dispatcher } from 'undici';
import { ZentraValidationError } from '../contract/errors.js';
import { processState } from './process-state.js';

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;
const bypassVariables = ['no_proxy', 'NO_PROXY'] as const;

/** Maximum of connections, below the common limit of 1,024 open files; further requests wait for a connection. */
const connections = 256;

/**
 * The dispatcher of clients without their own: uses the proxy of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` if set, else a pool of
 * keep-alive connections to the origin. It is shared within the process, so that a program with a client per request opens no
 * connection per client. Idle connections do not keep the process alive.
 *
 * @param undici the package itself: its major version decides which copies of this package can share a pool
 * @throws {ZentraValidationError} a proxy variable is not the URL of a proxy.
 */
export function sharedDispatcher(undici: Undici, origin: string): Dispatcher {
  const { dispatchers } = processState;
  const proxied = proxyVariables.some((name) => process.env[name]);
  const environment = [...proxyVariables, ...bypassVariables].map((name) => process.env[name]);
  const key = JSON.stringify([majorVersion(), ...(proxied ? environment : [origin])]);
  let dispatcher = dispatchers.get(key);
  if (!dispatcher) {
    dispatcher = proxied ? proxyAgent(undici) : new undici.Pool(origin, { connections });
    dispatchers.set(key, dispatcher);
  }
  return dispatcher;
}

export type Undici = typeof import('undici');

function proxyAgent(undici: Undici): Dispatcher {
  const { EnvHttpProxyAgent } = undici;
  try {
    return new EnvHttpProxyAgent({
      connections,
      factory: (origin, options) => poolThatGivesUp(undici, origin, options),
    });
  } catch {
    const set = proxyVariables.filter((name) => process.env[name]);
    throw new ZentraValidationError({
      message: `The environment variable ${set.join(' or ')} is not the URL of a proxy, such as http://proxy.example:3128`,
      field: set[0],
    });
  }
}

type Connect = (options: unknown, callback: (error: Error | null, socket: unknown) => void) => unknown;

/**
 * If a proxy drops a CONNECT, undici mistakes the socket error for one of the pool's own connections, and reconnects for ever
 * (undici#5093), even after the call is over. An error with another code ends the waiting requests.
 */
function poolThatGivesUp({ Pool }: Undici, origin: string | URL, options: object): Dispatcher {
  const { connect } = options as { connect?: unknown };
  if (typeof connect !== 'function') return new Pool(origin, options);
  const tunnel = connect as Connect;
  const once: Connect = (target, callback) =>
    tunnel(target, (error, socket) => callback(error && withoutReconnection(error), socket));
  return new Pool(origin, { ...options, connect: once } as object);
}

function withoutReconnection(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'UND_ERR_SOCKET') return error;
  const message = `The proxy closed the connection before the tunnel stood: ${error.message}`;
  return Object.assign(new Error(message, { cause: error }), { code: 'ERR_PROXY_TUNNEL' });
}

/** Major versions of undici have different handler interfaces, so they cannot share a pool. */
function majorVersion(): string {
  const { version } = require('undici/package.json') as { version: string };
  return version.split('.')[0]!;
}
