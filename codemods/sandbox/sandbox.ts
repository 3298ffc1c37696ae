import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type RouteName, routes } from 'zentra-compat/contract';
import { checkOptions } from '../api/check-options';
import { registerControlRoutes } from './control-routes';
import { failureBody, Refusal } from './envelope';
import { checkedFault, type FaultRuleInput } from './faults';
import { Gateway, type Handler } from './gateway';
import { type SandboxOptions, sandboxChecks } from './options';
import type { LoggedRequest } from './request-log';
import type { Card, SandboxState } from './state';
import { createTransfer, verifyTransfer } from './transfers';
import { unknownRoute } from './unknown-route';

export interface Sandbox {
  /** Origin, such as `http://127.0.0.1:4010`: the client's `baseUrl`. */
  readonly url: string;
  readonly port: number;
  /** Every request since the start or the last `reset()`, in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly cards: ReadonlyMap<string, Card>;
  /** State of the gateway, to pass to the next sandbox as `options.state`. */
  readonly state: SandboxState;
  /** Applies a fault to the next matching requests. */
  fault(rule: FaultRuleInput): void;
  /** Returns to the initial state: cards, keys, transfers, requests, faults, rate-limit counts. */
  reset(): void;
  /** Stops at once: open connections are cut, and waiting requests have no effect. */
  close(): Promise<void>;
}

/**
 * Starts the reviewed gateway on loopback: real HTTP, cards in memory, strict about the contract. The provider does not publish the
 * bodies of successes and the statuses of some refusals: those are our own, see docs/sandbox.md.
 *
 * @throws {UsageError} naming an option that does not exist, or that has a wrong value
 * @throws {Error} when it cannot listen on the port: `EADDRINUSE` when the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions('startSandbox', options, sandboxChecks);
  const gateway = new Gateway(options);
  const app = Fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 2048 },
    // A path that cannot be decoded reaches no route, but is still answered in the envelope.
    frameworkErrors: (error, request, reply) => void refuse(gateway, error, request, reply),
  });
  // One parser for all content types: the gateway itself refuses bodies that are not JSON, in its envelope and after logging.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', refuseForeigners);
  registerGatewayRoutes(app, gateway);
  registerControlRoutes(app, gateway);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    url,
    port: Number(new URL(url).port),
    requests: gateway.requests,
    cards: gateway.state.cards,
    state: gateway.state,
    fault: (rule) => gateway.faults.add(checkedFault(rule)),
    reset: () => gateway.reset(),
    close: async () => {
      gateway.stopped.abort();
      await app.close();
    },
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** Refuses requests from web pages: a page that reaches the loopback address has a foreign `Host` (DNS rebinding) or `Origin`. */
function refuseForeigners(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { host = '', origin } = request.headers;
  const isForeign =
    !LOOPBACK.test(host) || (origin !== undefined && !LOOPBACK.test(origin.replace(/^https?:\/\//, '')));
  if (!isForeign) {
    done();
    return;
  }
  const name = LOOPBACK.test(host) ? `Origin ${origin}` : `Host ${host}`;
  const message = `The sandbox answers programs of this machine only, and was asked with ${name}`;
  reply.code(403).send(failureBody({ status: 403, code: 'foreign_origin', message }));
}

function registerGatewayRoutes(app: FastifyInstance, gateway: Gateway): void {
  const handler = (handle: Handler) => (request: FastifyRequest, reply: FastifyReply) =>
    gateway.answer(request, reply, handle);
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = routes[name];
    const url = path.replace(/\{(\w+)\}/g, ':$1');
    app.route({ method, url, handler: handler(gateway.operation(name)) });
  }
  app.post(
    '/api/v1/transfers',
    handler(({ body }) => createTransfer(gateway.state, body)),
  );
  app.get(
    '/api/v1/transfers/:reference/verify',
    handler(({ params }) => verifyTransfer(gateway.state, params.reference ?? '')),
  );
  app.setNotFoundHandler((request, reply) =>
    gateway.answer(request, reply, () => {
      throw unknownRoute(request.method, request.raw.url?.split('?')[0] ?? '');
    }),
  );
  app.setErrorHandler<FrameworkError>((error, request, reply) => refuse(gateway, error, request, reply));
}

type FrameworkError = Error & { statusCode?: number };

function refuse(gateway: Gateway, error: FrameworkError, request: FastifyRequest, reply: FastifyReply) {
  const status = error.statusCode ?? 500;
  const code = status >= 500 ? 'internal_error' : 'invalid_format';
  return gateway.answer(request, reply, () => {
    throw new Refusal({ status, code, message: error.message });
  });
}
