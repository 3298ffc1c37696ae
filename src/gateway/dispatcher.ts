import type { Dispatcher } from 'undici';

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/**
 * Where a client's requests go when its caller brings no dispatcher: through the proxy of `HTTPS_PROXY`, `HTTP_PROXY` and
 * `NO_PROXY` where one is set, else through a pool of keep-alive connections to the origin. Idle connections do not keep
 * the process alive.
 *
 * undici is loaded here, at the first request: at import it would cost every program that only might make one.
 */
export function defaultDispatcher(origin: string, environment: NodeJS.ProcessEnv = process.env): Dispatcher {
  const { EnvHttpProxyAgent, Pool } = require('undici') as typeof import('undici');
  return proxyVariables.some((name) => environment[name]) ? new EnvHttpProxyAgent() : new Pool(origin);
}
