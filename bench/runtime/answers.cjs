// How long an answer blocks the event loop: read, checked for its depth and parsed, all at once. A dispatcher hands it over at once, so that
// nothing else is in the time.
const { Zentra } = require('zentra-compat');

const { rounds, sizes } = JSON.parse(process.argv[2]);
const mebibyte = 1024 * 1024;
const row = '{"id":"card_0b6d7a6e","status":"active","limits":{"daily_minor":50000},"name":"Ada Lovelace"}';

function answerOf(size) {
  const rows = Array(Math.floor((size * mebibyte) / (row.length + 1)) - 1).fill(row);
  return Buffer.from(`{"success":true,"data":[${rows.join(',')}]}`);
}

/** Milliseconds from the last byte to the result: there is no wait in between. */
async function blocked(answer) {
  let handedOver;
  const dispatcher = {
    dispatch(_, handler) {
      handler.onConnect(() => {});
      handler.onHeaders(200, [], () => {}, 'OK');
      handler.onData(answer);
      handedOver = process.hrtime.bigint();
      handler.onComplete([]);
      return true;
    },
  };
  const options = { secretKey: 'sk_sandbox_benchmark', dispatcher };
  await new Zentra(options).cards.list();
  return Number(process.hrtime.bigint() - handedOver) / 1e6;
}

(async () => {
  const times = {};
  for (const size of sizes) {
    const answer = answerOf(size);
    times[`${size} MiB`] = [];
    for (let round = 0; round < rounds; round++) times[`${size} MiB`].push(await blocked(answer));
  }
  console.log(JSON.stringify(times));
})();
