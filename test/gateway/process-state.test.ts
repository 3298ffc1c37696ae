import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Gateway as GatewayClass } from '../../src/gateway/client';
import { type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';

let gateway: ScriptedGateway;
const folder = mkdtempSync(join(tmpdir(), 'zentra-copies-'));

/** A bundled copy of the package, as a bundler makes it beside an installed one. */
function copy(name: string): string {
  const outfile = join(folder, name);
  buildSync({
    entryPoints: ['src/gateway/client.ts'],
    bundle: true,
    platform: 'node',
    outfile,
    logLevel: 'silent',
  });
  return outfile;
}

let bundle: string;
let copies: (typeof GatewayClass)[];
beforeAll(async () => {
  gateway = await scriptedGateway();
  bundle = copy('one.cjs');
  const require = createRequire(import.meta.url);
  copies = [require(bundle).Gateway, require(copy('other.cjs')).Gateway];
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gateway.close();
});
beforeEach(() => {
  gateway.seen.length = 0;
  gateway.otherwise(success({}));
});

const clientsOfTwoCopies = () =>
  copies.map((Gateway) => new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url }).cards);
const requests = () => gateway.seen.map(({ method, url }) => `${method} ${url.split('/').at(-1)}`);

describe('two copies of the package in one process', () => {
  it('are two classes', () => {
    expect(copies[0]).not.toBe(copies[1]);
  });

  it('remember each other’s terminated cards', async () => {
    const [one, other] = clientsOfTwoCopies();
    await one!.lockAndRestrict('terminated');
    await expect(other!.unlock('terminated')).rejects.toMatchObject({ code: 'card_terminated' });
    expect(requests()).not.toContain('POST unlock');
  });

  it('take turns at writing the security configuration of a card', async () => {
    const [one, other] = clientsOfTwoCopies();
    await Promise.all([one!.updateSecurity('queue', { a: 1 }), other!.updateSecurity('queue', { b: 1 })]);
    expect(requests()).toEqual(['GET security', 'PUT security', 'GET security', 'PUT security']);
  });

  it('let a lock of the one end a retried unlock of the other', async () => {
    const [one, other] = clientsOfTwoCopies();
    let locked: Promise<unknown> | undefined;
    gateway.script((response) => {
      locked = other!.lock('order');
      response.writeHead(503, { 'retry-after': '0' }).end('{}');
    });
    await expect(one!.unlock('order')).rejects.toMatchObject({ code: 'superseded' });
    await locked;
    expect(requests()).toEqual(['POST unlock', 'POST lock']);
  });

  it('share their connections', async () => {
    const ports = new Set<number | undefined>();
    gateway.otherwise((response) => {
      ports.add(response.socket?.remotePort);
      response.end('{}');
    });
    for (let i = 0; i < 20; i++) for (const cards of clientsOfTwoCopies()) await cards.balance('card');
    // After an answer, undici does not reuse a connection for one turn of the event loop, so two connections alternate.
    expect(ports.size).toBeLessThanOrEqual(2);
  });
});

it('a client per request opens no connection per client: 3,000 at once get by with 1,024 open files', () => {
  const program = `
    const { createServer } = require('node:http');
    const { Gateway } = require(${JSON.stringify(bundle)});
    const server = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
    server.listen(0, '127.0.0.1', async () => {
      const baseUrl = 'http://127.0.0.1:' + server.address().port;
      const fund = (_, i) => new Gateway({ secretKey: 'sk_sandbox_test', baseUrl, maxRetries: 0 })
        .cards.fund('card_' + i, { amount_minor: 1, transaction_reference: 'ref_' + i });
      const outcomes = await Promise.allSettled(Array.from({ length: 3000 }, fund));
      console.log(outcomes.filter(({ status }) => status === 'fulfilled').length);
      process.exit();
    });`;
  const limited = 'ulimit -n 1024 && exec "$0" -e "$1"';
  expect(execFileSync('sh', ['-c', limited, process.execPath, program], { encoding: 'utf8' })).toBe('3000\n');
});

it('a proxy of the environment is asked by all clients of the process over the same connections', async () => {
  const proxied = new Set<number | undefined>();
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    proxied.add((socket as Socket).remotePort);
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  proxy.on('request', (request, response) => {
    proxied.add(request.socket.remotePort);
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { HTTP_PROXY } = process.env;
  process.env.HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  try {
    for (let i = 0; i < 10; i++) for (const cards of clientsOfTwoCopies()) await cards.balance('card');
  } finally {
    if (HTTP_PROXY === undefined) delete process.env.HTTP_PROXY;
    else process.env.HTTP_PROXY = HTTP_PROXY;
    proxy.closeAllConnections();
    proxy.close();
  }
  expect(proxied.size).toBeGreaterThan(0);
  expect(proxied.size).toBeLessThanOrEqual(3);
});
