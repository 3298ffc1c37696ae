const { Zentra } = require('@zentra/sdk');

const zentra = new Zentra({ secretKey: process.env.ZENTRA_KEY });

exports.reportLost = (card) => zentra.cards.freeze(card, 'reported lost');

exports.payAllowance = (card, kobo, day) =>
  zentra.cards.fund(card, { amount_minor: kobo, source: 'wallet', reference: day });
