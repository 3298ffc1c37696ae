import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type RouteName, routes } from 'zentra-compat/contract';
import { registerControlRoutes } from './control-routes';
import { failureBody, Refusal } from './envelope';
import { type FaultRuleInput, faultRuleSchema } from './faults';
import { Gateway, type Handler } from './gateway';
import type { SandboxOptions } from './options';
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
  /** What the gateway knows, to hand to the next sandbox. */
  readonly state: SandboxState;
  /** Spoils the next matching requests. */
  fault(rule: FaultRuleInput): void;
  /** Back to the start: cards, keys, transfers, requests, faults, counted requests. */
  reset(): void;
  /** Stops at once: open connections are cut, and what was waiting has no effect. */
  close(): Promise<void>;
}

/**
 * Starts the reviewed gateway on loopback: real HTTP, cards in memory, strict about the contract. What the provider does
 * not publish (bodies of successes, statuses of some refusals) is ours: see docs/sandbox.md.
 *
 * @throws {Error} `EADDRINUSE` and its like, where the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const gateway = new Gateway(options);
  const app = Fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 2048 },
    // A path that cannot be decoded reaches no route, and is answered in the envelope all the same.
    frameworkErrors: (error, request, reply) => void refuse(gateway, error, request, reply),
  });
  // One parser for everything: what is no JSON is refused by the gateway, in its own envelope, after it was logged.
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
    fault: (rule) => gateway.faults.add(faultRuleSchema.parse(rule)),
    reset: () => gateway.reset(),
    close: async () => {
      gateway.stopped.abort();
      await app.close();
    },
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** A page of some site that was led here by its name, or by the address, is no program of this machine. */
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
