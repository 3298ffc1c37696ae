import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { run } from '../program';
import { type InstalledHost, installedHost } from './installed-host';

let gateway: ScriptedGateway;
let host: InstalledHost;
beforeAll(async () => {
  gateway = await scriptedGateway();
  host = installedHost('next', 'copied');
});
afterAll(async () => {
  host.remove();
  await gateway.close();
});

const client = `new Zentra({ secretKey: 'sk_sandbox_next', baseUrl: process.env.GATEWAY })`;
/** A route of each router: the one terminates a card, the other unlocks it. */
const app = {
  'app/layout.js': `export default ({ children }) => <html><body>{children}</body></html>;`,
  'app/unlock/route.js': `import { Zentra } from 'zentra-compat';
export const dynamic = 'force-dynamic';
export async function GET() {
  return Response.json(await ${client}.cards.unlock('card_1').catch(({ code }) => ({ code })));
}`,
  'pages/api/terminate.js': `import { Zentra } from 'zentra-compat';
export default async (_, response) => {
  response.json(await ${client}.cards.terminate('card_1').catch(({ code, message }) => ({ code, message })));
};`,
};

it('Next’s app and pages routers run the drop-in, and share the memory of terminated cards', async () => {
  host.write(app);
  const env = { GATEWAY: gateway.url, HOME: host.folder, NEXT_TELEMETRY_DISABLED: '1' };
  const built = await run(host.folder, [host.command('next'), 'build'], { env });
  expect(built.code, built.stdout + built.stderr).toBe(0);
  const server = spawn(process.execPath, [host.command('next'), 'start', '-H', '127.0.0.1', '-p', '0'], {
    cwd: host.folder,
    env: { PATH: process.env.PATH, ...env },
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      server.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
        if (found && /Ready/.test(printed)) resolve(found);
      });
      server.on('exit', () => reject(new Error(printed)));
    });
    const answerOf = async (path: string) => (await fetch(url + path)).json();
    expect(await answerOf('/api/terminate')).toMatchObject({ card_id: 'card_1', permanent: false });
    expect(await answerOf('/unlock')).toEqual({ code: 'card_terminated' });
    expect(gateway.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'PUT']);
  } finally {
    server.kill();
  }
});
