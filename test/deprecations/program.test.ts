import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { type Project, project, type Ran, run } from '../program';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const client = `
const { Zentra } = require('zentra-compat');
const { cards } = new Zentra({ secretKey: 'sk_sandbox_program', baseUrl: process.env.GATEWAY });
`;

function app(files: Record<string, string>): Project {
  const made = project(files);
  onTestFinished(made.remove);
  return made;
}

const start = (made: Project, args: string[], env: Record<string, string> = {}): Promise<Ran> =>
  run(made.folder, args, { env: { GATEWAY: gateway.url, ...env } });

describe("a handler of process.on('warning') that throws", () => {
  const pay = `${client}
process.on('warning', ({ code }) => { throw new Error('cannot log ' + code); });
cards.freeze('card_1').then((result) => console.log(JSON.stringify(result)));
`;

  it("is the program's own uncaught exception, as with every warning of Node's, and nothing was sent before it", async () => {
    const { code, stderr } = await start(app({ 'pay.cjs': pay }), ['pay.cjs']);
    expect(code).toBe(1);
    expect(stderr).toContain('Error: cannot log ZENTRA_DEP0001');
    expect(gateway.seen).toEqual([]);
  });

  it('ends no call where the program handles its uncaught exceptions', async () => {
    const handled = `process.on('uncaughtException', ({ message }) => console.log(JSON.stringify(message)));${pay}`;
    const { printed } = await start(app({ 'pay.cjs': handled }), ['pay.cjs']);
    expect(printed).toEqual(['cannot log ZENTRA_DEP0001', {}]);
    expect(gateway.seen).toHaveLength(1);
  });
});

describe('ZENTRA_COMPAT_TARGET=latest, which is no version', () => {
  it('builds no client of the drop-in, so that none is left on routes that are gone', async () => {
    const pay = `${client}cards.freeze('card_1');`;
    const { code, stderr } = await start(app({ 'pay.cjs': pay }), ['pay.cjs'], {
      ZENTRA_COMPAT_TARGET: 'latest',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('Environment variable ZENTRA_COMPAT_TARGET must be a version such as "2.0.0"');
    expect(gateway.seen).toEqual([]);
  });
});

describe("Node's own flags", () => {
  const files = {
    'pay.cjs': `${client}cards.freeze('card_1').catch((error) => console.log(JSON.stringify(error)));\n`,
  };

  it('none: the warning has the code, the line and the command that explains it', async () => {
    const { stderr } = await start(app(files), ['pay.cjs']);
    expect(stderr).toContain(
      '[ZENTRA_DEP0001] DeprecationWarning: cards.freeze() is deprecated, use cards.lock(), at pay.cjs:4:7\n',
    );
    expect(stderr).toContain('More: npx zentra-codemods explain ZENTRA_DEP0001');
  });

  it('--no-deprecation: nothing is printed, and the call is made', async () => {
    const { stderr } = await start(app(files), ['--no-deprecation', 'pay.cjs']);
    expect(stderr).toBe('');
    expect(gateway.seen).toHaveLength(1);
  });

  it('--trace-deprecation: the trace starts at the line that calls', async () => {
    const { stderr } = await start(app(files), ['--trace-deprecation', 'pay.cjs']);
    expect(stderr).toMatch(
      /DeprecationWarning: .*\n(?:See .*\n)?\s+at Object\.<anonymous> \(.*pay\.cjs:4:7\)/,
    );
  });

  it('--throw-deprecation: the program ends as Node has it, and nothing was sent', async () => {
    const { code, stderr } = await start(app(files), ['--throw-deprecation', 'pay.cjs']);
    expect(code).toBe(1);
    expect(stderr).toContain('ZENTRA_DEP0001');
    expect(gateway.seen).toEqual([]);
  });

  it('--frozen-intrinsics: the call is made', async () => {
    await start(app(files), ['--frozen-intrinsics', 'pay.cjs']);
    expect(gateway.seen).toHaveLength(1);
  });
});

it.each([
  ['a name that is no path of this machine', "filename: 'file://build-server/pay.js'", ''],
  [
    'a working directory that is gone',
    "filename: '/pay.js'",
    "const gone = mkdtempSync(join(tmpdir(), 'gone-')); process.chdir(gone); rmdirSync(gone);",
  ],
])('code that calls from %s gets its call made', async (_, options, before) => {
  const made = app({
    'pay.cjs': `${client}
const { mkdtempSync, rmdirSync } = require('node:fs');
const { join } = require('node:path');
const { tmpdir } = require('node:os');
const freeze = require('node:vm').runInThisContext("(cards) => cards.freeze('card_1')", { ${options} });
${before}
freeze(cards);
`,
  });
  const { code } = await start(made, ['pay.cjs'], { ZENTRA_COMPAT_USAGE: 'usage.jsonl' });
  expect(code).toBe(0);
  expect(gateway.seen).toHaveLength(1);
});

it('a program that freezes Error once it has started gets its calls made, a funding as well', async () => {
  const fund = `cards.fund('card_1', { amount_minor: 5, transaction_reference: 'r' })`;
  const made = app({
    'pay.cjs': `${client}Object.freeze(Error);\ncards.freeze('card_1').then(() => ${fund});\n`,
  });
  const { code } = await start(made, ['pay.cjs']);
  expect(code).toBe(0);
  expect(gateway.seen.map(({ url }) => url)).toEqual([
    '/api/v1/cards/card_1/lock',
    '/api/v1/cards/card_1/fund',
  ]);
});

describe('the call site of a compiled program', () => {
  const source = `import { createRequire } from 'node:module';
interface Shop { name: string }
type Unused = { [key: string]: Shop };
const { Zentra } = createRequire(import.meta.url)('zentra-compat');
const { cards } = new Zentra({ secretKey: 'sk_sandbox_program', baseUrl: process.env.GATEWAY });
enum Reason { Lost = 'lost' }
export async function onFraud(): Promise<void> {
  await cards.freeze('card_1', Reason.Lost);
}
await onFraud();
`;
  const compile = (sourcemap: 'external' | 'inline') =>
    transformSync(source, { loader: 'ts', format: 'esm', sourcemap, sourcefile: '../src/fraud.ts' });

  it.each([
    ['with --enable-source-maps', ['--enable-source-maps']],
    ['without', []],
  ])('is the line of the source, %s', async (_, flags) => {
    const { code, map } = compile('external');
    const made = app({
      'dist/fraud.mjs': `${code}//# sourceMappingURL=fraud.mjs.map\n`,
      'dist/fraud.mjs.map': map,
    });
    const { stderr } = await start(made, [...flags, 'dist/fraud.mjs']);
    expect(stderr).toContain('at src/fraud.ts:8:15\n');
  });

  it('is the line of the source where the map is in the file itself', async () => {
    const { stderr } = await start(app({ 'dist/fraud.mjs': compile('inline').code }), ['dist/fraud.mjs']);
    expect(stderr).toContain('at src/fraud.ts:8:15\n');
  });

  it('is the line of the file where the map is broken', async () => {
    const { code } = compile('external');
    const made = app({ 'fraud.mjs': `${code}//# sourceMappingURL=gone.map\n` });
    expect((await start(made, ['fraud.mjs'])).stderr).toMatch(/at fraud\.mjs:\d+:\d+\n/);
  });
});

describe('the usage log', () => {
  const usage = 'usage.jsonl';
  interface Line {
    run: string;
    pid: number;
    code: string;
    file: string | null;
    line: number;
    count: number;
    [key: string]: unknown;
  }
  const linesOf = ({ folder }: Project): Line[] =>
    readFileSync(join(folder, usage), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((text) => JSON.parse(text));
  /** As docs/runtime.md has it: a later line of a place replaces the earlier ones. */
  const totals = (lines: readonly Line[]) => {
    const last = new Map<string, Line>();
    for (const line of lines) last.set(`${line.run} ${line.code} ${line.file}:${line.line}`, line);
    return [...last.values()];
  };
  const calls = (count: number, after = '') => `${client}
(async () => {
  for (let i = 0; i < ${count}; i++) await cards.freeze('card_' + i, 'a private reason');
  await cards.fund('card_1', { amount_minor: 5, reference: 'a private reference' });
  ${after}
})();
`;

  it('has one place for 100 calls from one line, with all of them counted', async () => {
    const made = app({ 'pay.cjs': calls(100) });
    await start(made, ['pay.cjs'], { ZENTRA_COMPAT_USAGE: usage, ZENTRA_COMPAT_RELEASE: '2026.1' });
    const lines = linesOf(made);
    expect(totals(lines)).toEqual([
      expect.objectContaining({
        v: 1,
        code: 'ZENTRA_DEP0001',
        rule: 'freeze-to-lock',
        file: 'pay.cjs',
        line: 6,
        column: 45,
        count: 100,
        release: '2026.1',
      }),
      expect.objectContaining({
        code: 'ZENTRA_DEP0005',
        rule: 'reference-to-transaction-reference',
        line: 7,
        count: 1,
      }),
    ]);
    expect(lines.length).toBeLessThan(12);
    expect(new Set(lines.map(({ run }) => run)).size).toBe(1);
  });

  it('holds neither arguments nor keys', async () => {
    const made = app({ 'pay.cjs': calls(1) });
    await start(made, ['pay.cjs'], { ZENTRA_COMPAT_USAGE: usage });
    expect(readFileSync(join(made.folder, usage), 'utf8')).not.toMatch(/private|card_\d|sk_/);
  });

  it('is shared by processes and threads without a torn line', async () => {
    const made = app({
      'pay.cjs': calls(20),
      'all.cjs': `
        const { fork } = require('node:child_process');
        const { Worker } = require('node:worker_threads');
        for (let i = 0; i < 3; i++) fork('./pay.cjs');
        for (let i = 0; i < 2; i++) new Worker('./pay.cjs');`,
    });
    await start(made, ['all.cjs'], { ZENTRA_COMPAT_USAGE: usage });
    const freezes = totals(linesOf(made)).filter(({ code }) => code === 'ZENTRA_DEP0001');
    expect(freezes.map(({ count }) => count)).toEqual([20, 20, 20, 20, 20]);
    expect(new Set(freezes.map(({ run }) => run)).size).toBe(5);
  });

  it('keeps every place, and more than half of each count, when the process is killed', async () => {
    const made = app({ 'pay.cjs': calls(100, `process.kill(process.pid, 'SIGKILL');`) });
    const { code } = await start(made, ['pay.cjs'], { ZENTRA_COMPAT_USAGE: usage });
    expect(code).toBe('SIGKILL');
    expect(totals(linesOf(made)).map(({ count }) => count)).toEqual([64, 1]);
  });

  it('goes on after a line that a crash has cut', async () => {
    const made = app({ 'pay.cjs': calls(1), [usage]: '{"v":1,"run":"a","pi' });
    await start(made, ['pay.cjs'], { ZENTRA_COMPAT_USAGE: usage });
    const [cut, ...whole] = readFileSync(join(made.folder, usage), 'utf8').trim().split('\n');
    expect(cut).toBe('{"v":1,"run":"a","pi');
    expect(whole.map((text) => JSON.parse(text).count)).toEqual([1, 1]);
  });

  it('stops at its size, says so once, and the calls are made', async () => {
    const made = app({ 'pay.cjs': calls(100) });
    const { stderr } = await start(made, ['pay.cjs'], {
      ZENTRA_COMPAT_USAGE: usage,
      ZENTRA_COMPAT_USAGE_MAX_BYTES: '600',
    });
    expect(readFileSync(join(made.folder, usage)).length).toBeLessThanOrEqual(600);
    expect(linesOf(made).length).toBeGreaterThan(0);
    expect(stderr.match(/ZENTRA_USAGE_LOG_FULL/g)).toHaveLength(1);
    expect(gateway.seen).toHaveLength(101);
  });

  it('that cannot be written is said once, and the calls are made', async () => {
    const made = app({ 'pay.cjs': calls(3) });
    const { stderr } = await start(made, ['pay.cjs'], { ZENTRA_COMPAT_USAGE: 'absent/usage.jsonl' });
    expect(stderr.match(/ZENTRA_USAGE_LOG_FAILED/g)).toHaveLength(1);
    expect(gateway.seen).toHaveLength(4);
  });
});
