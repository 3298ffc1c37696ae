// Measures the additional cost of a legacy call over the reviewed one, when its call site has warned already; the engine's part of it; and
// what a million of these calls leave on the heap. Nothing is sent: a dispatcher answers at once, so that the difference is not lost in
// noise.
const { Zentra } = require('zentra-compat');

const { rounds, calls, million } = JSON.parse(process.argv[2]);

const answer = Buffer.from('{"success":true,"data":{}}');
const dispatcher = {
  dispatch(_, handler) {
    handler.onConnect(() => {});
    handler.onHeaders(200, [], () => {}, 'OK');
    handler.onData(answer);
    handler.onComplete([]);
    return true;
  },
};
const { cards } = new Zentra({ secretKey: 'sk_sandbox_benchmark', dispatcher });

async function legacy(times) {
  for (let i = 0; i < times; i++) await cards.freeze('card_1', 'lost');
}
async function reviewed(times) {
  for (let i = 0; i < times; i++) await cards.lock('card_1', 'lost');
}

const frames = (_error, callSites) => callSites;
const { stackTraceLimit } = Error;

/** The least that says who calls: V8's captured frame, as Node returns it, with its script and its position. */
function frameOfCaller() {
  Error.stackTraceLimit = 2;
  const holder = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = frames;
  const [, frame] = holder.stack;
  Error.prepareStackTrace = prepareStackTrace;
  return [frame.getFileName(), frame.getPosition()];
}
async function reviewedAfterFrame(times) {
  for (let i = 0; i < times; i++) {
    frameOfCaller();
    await cards.lock('card_1', 'lost');
  }
}
const runs = { legacy, reviewed, 'reviewed, after a frame': reviewedAfterFrame };

async function microsecondsPerCall(run) {
  const before = process.cpuUsage();
  await run(calls);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}
function heap() {
  for (let i = 0; i < 4; i++) globalThis.gc();
  return process.memoryUsage().heapUsed;
}

(async () => {
  for (const run of Object.values(runs)) await run(calls);
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) times[name].push(await microsecondsPerCall(run));
  }
  const before = heap();
  await legacy(million);
  console.log(JSON.stringify({ times, heapGrowth: heap() - before }));
})();
