import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { providerDomain } from '../contract/routes.js';
import { legacyActions } from '../contract/rules.js';
import { unhindered } from '../gateway/unhindered.js';
import { passedBy } from './passed-by.js';

/** A request that is about to be sent, by any code. */
interface Outgoing {
  origin: string;
  path: string;
  userAgent: string;
  /** Makes it fail before anything is written. */
  refuse(error: Error): void;
}

/** The request in the messages of undici, our own or the one inside Node. */
interface UndiciRequest {
  origin?: unknown;
  path?: unknown;
  headers?: unknown;
  error?: unknown;
}

/**
 * Module hooks cannot reach an SDK loaded by a test runner, a bundle or another loader, but Node's diagnostics channels see its requests. A
 * request to a card route that is not ours causes one warning. If the target version has removed the legacy calls, it is refused, because
 * calls that were not checked must not pass.
 */
export function watchOutsideRequests(): void {
  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: UndiciRequest };
    inspect(() => ({
      origin: String(request.origin),
      path: String(request.path),
      userAgent: [request.headers].flat().join('\n'),
      // undici reads the error of a request just before it writes the request.
      refuse: (error) => Reflect.set(request, 'error', error),
    }));
  });
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest };
    inspect(() => ({
      origin: `${request.protocol}//${request.getHeader('host') ?? request.host}`,
      path: request.path,
      userAgent: String(request.getHeader('user-agent') ?? ''),
      refuse: (error) => request.destroy(error),
    }));
  });
}

/** Node turns an error of a subscriber into an uncaught exception, so none may escape. */
function inspect(outgoing: () => Outgoing): void {
  unhindered(() => inspected(outgoing()));
}

function inspected(request: Outgoing): void {
  if (request.userAgent.includes('zentra-compat/') || !isCardRequest(request)) return;
  // Without the card's id, so that each route causes only one warning.
  const route = (request.origin + request.path.split('?')[0]).replace(/(\/cards\/)[^/]+/, '$1{card_id}');
  const error = passedBy(`A request to ${route} was not made by zentra-compat`);
  if (error) request.refuse(error);
}

const zentrasHosts = new RegExp(`^https?://([\\w-]+\\.)*${providerDomain.replaceAll('.', '\\.')}(:\\d+)?$`);
const legacyRoute = new RegExp(`/cards/[^/?]+/(?:${[...legacyActions.keys()].join('|')})(?:[?/]|$)`);
const cardRoute = /\/v\d+\/cards(?:[/?]|$)/;

/** Card routes on Zentra's hosts, and legacy card routes on any host. The SDK's requests for other namespaces are allowed. */
function isCardRequest({ origin, path }: Outgoing): boolean {
  return legacyRoute.test(path) || (zentrasHosts.test(origin) && cardRoute.test(path));
}
