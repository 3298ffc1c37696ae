// Runs the contenders of the throughput benchmark in turns, in one process, and prints the calls per second and the CPU time per call of
// each, for each turn.
const { fork } = require('node:child_process');
const { join } = require('node:path');
const { createRequire } = require('node:module');

const { peers, rounds, turn, concurrency } = JSON.parse(process.argv[2]);
const key = 'sk_sandbox_benchmark';
const body = '{"reason":"lost"}';

/** Each contender locks a card, with the same bytes where we can choose them. */
function contendersOf(origin, port) {
  const { Zentra } = require('zentra-compat');
  const { Pool } = require('undici');
  const Stripe = createRequire(join(peers, 'package.json'))('stripe');

  const { cards } = new Zentra({ secretKey: key, baseUrl: origin });
  const pool = new Pool(origin);
  const headers = {
    authorization: `Bearer ${key}`,
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': `zentra-compat/1.0.0 node/${process.versions.node}`,
    'content-type': 'application/json',
  };
  const stripe = new Stripe('sk_test_benchmark', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 2,
  });
  return {
    'zentra-compat, legacy call': () => cards.freeze('card_1', 'lost'),
    'zentra-compat, reviewed call': () => cards.lock('card_1', 'lost'),
    'zentra-compat, reviewed call after a frame': () => {
      frameOfCaller();
      return cards.lock('card_1', 'lost');
    },
    'undici Pool.request': async () => {
      const answer = await pool.request({ method: 'POST', path: '/api/v1/cards/card_1/lock', headers, body });
      return answer.body.json();
    },
    'stripe-node': () => stripe.issuing.cards.update('card_1', { status: 'inactive' }),
  };
}

const { stackTraceLimit } = Error;
const frames = (_error, callSites) => callSites;

/** The minimum work to find the place of a call. */
function frameOfCaller() {
  Error.stackTraceLimit = 2;
  const holder = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = frames;
  const [, frame] = holder.stack;
  Error.prepareStackTrace = prepareStackTrace;
  return frame.getPosition();
}

async function takeTurn(call) {
  let done = 0;
  const before = process.cpuUsage();
  const started = process.hrtime.bigint();
  const until = started + BigInt(turn) * 1_000_000n;
  const worker = async () => {
    while (process.hrtime.bigint() < until) {
      await call();
      done++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const { user, system } = process.cpuUsage(before);
  return { perSecond: done / seconds, cpu: (user + system) / done };
}

const gateway = fork(join(__dirname, 'gateway.cjs'));
gateway.on('message', async (port) => {
  const contenders = Object.entries(contendersOf(`http://127.0.0.1:${port}`, port));
  for (const [, call] of contenders) await takeTurn(call);
  const perSecond = Object.fromEntries(contenders.map(([name]) => [name, []]));
  const cpu = Object.fromEntries(contenders.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // A contender that follows a slow one pays for its garbage, so the order rotates.
    for (let i = 0; i < contenders.length; i++) {
      const [name, call] = contenders[(round + i) % contenders.length];
      const taken = await takeTurn(call);
      perSecond[name].push(taken.perSecond);
      cpu[name].push(taken.cpu);
    }
  }
  console.log(JSON.stringify({ perSecond, cpu }));
  process.exit();
});
