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
const { stackTraceLimit, prepareStackTrace } = Error;

/** The minimum work to capture the caller: one frame. */
function capture() {
  const holder = {};
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, capture);
  Error.stackTraceLimit = stackTraceLimit;
  return holder;
}
/** The minimum work to read the call site: V8's captured frame, as Node returns it. */
function captureAndRead() {
  const holder = {};
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, captureAndRead);
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = frames;
  const [frame] = holder.stack;
  Error.prepareStackTrace = prepareStackTrace;
  return frame.getPosition();
}
async function capturing(times) {
  for (let i = 0; i < times; i++) await capture();
}
async function capturingAndReading(times) {
  for (let i = 0; i < times; i++) await captureAndRead();
}
const runs = {
  legacy,
  reviewed,
  'no call: a frame is captured': capturing,
  'no call: a frame is captured and read': capturingAndReading,
};

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
