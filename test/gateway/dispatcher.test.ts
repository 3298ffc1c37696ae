import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as forward } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { Agent, interceptors, MockAgent } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LastResponse } from '../../src/contract/errors';
import { Gateway, type GatewayOptions } from '../../src/gateway/client';
import { rejection } from './rejection';
import { failure, type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';

let gateway: ScriptedGateway;

beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']) {
    vi.stubEnv(name, undefined);
  }
});
afterEach(() => vi.unstubAllEnvs());

const client = (options: Partial<GatewayOptions> = {}) =>
  new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url, maxRetries: 0, ...options }).cards;

describe('a client’s connections', () => {
  it('are kept alive, after failures as well', async () => {
    const ports = new Set<number | undefined>();
    gateway.otherwise((response) => {
      ports.add(response.socket?.remotePort);
      response.writeHead(422, { 'content-type': 'text/html' }).end('x'.repeat(100_000));
    });
    const cards = client();
    for (let i = 0; i < 10; i++) await rejection(cards.lock('card_1'));
    gateway.otherwise(success({}));
    // After an answer, undici does not reuse a connection for one turn of the event loop, so two connections alternate.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('do not keep a program from ending', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zentra-exit-'));
    const outfile = join(folder, 'client.cjs');
    buildSync({
      entryPoints: ['src/gateway/client.ts'],
      bundle: true,
      platform: 'node',
      outfile,
      logLevel: 'silent',
    });
    const program = `
      const { createServer } = require('node:http');
      const { Gateway } = require(${JSON.stringify(outfile)});
      const server = createServer((request, response) => response.end('{"ok":true}')).listen(0, async () => {
        server.unref();
        const baseUrl = 'http://127.0.0.1:' + server.address().port;
        const { cards } = new Gateway({ secretKey: 'sk_sandbox_test', baseUrl });
        console.log(JSON.stringify(await cards.balance('card_1')));
      });
      server.on('connection', (socket) => socket.unref());`;
    const { stdout, stderr, signal } = spawnSync(process.execPath, ['-e', program], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    rmSync(folder, { recursive: true });
    expect({ stdout, stderr, signal }).toEqual({ stdout: '{"ok":true}\n', stderr: '', signal: null });
  });
});

describe('a dispatcher of the caller’s', () => {
  it('carries the requests', async () => {
    const dispatcher = new Agent({ connections: 1 });
    expect(await client({ dispatcher }).balance('card_1')).toEqual({});
    await dispatcher.close();
    expect(gateway.seen).toHaveLength(1);
    expect(await rejection(client({ dispatcher }).balance('card_1'))).toMatchObject({
      code: 'connection_error',
      effect: 'none',
    });
  });

  it('may be a mock', async () => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    dispatcher
      .get(gateway.url)
      .intercept({ path: '/api/v1/cards/card_1/lock', method: 'POST', body: '{"reason":"lost"}' })
      .reply(
        202,
        { success: true, data: { status: 'lock_pending' } },
        { headers: { 'x-request-id': 'req_1' } },
      );
    const result = await client({ dispatcher }).lock('card_1', 'lost');
    expect(result).toEqual({ status: 'lock_pending' });
    expect(result).toHaveProperty('lastResponse.requestId', 'req_1');
    await dispatcher.close();
  });

  it('may be composed of interceptors', async () => {
    const calls: string[] = [];
    const agent = new Agent();
    const dispatcher = agent.compose(
      (dispatch) => (options, handler) => {
        calls.push(options.path);
        return dispatch(options, handler);
      },
      interceptors.dns(),
    );
    gateway.script(success({ ok: true }, { 'set-cookie': ['a=1', 'b=2'], 'x-request-id': 'req_1' }));
    const result = await client({ dispatcher }).balance<{ lastResponse?: LastResponse }>('card_1');
    await agent.close();
    expect(calls).toEqual(['/api/v1/cards/card_1/balance']);
    expect(result).toEqual({ ok: true });
    expect(result.lastResponse?.headers).toMatchObject({ 'set-cookie': 'a=1, b=2', 'x-request-id': 'req_1' });
  });

  it('that throws is a connection error', async () => {
    const dispatcher = new Agent();
    dispatcher.dispatch = () => {
      throw new TypeError('not today');
    };
    expect(await rejection(client({ dispatcher }).lock('card_1'))).toMatchObject({
      code: 'connection_error',
      effect: 'none',
      cause: { message: 'not today' },
    });
  });
});

describe('the proxy of the environment', () => {
  let proxied: string[] = [];
  const proxy = createServer((request, response) => {
    proxied.push(`${request.method} ${request.url}`);
    const onward = forward(
      request.url ?? '',
      { method: request.method ?? 'GET', headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  proxy.on('connect', (request, socket) => {
    proxied.push(`CONNECT ${request.url}`);
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  let address = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  beforeEach(() => {
    proxied = [];
  });

  it.each(['HTTP_PROXY', 'http_proxy'])('is used where %s is set', async (name) => {
    vi.stubEnv(name, address);
    gateway.script(success({ ok: true }));
    expect(await client().balance('card_1')).toEqual({ ok: true });
    expect(proxied).toHaveLength(1);
  });

  it('is not used for hosts of NO_PROXY', async () => {
    vi.stubEnv('HTTP_PROXY', address);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    await client().balance('card_1');
    expect([proxied.length, gateway.seen.length]).toEqual([0, 1]);
  });

  it('gives way to a dispatcher of the caller’s', async () => {
    vi.stubEnv('HTTP_PROXY', address);
    const dispatcher = new Agent();
    await client({ dispatcher }).balance('card_1');
    await dispatcher.close();
    expect(proxied).toEqual([]);
  });

  it('that is no URL is an error by the name of the variable', async () => {
    vi.stubEnv('HTTPS_PROXY', 'nowhere:port:what');
    expect(await rejection(client().balance('card_1'))).toMatchObject({
      code: 'validation_error',
      field: 'HTTPS_PROXY',
    });
    expect(gateway.seen).toEqual([]);
  });

  it('that drops every CONNECT ends the call, and is not connected to again', async () => {
    let connections = 0;
    let dropped: () => void = () => {};
    const dropping = createTcpServer((socket) => {
      connections++;
      socket.on('error', () => {}).once('data', () => socket.destroy());
      socket.on('close', () => dropped());
    });
    await new Promise<void>((resolve) => dropping.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${(dropping.address() as AddressInfo).port}`);
    const { cards } = new Gateway({
      secretKey: 'sk_sandbox_test',
      baseUrl: 'https://gateway.invalid',
      maxRetries: 0,
    });
    const error = await rejection(cards.fund('card_1', { amount_minor: 1 }));
    expect(error).toMatchObject({
      code: 'connection_error',
      effect: 'none',
      cause: { code: 'ERR_PROXY_TUNNEL' },
    });
    const another = new Promise<string>((resolve) => {
      dropped = () => resolve('connected again');
      setImmediate(() => setImmediate(() => dropping.close(() => resolve('left alone'))));
    });
    expect(await another).toBe('left alone');
    expect(connections).toBe(1);
  });

  it('that refuses is a failure like any other', async () => {
    vi.stubEnv('HTTP_PROXY', address);
    gateway.script(failure(407));
    expect((await rejection(client().balance('card_1'))).status).toBe(407);
  });
});
