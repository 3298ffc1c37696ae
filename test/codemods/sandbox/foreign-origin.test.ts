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
  { host: '127.0.0.1.evil.example' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
])('a page of elsewhere is refused, and nothing is done: %o', async (headers) => {
  expect(await statusWith(headers)).toEqual({ status: 403, logged: 0 });
});

test.each([{}, { host: 'localhost:4010' }, { origin: 'http://localhost:3000' }])(
  'a program of this machine is answered: %o',
  async (headers) => {
    expect(await statusWith(headers)).toEqual({ status: 200, logged: 1 });
  },
);
