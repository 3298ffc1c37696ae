import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { spendingLimitNamed } from 'zentra-compat/contract';
import { type LoggedRequest, startSandbox } from '../../../codemods/sandbox';
import type { Step } from './program';
import { cardId } from './render';

const runner = fileURLToPath(new URL('./runner.mjs', import.meta.url));
const run = promisify(execFile);

/** Everything about a program's run that must be the same before and after. */
export interface Behaviour {
  /** Per step, what it recorded and threw. */
  outcomes: unknown[];
  /** Per card, its requests in order; between cards there is no order where a program starts both at once. */
  requests: Record<string, unknown[]>;
}

export interface ProgramRun extends Behaviour {
  deprecations: string[];
}

const KEY = 'sk_sandbox_equivalence';
const targets: readonly Step['target'][] = ['known', 'missing', 'declined'];

/** Runs compiled programs against a fresh sandbox, and splits its log among them. */
export async function runPrograms(
  folder: string,
  names: readonly string[],
): Promise<Map<string, ProgramRun>> {
  const sandbox = await startSandbox({
    keys: [KEY],
    rateLimit: false,
    // One moment for ever: times are part of results.
    now: () => Date.UTC(2026, 0, 1),
    cards: names.flatMap((name) =>
      targets
        .filter((target) => target !== 'missing')
        .flatMap((target) => [cardId(name, target, 'a'), cardId(name, target, 'b')]),
    ),
    chooseFault: ({ path }) =>
      path.includes('_declined_') ? { kind: 'error', status: 422, code: 'insufficient_funds' } : undefined,
  });
  try {
    const output = `${folder}.json`;
    await run(process.execPath, ['--no-warnings', runner, folder, output], {
      env: { PATH: process.env.PATH, ZENTRA_BASE_URL: sandbox.url, ZENTRA_SECRET_KEY: KEY },
      maxBuffer: 64 * 1024 * 1024,
    });
    const results = JSON.parse(readFileSync(output, 'utf8')) as Record<
      string,
      { outcomes: unknown[]; deprecations: string[] }
    >;
    const requests = requestsByProgram(sandbox.requests);
    return new Map(
      names.map((name) => {
        const result = results[name];
        if (!result) throw new Error(`The runner lost program ${name}`);
        return [
          name,
          { ...result, outcomes: result.outcomes.map(withPlainFields), requests: requests.get(name) ?? {} },
        ];
      }),
    );
  } finally {
    await sandbox.close();
  }
}

function requestsByProgram(requests: readonly LoggedRequest[]): Map<string, Record<string, unknown[]>> {
  const byProgram = new Map<string, Record<string, unknown[]>>();
  for (const request of requests) {
    const card = decodeURIComponent(request.path.split('/')[4] ?? '');
    const name = card.split('_')[0] ?? '';
    const byCard = byProgram.get(name) ?? {};
    byProgram.set(name, byCard);
    const { method, path, query, headers, body, status } = request;
    byCard[card] = [
      ...(byCard[card] ?? []),
      { method, path, query, headers, body: withoutMadeKey(body), status },
    ];
  }
  return byProgram;
}

/** An error names a limit as the caller spelled it, and migration spells it anew. */
function withPlainFields(outcome: unknown): unknown {
  return JSON.parse(JSON.stringify(outcome), (key, value: unknown) =>
    key === 'field' && typeof value === 'string' ? (spendingLimitNamed(value) ?? value) : value,
  );
}

/** A key that the client made is another one in every run; the caller's own must not change. */
function withoutMadeKey(body: unknown): unknown {
  if (body === null || typeof body !== 'object' || !('idempotency_key' in body)) return body;
  const made = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(
    String(body.idempotency_key),
  );
  return made ? { ...body, idempotency_key: 'made by the client' } : body;
}
