import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { project, run } from '../program';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

it.each<[string, string]>([
  [
    'frames without most methods',
    "Object.defineProperty(Error, 'prepareStackTrace', { get: () => (error, frames) => frames.map((frame) => ({ getFileName: () => frame.getFileName() })), set() {} });",
  ],
  [
    'frames that throw',
    "Object.defineProperty(Error, 'prepareStackTrace', { get: () => (error, frames) => frames.map(() => new Proxy({}, { get() { throw new Error('no'); } })), set() {} });",
  ],
  ['a frozen Error', 'Object.freeze(Error);'],
  ['a process.emitWarning that throws', "process.emitWarning = () => { throw new Error('no'); };"],
  [
    'a subscriber that throws',
    "process.on('uncaughtException', () => {}); require('node:diagnostics_channel').subscribe('zentra-compat:deprecation', () => { throw new Error('no'); });",
  ],
])('a legacy call goes out under %s', async (_, before) => {
  const made = project({
    'pay.cjs': `
      ${before}
      const { Zentra } = require('zentra-compat');
      const { cards } = new Zentra({ secretKey: 'sk_sandbox_a', baseUrl: process.env.GATEWAY });
      cards.freeze('card_1').then(() => console.log('"sent"'), (error) => console.log(JSON.stringify(String(error))));
    `,
  });
  onTestFinished(made.remove);
  const { printed } = await run(made.folder, ['pay.cjs'], { env: { GATEWAY: gateway.url } });
  expect(printed).toEqual(['sent']);
  expect(gateway.seen).toHaveLength(1);
});
