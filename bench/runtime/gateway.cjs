// The gateway of the throughput benchmark, in a process of its own. It answers every request with the same accepted lock.
const { createServer } = require('node:http');

const answer = JSON.stringify({
  success: true,
  data: {
    card_id: 'card_1',
    status: 'lock_pending',
    request_id: 'req_0b6d7a6e',
    accepted_at: '2026-01-01T00:00:00Z',
  },
});
const headers = {
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(answer),
  'x-request-id': 'req_0b6d7a6e',
  'x-ratelimit-limit': '100',
  'x-ratelimit-remaining': '99',
  'x-ratelimit-reset': '1767225600',
};

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, headers).end(answer));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
