'use strict';

// The SDK as an old integration knows it. Its card calls use the old routes, which the reviewed gateway answers with 404, so the demo would
// fail if the wrapper let one through. Its transfers are current, and keep their `reference`.

const hosts = { sandbox: 'https://sandbox.api.usezentra.com', live: 'https://api.usezentra.com' };

class Zentra {
  constructor({ secretKey, apiKey, environment = 'sandbox', baseUrl = hosts[environment] }) {
    const send = sender(baseUrl, secretKey ?? apiKey);
    const card = (id) => `/v1/cards/${encodeURIComponent(id)}`;
    this.cards = {
      list: () => send('GET', '/v1/cards'),
      freeze: (id, options) => send('POST', `${card(id)}/freeze`, options),
      unfreeze: (id, options) => send('POST', `${card(id)}/unfreeze`, options),
      terminate: (id, options) => send('POST', `${card(id)}/terminate`, options),
      updateLimits: (id, limits) => send('PUT', `${card(id)}/limits`, limits),
      fund: (id, params) => send('POST', `${card(id)}/fund`, params),
      jitFund: (id, params) => send('POST', `${card(id)}/jit-fund`, params),
    };
    this.transfers = {
      create: (params) => send('POST', '/api/v1/transfers', params),
      verify: (reference) => send('GET', `/api/v1/transfers/${encodeURIComponent(reference)}/verify`),
    };
  }
}

const sender = (baseUrl, key) => async (method, path, body) => {
  const response = await fetch(baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error.message), answer.error);
  return answer.data ?? answer;
};

module.exports = Zentra;
module.exports.Zentra = Zentra;
module.exports.Client = Zentra;
