import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

/*
 * Bookkeeping is never in the way: whatever fails of what a warning stands on, the call goes out, and the process goes on. Each run is a thread
 * of its own without a handler of uncaught exceptions, so that one of them is an error of the thread.
 */

/** More with FC_RUNS=1000. */
const numRuns = Number(process.env.FC_RUNS ?? 12);
const root = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zentra-unhindered-'));
  mkdirSync(join(folder, 'a-folder'));
  execFileSync('mkfifo', [join(folder, 'a-pipe')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const calls = `exports.call = (cards) => [
  cards.freeze('a'),
  cards.unfreeze('b'),
  cards.updateLimits('c', { daily: 5 }),
  cards.terminate('d'),
  cards.fund('e', { amount_minor: 5, reference: 'r' }),
];
module.exports = exports.call;
`;
const everyRequest = [
  ...['POST a/lock', 'POST b/unlock', 'GET c/security', 'PUT c/security', 'POST d/lock'],
  ...['GET d/security', 'PUT d/security', 'POST e/fund'],
].sort();

type Spoiled = Record<string, unknown>;
interface Case {
  spoiled: Spoiled;
  /** Whether it is spoiled before the client is built. */
  before: boolean;
  sourceMap: string | undefined;
  usage: string | undefined;
}

async function outcomeOf({ spoiled, before, sourceMap, usage }: Case): Promise<unknown> {
  const caller = join(mkdtempSync(join(folder, 'run-')), 'pay.cjs');
  writeFileSync(caller, sourceMap === undefined ? calls : `${calls}//# sourceMappingURL=${sourceMap}\n`);
  const env = { ...process.env, ...(usage !== undefined && { ZENTRA_COMPAT_USAGE: usage }) };
  const worker = new Worker(join(import.meta.dirname, 'sabotage.cjs'), {
    workerData: { root, caller, spoiled, before },
    env,
    stderr: true,
    execArgv: [],
  });
  return new Promise((resolve) => {
    let told: unknown = 'nothing';
    worker.on('message', (message) => {
      told = message;
    });
    worker.on('error', (error) => resolve(error));
    worker.on('exit', () => resolve(told));
  });
}

const failing = fc.constantFrom(
  ...[
    'throws',
    'rejects',
    'throws null',
    'throws what cannot be read',
    'answers with a thenable that throws',
  ],
);
const accessor = fc.record({
  get: fc.constantFrom('throws', 'answers'),
  set: fc.constantFrom('throws', 'is disregarded'),
});
const methods = fc.dictionary(
  fc.constantFrom(
    ...['getFileName', 'getEvalOrigin', 'getPosition', 'getLineNumber', 'getColumnNumber', 'getFunctionName'],
    ...['isEval', 'isNative', 'toString', 'getThis', 'getScriptNameOrSourceURL'],
  ),
  fc.constantFrom('absent', 'throws', 'undefined', 'null', 'symbol', 'object', 'NaN', 'text'),
);
const damagedMap = fc.oneof(
  fc.constantFrom('gone.map', 'https://build/pay.map', '.', '/dev/zero', 'data:,', '../a-pipe', '%'),
  fc.json().map((json) => `data:application/json;base64,${Buffer.from(json).toString('base64')}`),
  fc
    .record({
      version: fc.constant(3),
      sources: fc.array(fc.string(), { maxLength: 2 }),
      mappings: fc.string(),
    })
    .map((map) => `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });

const spoiled = fc.record({
  frames: maybe(methods),
  prepareStackTrace: maybe(
    fc.oneof(accessor, fc.constantFrom('a function that throws', 'a function that answers with 5')),
  ),
  stackTraceLimit: maybe(fc.oneof(accessor, fc.constantFrom(0, 10, Number.NaN, 'many', undefined))),
  captureStackTrace: maybe(fc.constantFrom('absent', 'throws')),
  error: maybe(fc.constant('frozen')),
  emitWarning: maybe(fc.oneof(failing, fc.constant('absent'))),
  subscriber: maybe(failing),
  handler: maybe(failing),
  clock: maybe(fc.constant('throws')),
  files: maybe(fc.constantFrom('openSync', 'writeSync', 'fstatSync', 'statSync', 'readFileSync')),
});

/** Each kind of failure at least once, in the fewest threads. */
const together: Case[] = [
  {
    spoiled: {
      frames: { getPosition: 'throws', getLineNumber: 'symbol' },
      emitWarning: 'throws',
      subscriber: 'throws',
      handler: 'throws',
    },
    before: false,
    sourceMap: '/dev/zero',
    usage: 'a-pipe',
  },
  {
    spoiled: {
      prepareStackTrace: { get: 'throws', set: 'throws' },
      emitWarning: 'rejects',
      subscriber: 'rejects',
      handler: 'rejects',
      clock: 'throws',
    },
    before: true,
    sourceMap: undefined,
    usage: 'usage.jsonl',
  },
  {
    spoiled: { error: 'frozen', emitWarning: 'absent', handler: 'throws what cannot be read' },
    before: true,
    sourceMap: 'gone.map',
    usage: 'a-folder',
  },
  {
    spoiled: {
      stackTraceLimit: { get: 'throws', set: 'throws' },
      subscriber: 'answers with a thenable that throws',
      files: 'openSync',
    },
    before: false,
    sourceMap: 'data:application/json;base64,e30=',
    usage: '/dev/full',
  },
  {
    spoiled: { captureStackTrace: 'throws', stackTraceLimit: 0, handler: 'throws null' },
    before: false,
    sourceMap: undefined,
    usage: undefined,
  },
];

it('every legacy call goes out, and the process goes on, whatever fails of the bookkeeping', async () => {
  const cases = fc.record({
    spoiled,
    before: fc.boolean(),
    sourceMap: maybe(damagedMap),
    usage: maybe(fc.constantFrom('a-folder', 'a-pipe', 'gone/usage.jsonl', '/dev/full', 'usage.jsonl')),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ usage, ...rest }) => {
      const outcome = await outcomeOf({ ...rest, usage: usage && resolve(folder, usage) });
      expect(outcome).toMatchObject({ outcomes: ['sent', 'sent', 'sent', 'sent', 'sent'] });
      expect((outcome as { sent: string[] }).sent.sort()).toEqual(everyRequest);
    }),
    { numRuns, examples: together.map((one) => [one]) },
  );
});
