// What a legacy call costs beyond the reviewed one, where its call site has warned already, and what a million of them leave on
// the heap. Nothing goes over the wire: a dispatcher answers at once, so that the difference is not lost in the noise.
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
  await legacy(calls);
  await reviewed(calls);
  const times = { legacy: [], reviewed: [] };
  for (let round = 0; round < rounds; round++) {
    times.legacy.push(await microsecondsPerCall(legacy));
    times.reviewed.push(await microsecondsPerCall(reviewed));
  }
  const before = heap();
  await legacy(million);
  console.log(JSON.stringify({ times, heapGrowth: heap() - before }));
})();
