import { UsageError } from '../engine/usage-error';
import type { LoggedRequest } from './request-log';
import { type Sandbox, startSandbox } from './sandbox';

export interface RunSandboxOptions {
  /** TCP port on loopback; a free one by default. */
  port?: number;
  /** Receives the printed lines. */
  out: { write(text: string): unknown };
  /** Creates a card when a route names an unknown one, since an application has its own ids; on by default. */
  autoCreateCards?: boolean;
  /** Requests per minute and key; `false`: no limit. */
  rateLimit?: number | false;
}

export const SAMPLE_KEY = 'sk_sandbox_local_development';

/**
 * The `sandbox` command: starts the gateway, prints how to use it, and prints a line per request. The caller stops it with
 * `close()`.
 *
 * @throws {Error} where the port is taken; the message names the port and what to do
 */
export async function runSandbox({
  port = 0,
  out,
  autoCreateCards = true,
  rateLimit = 100,
}: RunSandboxOptions): Promise<Sandbox> {
  const log = (request: LoggedRequest) => out.write(`${line(request)}\n`);
  const sandbox = await start({ port, autoCreateCards, rateLimit, log, cards: ['card_sandbox_demo'] });
  out.write(
    [
      `Zentra sandbox on ${sandbox.url} (loopback only, cards in memory; stop with Ctrl+C)`,
      '',
      `  key      ${SAMPLE_KEY}`,
      `  client   new Zentra({ secretKey: '${SAMPLE_KEY}', environment: 'sandbox', baseUrl: '${sandbox.url}' })`,
      `  cards    ${autoCreateCards ? 'any id: made when it is first named' : 'card_sandbox_demo, or POST /api/v1/cards'}`,
      `  log      curl ${sandbox.url}/__sandbox/requests`,
      `  fault    curl -d '{"method":"POST","path":"/api/v1/cards/*/fund","fault":{"kind":"reset","effect":"after"}}' ${sandbox.url}/__sandbox/faults`,
      `  reset    curl -X POST ${sandbox.url}/__sandbox/reset`,
      '',
      '',
    ].join('\n'),
  );
  return sandbox;
}

async function start(options: Parameters<typeof startSandbox>[0]): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new UsageError(
      `port ${options?.port} is taken: stop what listens there, or give another with --port`,
      { cause: error },
    );
  }
}

function line({ method, path, status, fault, replayed }: LoggedRequest): string {
  const remarks = [fault && `fault: ${fault}`, replayed && 'replayed'].filter(Boolean);
  return `${status ?? 'reset'} ${method} ${path}${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`;
}
