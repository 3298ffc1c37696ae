import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { failureBody } from './envelope';
import { faultRuleSchema } from './faults';
import type { Gateway } from './gateway';
import { parseJsonBody } from './json-body';

/**
 * Routes `/__sandbox/…` control the sandbox itself, from programs in any language. They need no key and are not logged, because they are
 * not part of the gateway.
 */
export function registerControlRoutes(app: FastifyInstance, gateway: Gateway): void {
  app.get('/__sandbox/requests', () => gateway.requests);
  app.delete('/__sandbox/requests', (_request, reply) => {
    gateway.requests.length = 0;
    return reply.code(204).send();
  });
  app.get('/__sandbox/cards', () => [...gateway.state.cards.values()]);
  app.get('/__sandbox/faults', () => gateway.faults.rules);
  app.delete('/__sandbox/faults', (_request, reply) => {
    gateway.faults.clear();
    return reply.code(204).send();
  });
  app.post('/__sandbox/faults', (request, reply) => {
    const rule = faultRuleSchema.safeParse(parseJsonBody(String(request.body ?? '')).value);
    if (!rule.success) return refuse(reply, z.prettifyError(rule.error));
    gateway.faults.add(rule.data);
    return reply.code(201).send(rule.data);
  });
  app.post('/__sandbox/reset', (_request, reply) => {
    gateway.reset();
    return reply.code(204).send();
  });
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(422).send(failureBody({ status: 422, code: 'validation_error', message }));
}
