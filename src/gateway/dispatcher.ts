import type { Dispatcher } from 'undici';
import { ZentraValidationError } from '../contract/errors.js';

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/**
 * Where a client's requests go when its caller brings no dispatcher: through the proxy of `HTTPS_PROXY`, `HTTP_PROXY` and
 * `NO_PROXY` where one is set, else through a pool of keep-alive connections to the origin. Idle connections do not keep
 * the process alive.
 *
 * undici is loaded here, at the first request: at import it would cost every program that only might make one.
 *
 * @throws {ZentraValidationError} a proxy variable that is not the URL of a proxy.
 */
export function defaultDispatcher(origin: string): Dispatcher {
  const { EnvHttpProxyAgent, Pool } = require('undici') as typeof import('undici');
  const set = proxyVariables.filter((name) => process.env[name]);
  if (set.length === 0) return new Pool(origin);
  try {
    return new EnvHttpProxyAgent();
  } catch {
    throw new ZentraValidationError({
      message: `The environment variable ${set.join(' or ')} is not the URL of a proxy, such as http://proxy.example:3128`,
      field: set[0],
    });
  }
}
