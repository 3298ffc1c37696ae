import type { RuleId } from 'zentra-compat/contract';
import { type Dialect, exported, typed } from './dialect';
import type { Random } from './random';
import { capitalised, nouns } from './words';

/** A legacy call that the generator wrote and a migration must find. */
export interface ExpectedSite {
  rule: RuleId;
  /** 1-based. */
  line: number;
}

export interface LegacyDeclaration {
  name: string;
  lines: string[];
  rule: RuleId;
  /** Index of the call in `lines`. */
  callAt: number;
}

const calls: readonly { rule: RuleId; call: (random: Random) => string }[] = [
  { rule: 'freeze-to-lock', call: (random) => `freeze(card, { reason: '${random.pick(nouns)} lost' })` },
  { rule: 'unfreeze-to-unlock', call: () => 'unfreeze(card)' },
  { rule: 'terminate-to-lock-and-restrict', call: () => "terminate(card, { reason: 'left' })" },
  {
    rule: 'update-limits-to-security',
    call: (random) =>
      `updateLimits(card, { daily: ${random.between(1, 900)}00, monthly: ${random.between(1000, 9000)}00 })`,
  },
  {
    rule: 'reference-to-transaction-reference',
    call: (random) =>
      `fund(card, { amount_minor: ${random.between(1, 900)}00, source: 'wallet', reference: order.id })`,
  },
  {
    rule: 'reference-to-transaction-reference',
    call: (random) =>
      `jitFund(card, { amount_minor: ${random.between(1, 900)}00, currency: 'NGN', reference: \`jit-\${order.id}\` })`,
  },
];

/** A function with one legacy call, on a line of its own. */
export function legacyDeclaration(
  random: Random,
  dialect: Dialect,
  serial: number,
  client: string,
): LegacyDeclaration {
  const { rule, call } = random.pick(calls);
  const name = `card${capitalised(random.pick(nouns))}${serial}`;
  const lines = [
    `${exported(dialect)}async function ${name}(card${typed(dialect, 'string')}, order${typed(dialect, '{ id: string; ready: boolean }')}) {`,
    '  if (!order.ready) return undefined;',
    `  const answer = await ${client}.cards.${call(random)};`,
    '  return { order: order.id, answer };',
    '}',
  ];
  return { name, lines, rule, callAt: 2 };
}
