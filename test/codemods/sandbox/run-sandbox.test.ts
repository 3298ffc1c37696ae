import { expect, test } from 'vitest';
import { UsageError } from '../../../codemods/engine/usage-error';
import { runSandbox, SAMPLE_KEY } from '../../../codemods/sandbox';
import { send } from './gateway-client';

test('the command says where the gateway is, with which key, and prints every request', async () => {
  let printed = '';
  const sandbox = await runSandbox({ out: { write: (text) => (printed += text) } });
  try {
    expect(printed).toContain(sandbox.url);
    expect(printed).toContain(SAMPLE_KEY);
    expect(printed).toContain(`${sandbox.url}/__sandbox/requests`);
    await send(sandbox, 'POST', '/api/v1/cards/any_card/lock', { key: SAMPLE_KEY });
    expect(printed.trimEnd().split('\n').at(-1)).toBe('202 POST /api/v1/cards/any_card/lock');
    const taken = runSandbox({ port: sandbox.port, out: { write: () => undefined } });
    await expect(taken).rejects.toThrow(`port ${sandbox.port} is taken`);
    await expect(taken).rejects.toBeInstanceOf(UsageError);
  } finally {
    await sandbox.close();
  }
});

test('it listens on loopback only', async () => {
  const sandbox = await runSandbox({ out: { write: () => undefined } });
  await sandbox.close();
  expect(new URL(sandbox.url).hostname).toBe('127.0.0.1');
});
