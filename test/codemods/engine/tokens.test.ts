import { expect, test } from 'vitest';
import { tokensOf } from '../../../codemods/engine/scan/tokens';
import { zentraSdk } from '../../../codemods/zentra/sdk';

const { mayHoldSites, mentionsSdk } = tokensOf(zentraSdk);

test.each([
  ['client.cards.freeze(id)', true],
  ['client.cards.unfreeze(id)', true],
  ['client.cards.terminate(id)', true],
  ["cards['updateLimits'](id)", true],
  ['cards.fund(id, body)', true],
  ['cards.jitFund(id, body)', true],
  ['cards[action](id)', true],
  ['client.cards[process.argv[2]](id)', true],
  ['cards[names[at]]?.(id)', true],
  ['const method = client.cards[name]', true],
  ['(client.cards)[name](id)', true],
  ['cards[`a`](id)', true],
  ['cards[0].owner', false],
  ['const hands = { cards: [] }', false],
  ['freeze', true],
  ['refreeze()', false],
  ['eeze; minate; Limits', false],
  ['freezer(); terminated(); updateLimitsOf()', false],
  ['Object.freeze({})', false],
  ['refund(); fundraiser()', false],
  ['cards.map(show)', false],
  ['', false],
])('%j may hold a site: %s', (text, expected) => {
  expect(mayHoldSites(Buffer.from(text))).toBe(expected);
});

test.each([
  ["require('@zentra/sdk')", true],
  ["from 'zentra-compat'", true],
  ["from '@zentra/sd'", false],
  ['zentra', false],
])('%j mentions the SDK: %s', (text, expected) => {
  expect(mentionsSdk(Buffer.from(text))).toBe(expected);
});
