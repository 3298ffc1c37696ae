/**
 * A card operation with its arguments as source text. In it, `$card` is the card in the form the step chose, `$id` the card's
 * id as a string, `$amount` a number, `$n` something unique in the program.
 */
export interface CallForm {
  method: string;
  args: string;
  /** Statements that the arguments need before the call. */
  before?: string;
}

const reference = "'order-$n'";

export const callForms = {
  freeze: { method: 'freeze', args: '$card' },
  freezeReason: { method: 'freeze', args: "$card, 'lost'" },
  freezeOptions: { method: 'freeze', args: "$card, { reason: 'stolen', request_id: 'req-$n' }" },
  freezeKeyed: { method: 'freeze', args: "$card, { reason: 'stolen', idempotencyKey: 'freeze-$n' }" },
  freezeOneObject: { method: 'freeze', args: "{ card_id: $id, reason: 'lost' }" },
  freezeVariable: {
    method: 'freeze',
    args: '$card, options',
    before: "const options = { reason: 'audit' };",
  },
  freezeNothing: { method: 'freeze', args: '' },
  freezeNumber: { method: 'freeze', args: '$card, $amount' },
  unfreeze: { method: 'unfreeze', args: '$card' },
  unfreezeOptions: { method: 'unfreeze', args: "$card, { request_id: 'req-$n' }" },
  unfreezeForced: { method: 'unfreeze', args: '$card, { force: true }' },
  unfreezeOneObject: { method: 'unfreeze', args: '{ cardId: $id }' },
  terminate: { method: 'terminate', args: '$card' },
  terminateReason: { method: 'terminate', args: "$card, 'fraud'" },
  terminateOptions: { method: 'terminate', args: "$card, { reason: 'fraud' }" },
  terminateControls: {
    method: 'terminate',
    args: "$card, { reason: 'closed', controls: { spending_limits: { daily_minor: 0 }, geofence_enabled: true } }",
  },
  terminateOneObject: { method: 'terminate', args: "{ id: $id, reason: 'fraud' }" },
  limitsDaily: { method: 'updateLimits', args: '$card, { daily: $amount }' },
  limitsBoth: { method: 'updateLimits', args: '$card, { dailyLimit: $amount, monthly_limit: 500000 }' },
  limitsMinor: { method: 'updateLimits', args: '$card, { daily_minor: $amount, monthlyMinor: 700000 }' },
  limitsQuoted: { method: 'updateLimits', args: '$card, { \'daily\': $amount, "monthly": 600000 }' },
  limitsComputedKey: { method: 'updateLimits', args: "$card, { ['daily']: $amount }" },
  limitsShorthand: {
    method: 'updateLimits',
    args: '$card, { daily, monthly }',
    before: 'const daily = $amount;\nconst monthly = 800000;',
  },
  limitsExpressions: {
    method: 'updateLimits',
    args: '$card, { daily: Number($amount) * 2, monthly: [100, 200].reduce((a, b) => a + b) }',
  },
  limitsNested: { method: 'updateLimits', args: '$card, { limits: { daily: $amount } }' },
  limitsContract: { method: 'updateLimits', args: '$card, { spending_limits: { daily_minor: $amount } }' },
  limitsOneObject: { method: 'updateLimits', args: '{ card_id: $id, daily: $amount }' },
  limitsOneObjectNested: {
    method: 'updateLimits',
    args: '{ id: $id, limits: { daily: $amount, weekly: 9000 } }',
  },
  limitsVariable: {
    method: 'updateLimits',
    args: '$card, limits',
    before: 'const limits = { daily: $amount, monthly: 900000 };',
  },
  limitsBuilt: {
    method: 'updateLimits',
    args: '$card, limits',
    before: 'const limits: any = {};\nlimits.daily = $amount;',
  },
  limitsSpread: {
    method: 'updateLimits',
    args: '$card, { ...defaults, daily: $amount }',
    before: 'const defaults = { monthly: 950000 };',
  },
  limitsFunction: {
    method: 'updateLimits',
    args: '$card, limitsFor($amount)',
    before: 'const limitsFor = (daily: any) => ({ daily, perTransaction: 100 });',
  },
  limitsCleared: { method: 'updateLimits', args: '$card, { daily: null }' },
  limitsMajor: {
    method: 'updateLimits',
    args: "$card, { daily: $amount }, { limitUnit: 'major', currency: 'NGN' }",
  },
  limitsUnknownKey: { method: 'updateLimits', args: '$card, { daily: $amount, hourly: 1 }' },
  limitsTwice: { method: 'updateLimits', args: '$card, { daily: $amount, dailyLimit: 1 }' },
  limitsUndefined: { method: 'updateLimits', args: '$card, { daily: $amount, monthly: undefined }' },
  limitsEmpty: { method: 'updateLimits', args: '$card, {}' },
  limitsNone: { method: 'updateLimits', args: '$card' },
  fund: {
    method: 'fund',
    args: `$card, { amount_minor: $amount, source: 'wallet', reference: ${reference} }`,
  },
  fundQuoted: { method: 'fund', args: `$card, { amount_minor: $amount, 'reference': ${reference} }` },
  fundShorthand: {
    method: 'fund',
    args: '$card, { amount_minor: $amount, reference }',
    before: `const reference = ${reference};`,
  },
  fundVariable: {
    method: 'fund',
    args: '$card, funding',
    before: `const funding = { amount_minor: $amount, reference: ${reference} };`,
  },
  fundSharedVariable: {
    method: 'fund',
    args: '$card, funding',
    before: `const funding = { amount_minor: $amount, reference: ${reference} };\nrecord(funding.reference);`,
  },
  fundSpread: {
    method: 'fund',
    args: `$card, { ...common, reference: ${reference} }`,
    before: "const common = { amount_minor: $amount, source: 'wallet' };",
  },
  fundSpreadReference: {
    method: 'fund',
    args: '$card, { ...common, amount_minor: $amount }',
    before: `const common = { reference: ${reference} };`,
  },
  fundCamel: {
    method: 'fund',
    args: `$card, { amountMinor: $amount, transactionReference: ${reference}, idempotencyKey: 'key-$n' }`,
  },
  fundKeyed: {
    method: 'fund',
    args: `$card, { amount_minor: $amount, reference: ${reference}, idempotency_key: 'key-$n' }`,
  },
  fundOneObject: { method: 'fund', args: `{ card_id: $id, amount_minor: $amount, reference: ${reference} }` },
  fundTwoObjects: {
    method: 'fund',
    args: `{ card_id: $id, amount_minor: $amount, reference: ${reference} }, { idempotency_key: ${reference} }`,
  },
  fundKeyTwice: {
    method: 'fund',
    args: `$card, { amount_minor: $amount, 'reference': 'old', ['reference']: ${reference} }`,
  },
  fundSameTwice: {
    method: 'fund',
    args: `$card, { amount_minor: $amount, reference: ${reference}, transaction_reference: ${reference} }`,
  },
  fundTwoReferences: {
    method: 'fund',
    args: `$card, { amount_minor: $amount, reference: 'old-$n', transaction_reference: ${reference} }`,
  },
  fundUndefined: {
    method: 'fund',
    args: `$card, { amount_minor: $amount, reference: undefined, transaction_reference: ${reference} }`,
  },
  fundConditional: {
    method: 'fund',
    args: `$card, { amount_minor: $amount, ...(cards2.length ? { reference: ${reference} } : {}) }`,
  },
  fundFunction: {
    method: 'fund',
    args: '$card, fundingFor($amount)',
    before: `const fundingFor = (amount_minor: any) => ({ amount_minor, reference: ${reference} });`,
  },
  fundReviewed: {
    method: 'fund',
    args: `$card, { amount_minor: $amount, transaction_reference: ${reference} }`,
  },
  fundNothing: { method: 'fund', args: '$card' },
  jitFund: {
    method: 'jitFund',
    args: `$card, { amount_minor: $amount, currency: 'NGN', reference: ${reference} }`,
  },
  jitFundOneObject: {
    method: 'jitFund',
    args: `{ cardId: $id, amount_minor: $amount, currency: 'USD', reference: ${reference} }`,
  },
  lock: { method: 'lock', args: "$card, { reason: 'reviewed' }" },
  balance: { method: 'balance', args: '$card' },
  fundingHistory: { method: 'fundingHistory', args: '$card, { limit: 5 }' },
  getSecurity: { method: 'getSecurity', args: '$card' },
  updateSecurity: { method: 'updateSecurity', args: '$card, { spending_limits: { daily_minor: $amount } }' },
} as const satisfies Record<string, CallForm>;
