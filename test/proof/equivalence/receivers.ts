/** Statements before the call, and what is called. */
export interface Receiver {
  before: string;
  callee: string;
}

/** Ways from a client to one of its card operations. */
export const receivers = {
  member: (client, method) => ({ before: '', callee: `${client}.cards.${method}` }),
  element: (client, method) => ({ before: '', callee: `${client}.cards['${method}']` }),
  doubleQuotedElement: (client, method) => ({ before: '', callee: `${client}.cards["${method}"]` }),
  templateElement: (client, method) => ({ before: '', callee: `${client}.cards[\`${method}\`]` }),
  cardsElement: (client, method) => ({ before: '', callee: `${client}['cards'].${method}` }),
  optional: (client, method) => ({ before: '', callee: `${client}?.cards?.${method}` }),
  optionalCall: (client, method) => ({ before: '', callee: `${client}.cards.${method}?.` }),
  parenthesised: (client, method) => ({ before: '', callee: `(${client}.cards).${method}` }),
  acrossLines: (client, method) => ({
    before: '',
    callee: `${client}\n    .cards // the card API\n    .${method}`,
  }),
  alias: (client, method) => ({ before: `const api = ${client}.cards;`, callee: `api.${method}` }),
  destructured: (client, method) => ({ before: `const { cards } = ${client};`, callee: `cards.${method}` }),
  destructuredRenamed: (client, method) => ({
    before: `const { cards: issuing } = ${client};`,
    callee: `issuing.${method}`,
  }),
  destructuredMethod: (client, method) => ({
    before: `const { ${method} } = ${client}.cards;`,
    callee: method,
  }),
  destructuredMethodRenamed: (client, method) => ({
    before: `const { ${method}: act } = ${client}.cards;`,
    callee: 'act',
  }),
  destructuredDeep: (client, method) => ({
    before: `const { cards: { ${method}: act } } = ${client};`,
    callee: 'act',
  }),
  reference: (client, method) => ({ before: `const act = ${client}.cards.${method};`, callee: 'act' }),
  bound: (client, method) => ({
    before: `const act = ${client}.cards.${method}.bind(${client}.cards);`,
    callee: 'act',
  }),
  called: (client, method) => ({ before: '', callee: `${client}.cards.${method}.call` }),
  constantName: (client, method) => ({
    before: `const operation = '${method}';`,
    callee: `${client}.cards[operation]`,
  }),
  dynamicName: (client, method) => ({
    before: `const operation = process.env.ZENTRA_OPERATION ?? '${method}';`,
    callee: `${client}.cards[operation]`,
  }),
} as const satisfies Record<string, (client: string, method: string) => Receiver>;
