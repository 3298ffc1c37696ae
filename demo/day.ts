import { type LoggedRequest, type Sandbox, startSandbox } from '../codemods/sandbox';
import { comparableRequests, type Request } from './request-log';
import { type Running, runScript, startScript } from './shop';

/** One thing that happens in the shop, and what came of it. */
export interface Step {
  name: string;
  /** What reached the gateway. */
  requests: Request[];
  /** What the one who asked was told: an HTTP answer, or a program's output and exit code. */
  answer: unknown;
}

export interface Day {
  steps: Step[];
  warnings: Warning[];
}

export interface Warning {
  code: string;
  message: string;
}

const cards = ['card_ada', 'card_bayo', 'card_chidi', 'card_dupe', 'card_emeka'];

interface Ask {
  name: string;
  method: string;
  path: string;
  body?: object;
}

/** What the operations desk asks of its service. */
const asked: readonly Ask[] = [
  { name: 'desk lists the cards', method: 'GET', path: '/cards' },
  {
    name: 'desk blocks a stolen card',
    method: 'POST',
    path: '/riders/chidi/block',
    body: { reason: 'bag stolen' },
  },
  { name: 'desk unblocks it', method: 'POST', path: '/riders/chidi/unblock' },
  { name: 'desk sets a tier', method: 'PUT', path: '/riders/ada/tier', body: { tier: 'standard' } },
  {
    name: 'desk raises a daily limit',
    method: 'PUT',
    path: '/riders/bayo/daily-limit',
    body: { daily_kobo: 900_000 },
  },
  {
    name: 'desk pays an allowance',
    method: 'POST',
    path: '/riders/ada/allowance',
    body: { date: '2026-03-02' },
  },
  {
    name: 'desk pays it again by mistake',
    method: 'POST',
    path: '/riders/ada/allowance',
    body: { date: '2026-03-02' },
  },
  {
    name: 'desk pays wages by transfer',
    method: 'POST',
    path: '/payouts',
    body: { rider: 'bayo', period: '2026-02', amount_kobo: 18_500_000, recipient: 'rcp_bayo' },
  },
  { name: 'desk blocks an unknown card', method: 'POST', path: '/riders/card_nobody/block' },
  {
    name: 'desk closes a card',
    method: 'POST',
    path: '/riders/emeka/close',
    body: { requested_by: 'ops' },
  },
  { name: 'desk tries to reopen it', method: 'POST', path: '/riders/emeka/unblock' },
];

/** What runs by itself, by the names in the shop's package.json. */
const programs = [
  { name: 'worker runs its jobs', script: 'worker' },
  { name: 'finance imports limits', script: 'import-limits' },
  { name: 'finance settles the month', script: 'month-end' },
  { name: "shop's own tests", script: 'test' },
];

/**
 * One day in the shop, against a sandbox of its own.
 *
 * @param folder the shop, with its `node_modules`
 * @param nodeOptions what the processes of the shop get as `NODE_OPTIONS`: how the wrapper is preloaded
 */
export async function liveOneDay(folder: string, nodeOptions: string): Promise<Day> {
  const sandbox = await startSandbox({ cards });
  const env = shopEnvironment(sandbox);
  const day: Day = { steps: [], warnings: [] };
  try {
    const built = await runScript(folder, 'build', env);
    if (built.exitCode !== 0) throw new Error(`the shop does not build:\n${built.stderr}`);
    const live = { ...env, NODE_OPTIONS: nodeOptions };
    await workAtTheDesk(day, sandbox, await startScript(folder, 'start', live));
    for (const { name, script } of programs) {
      await record(day, sandbox, name, async () => {
        const { exitCode, stdout, stderr } = await runScript(folder, script, live);
        day.warnings.push(...warningsIn(stderr));
        if (exitCode !== 0)
          throw new Error(`${script} ended with exit code ${exitCode}:\n${stderr}${stdout}`);
        return script === 'test' ? exitCode : stdout;
      });
    }
  } finally {
    await sandbox.close();
  }
  return day;
}

async function workAtTheDesk(day: Day, sandbox: Sandbox, service: Running): Promise<void> {
  try {
    const url = await listening(service);
    for (const { name, method, path, body } of asked) {
      await record(day, sandbox, name, async () => {
        const response = await fetch(url + path, { method, body: body ? JSON.stringify(body) : null });
        return { status: response.status, body: withoutMoments(await response.json()) };
      });
    }
  } finally {
    service.child.kill('SIGTERM');
    await service.exited;
    day.warnings.push(...warningsIn(service.output.stderr));
  }
}

async function record(day: Day, sandbox: Sandbox, name: string, act: () => Promise<unknown>): Promise<void> {
  const first = sandbox.requests.length;
  const answer = await act();
  const requests: readonly LoggedRequest[] = sandbox.requests.slice(first);
  day.steps.push({ name, requests: comparableRequests(requests), answer });
}

/** The port that the service printed, once it has. */
function listening({ child, output, exited }: Running): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const port = / on port (\d+)/.exec(output.stdout)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on('data', look);
    void exited.then((code) =>
      reject(new Error(`the shop's service ended with exit code ${code}:\n${output.stderr}`)),
    );
    look();
  });
}

/** Nothing of this machine's own settings for Node or for Zentra reaches the shop. */
function shopEnvironment(sandbox: Sandbox): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    PORT: '0',
    ZENTRA_SECRET_KEY: 'sk_sandbox_palmway',
    ZENTRA_ENVIRONMENT: 'sandbox',
    ZENTRA_BASE_URL: sandbox.url,
  };
}

const warning = /\[(ZENTRA_DEP\d+)\] DeprecationWarning: (.+)/g;

export function warningsIn(stderr: string): Warning[] {
  return Array.from(stderr.matchAll(warning), ([, code = '', message = '']) => ({ code, message }));
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function withoutMoments(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (_, value: unknown) =>
    typeof value === 'string' && moment.test(value) ? 'a moment' : value,
  );
}
