import { expect, it } from 'vitest';
import { UsageError } from '../../../codemods/engine/usage-error';
import { startSandbox } from '../../../codemods/sandbox/index';

it.each<[object | null, RegExp]>([
  [null, /^startSandbox\(\) takes an object/],
  [{ prot: 4010 }, /^no such option: prot\. The options are port, keys, /],
  [{ port: '4010' }, /^port must be a whole number from 0 to 65535, and is a text$/],
  [{ port: -1 }, /^port must be .*, and is -1$/],
  [{ cards: 'card_1' }, /^cards must be a list of ids or of objects with an id, and is a text$/],
  [{ cards: ['card_1', {}] }, /^cards must be ids or objects with an id, and number 2 is an object$/],
  [{ keys: 'sk_sandbox_x' }, /^keys must be a list of texts/],
  [{ rateLimit: '5' }, /^rateLimit must be a whole number from 1/],
  [{ settleAfter: -5 }, /^settleAfter must be a number from 0, and is -5$/],
  [{ log: 'requests.log' }, /^log must be a function/],
  [{ autoCreateCards: 'yes' }, /^autoCreateCards must be true or false/],
])('a sandbox is not started with the options %j', async (options, message) => {
  const refused = startSandbox(options as never);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
});

it.each<[unknown, string]>([
  [null, 'the rule: must be an object, and is null'],
  [{ method: 'POST' }, 'the rule.fault: is missing'],
  [{ mehtod: 'POST', fault: { kind: 'reset' } }, 'the rule: no such key: mehtod'],
  [{ fault: { kind: 'slow' } }, 'the rule.fault.ms: is missing'],
  [{ fault: { kind: 'reset', effect: 'never' } }, 'the rule.fault.effect: must be one of before, after'],
])('a fault that is none is named, not taken: %j', async (rule, message) => {
  const sandbox = await startSandbox({});
  try {
    expect(() => sandbox.fault(rule as never)).toThrow(new UsageError(message));
  } finally {
    await sandbox.close();
  }
});
