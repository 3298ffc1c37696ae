import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../../codemods/sandbox';

async function statusWith(
  headers: Record<string, string>,
): Promise<{ status: number | undefined; logged: number }> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const options = { headers: { authorization: 'Bearer sk_sandbox_local', ...headers } };
    request(`${sandbox.url}/api/v1/cards`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  return { status, logged: sandbox.requests.length };
}

test.each([
  { host: 'evil.example' },
  // Names that a server of somebody's gives this machine's address to.
  { host: '127.0.0.1.evil.example:4010' },
  { host: 'localhost.evil.example' },
  { host: 'evil-localhost' },
  { host: 'localhost:4010@evil.example' },
  { host: 'localhost, evil.example' },
  { host: 'localhost:port' },
  // Other ways to write an address, which no client of this machine sends.
  { host: '2130706433' },
  { host: '0.0.0.0:4010' },
  { host: '[::ffff:127.0.0.1]:4010' },
  { origin: 'https://evil.example' },
  { origin: 'http://localhost.evil.example' },
  { origin: 'http://localhost:3000, http://evil.example' },
  { origin: 'file://' },
  { origin: 'null' },
])('a page of elsewhere is refused, and nothing is done: %o', async (headers) => {
  expect(await statusWith(headers)).toEqual({ status: 403, logged: 0 });
});

test.each([
  {},
  { host: 'localhost' },
  { host: 'LOCALHOST:4010' },
  { host: '127.0.0.2:4010' },
  { host: '[::1]:4010' },
  { origin: 'http://localhost:3000' },
  { origin: 'https://127.0.0.1' },
  { origin: 'http://[::1]:3000' },
])('a program of this machine is answered: %o', async (headers) => {
  expect(await statusWith(headers)).toEqual({ status: 200, logged: 1 });
});
