import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { providerDomain } from '../contract/routes.js';
import { legacyActions } from '../contract/rules.js';
import { unhindered } from '../gateway/unhindered.js';
import { passedBy } from './passed-by.js';

/** A request that is about to go out, whoever makes it. */
interface Outgoing {
  origin: string;
  path: string;
  userAgent: string;
  /** Lets it fail before anything is written. */
  refuse(error: Error): void;
}

/** What undici, ours or the one inside Node, tells of a request. */
interface UndiciRequest {
  origin?: unknown;
  path?: unknown;
  headers?: unknown;
  error?: unknown;
}

/**
 * Module hooks do not see what a test runner, a bundle or another loader makes of the SDK. Node's diagnostics channels see its requests: one
 * that goes to a card route and is not ours is warned of once, and refused where the target is past the removal of the legacy calls, because
 * a check that is not made must not pass.
 */
export function watchOutsideRequests(): void {
  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: UndiciRequest };
    inspect(() => ({
      origin: String(request.origin),
      path: String(request.path),
      userAgent: [request.headers].flat().join('\n'),
      // undici asks for the error of a request when it is about to write it.
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

/** Node makes an uncaught exception of what a subscriber throws. */
function inspect(outgoing: () => Outgoing): void {
  unhindered(() => inspected(outgoing()));
}

function inspected(request: Outgoing): void {
  if (request.userAgent.includes('zentra-compat/') || !isCardRequest(request)) return;
  // Without the card, so that one route is warned of once.
  const route = (request.origin + request.path.split('?')[0]).replace(/(\/cards\/)[^/]+/, '$1{card_id}');
  const error = passedBy(`A request to ${route} was not made by zentra-compat`);
  if (error) request.refuse(error);
}

const zentrasHosts = new RegExp(`^https?://([\\w-]+\\.)*${providerDomain.replaceAll('.', '\\.')}(:\\d+)?$`);
const legacyRoute = new RegExp(`/cards/[^/?]+/(?:${[...legacyActions.keys()].join('|')})(?:[?/]|$)`);
const cardRoute = /\/v\d+\/cards(?:[/?]|$)/;

/** Card routes on Zentra's hosts, and the legacy ones anywhere: what the SDK sends for other namespaces is its own affair. */
function isCardRequest({ origin, path }: Outgoing): boolean {
  return legacyRoute.test(path) || (zentrasHosts.test(origin) && cardRoute.test(path));
}
