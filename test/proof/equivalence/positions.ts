/** The call on a card, given as an expression; `variable` for one that is named in the source as `card`. */
export type CallOn = (card: 'a' | 'b' | 'variable') => string;

/** Places in which a call stands. `record` keeps what the program sees. */
export const positions = {
  statement: (on) => `await ${on('a')};`,
  assigned: (on) => `const result = await ${on('a')};\nrecord(result);`,
  argument: (on) => `record(await ${on('a')});`,
  returned: (on) => `async function act1() {\n  return ${on('a')};\n}\nrecord(await act1());`,
  awaitedReturn: (on) =>
    `async function act1() {\n  return await ${on('a')}; // settled\n}\nrecord(await act1());`,
  arrow: (on) => `const act1 = async () => ${on('a')};\nrecord(await act1());`,
  all: (on) => `record(await Promise.all([${on('a')}, ${on('b')}]));`,
  allSettled: (on) =>
    `const settled = await Promise.allSettled([\n  ${on('a')},\n  ${on('b')},\n]);\nrecord(settled.map((one) => one.status === 'fulfilled' ? one.value : one.reason.code));`,
  loop: (on) => `for (const card of cards2) {\n  record(await ${on('variable')});\n}`,
  map: (on) => `record(await Promise.all(cards2.map(async (card) => ${on('variable')})));`,
  mapBlock: (on) =>
    `record(await Promise.all(cards2.map(async (card) => {\n  const done = await ${on('variable')};\n  return done;\n})));`,
  tryCatch: (on) =>
    `try {\n  record(await ${on('a')});\n} catch (error) {\n  if (error.code === 'card_not_found') record('unknown card');\n  else record(error.code);\n}`,
  tryFinally: (on) =>
    `try {\n  await ${on('a')};\n} catch (error) {\n  record([error.code, error.status]);\n} finally {\n  record('finally');\n}`,
  chained: (on) =>
    `record(await ${on('a')}.then((result) => [result], (error) => ({ failed: error.code })));`,
  catching: (on) => `record(await ${on('a')}.catch((error) => error.code));`,
  deferred: (on) =>
    `const pending = ${on('a')};\npending.catch(() => {});\nrecord('meanwhile');\nrecord(await pending);`,
  conditional: (on) => `record(await (cards2.length > 1 ? ${on('a')} : undefined));`,
  logical: (on) => `record(await (cards2[0] && ${on('a')}));`,
  guarded: (on) => `if (cards2.length) record(await ${on('a')});\nelse await ${on('b')};`,
  method: (on) =>
    `class Job {\n  async run() {\n    return ${on('a')};\n  }\n}\nrecord(await new Job().run());`,
  property: (on) => `const jobs = { now: async () => ${on('a')} };\nrecord(await jobs.now());`,
  spread: (on) => `record({ ...(await ${on('a')}), seen: true });`,
  nested: (on) => `record(await (async () => { const inner = async () => ${on('a')}; return inner(); })());`,
  asyncGenerator: (on) =>
    `async function* each() {\n  for (const card of cards2) yield await ${on('variable')};\n}\nfor await (const one of each()) record(one);`,
} as const satisfies Record<string, (on: CallOn) => string>;
