import { afterEach } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../codemods/sandbox';

export const KEY = 'sk_sandbox_test_key';

const running = new Set<Sandbox>();

afterEach(async () => {
  await Promise.all([...running].map((sandbox) => sandbox.close()));
  running.clear();
});

/** A sandbox that ends with the test. */
export async function sandboxFor(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ cards: ['card_1'], ...options });
  running.add(sandbox);
  return sandbox;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: { success?: boolean; data: Record<string, unknown>; error: ErrorBody };
}

interface ErrorBody {
  code: string;
  message: string;
  status: number;
  field?: string;
  details?: Record<string, unknown>;
}

export interface Sent {
  key?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A plain HTTP client: the sandbox must hold without our own gateway client. */
export async function send(
  sandbox: Pick<Sandbox, 'url'>,
  method: string,
  path: string,
  { key = KEY, headers = {}, body }: Sent = {},
): Promise<Answer> {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: {
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}
