import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { median } from '../codemods/statistics';
import { type BenchOptions, benchOptions, type PartName, usage } from './options';
import { installPeers } from './peers';
import { markdownOf, type Table, type Target } from './result';

const here = import.meta.dirname;
const bench = dirname(here);
const root = dirname(bench);

interface Outcome {
  tables: Table[];
  targets: Target[];
}

export async function main(args: string[]): Promise<number> {
  let options: ReturnType<typeof benchOptions>;
  try {
    options = benchOptions(args);
  } catch (error) {
    console.error(`bench:runtime: ${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  if (!existsSync(join(root, 'dist/index.cjs'))) {
    console.error('bench:runtime: dist/ is missing: npm run build');
    return 2;
  }
  const startedAt = new Date();
  const peers = join(bench, '.cache/runtime-peers');
  const versions = options.parts.includes('throughput') ? installPeers(peers) : [];
  const outcomes = options.parts.map((part) => parts[part](options, peers));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const text = markdownOf({
    startedAt,
    commit: commitOf(),
    command: ['npm run bench:runtime --', ...args].join(' '),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1e9)} GB, ${process.platform} ${process.arch}`,
    versions: [
      `node ${process.versions.node}`,
      `zentra-compat ${version}`,
      `undici ${undiciVersion()}`,
      ...versions,
    ],
    tables: outcomes.flatMap(({ tables }) => tables),
    targets: outcomes.flatMap(({ targets }) => targets),
  });
  const name = `runtime-${startedAt.toISOString().slice(0, 16).replaceAll(':', '')}Z.md`;
  mkdirSync(join(bench, 'results'), { recursive: true });
  writeFileSync(join(bench, 'results', name), text);
  console.log(`\n${text}\nWritten to bench/results/${name}`);
  return 0;
}

const parts: Record<PartName, (options: BenchOptions, peers: string) => Outcome> = {
  import: ({ rounds }) => {
    const programs = {
      'bare node': '0',
      "require('zentra-compat')": "require('zentra-compat')",
      'and a client': "new (require('zentra-compat'))({ secretKey: 'sk_sandbox_benchmark' })",
    };
    const rows = Object.fromEntries(Object.keys(programs).map((name) => [name, [] as number[]]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, program] of Object.entries(programs)) rows[name]?.push(milliseconds(program));
    }
    const [bare, ours] = Object.values(rows).map((values) => median(values)) as [number, number, number];
    return {
      tables: [
        {
          title: 'Import',
          about: 'The whole process, started anew each time.',
          unit: 'ms',
          rows,
          baseline: 'bare node',
        },
      ],
      targets: [
        target(
          "require('zentra-compat') over bare node: at most 15 ms",
          ours - bare,
          'ms',
          ours - bare <= 15,
        ),
      ],
    };
  },

  throughput: ({ rounds, turn }, peers) => {
    const tables: Table[] = [];
    const targets: Target[] = [];
    for (const concurrency of [1, 64]) {
      const { perSecond: rows, cpu } = childJson('contenders.cjs', {
        peers,
        rounds,
        turn,
        concurrency,
      }) as { perSecond: Table['rows']; cpu: Table['rows'] };
      tables.push({
        title: `Throughput at concurrency ${concurrency}`,
        about: `Locks of a card per second over loopback, in turns of ${turn} ms in one process; the gateway is another process.`,
        unit: 'calls/s',
        rows,
        baseline: 'undici Pool.request',
      });
      tables.push({
        title: `CPU time of a call at concurrency ${concurrency}`,
        about:
          'Of the calling process alone, in the same turns: what other programs on the machine disturb least. Before the third row, V8 is asked for one frame, the least that says who calls, as for every legacy call: in a program that does other things in between, its code for that has left the caches, and a frame costs several times what it costs in a loop.',
        unit: 'µs',
        rows: cpu,
        baseline: 'undici Pool.request',
      });
      const rate = (name: string) => median(rows[name]!);
      const legacy = rate('zentra-compat, legacy call');
      const overUndici = legacy / rate('undici Pool.request');
      const overStripe = legacy / rate('stripe-node');
      const time = (name: string) => median(cpu[name]!);
      const legacyTime = time('zentra-compat, legacy call');
      const overReviewed = legacyTime / time('zentra-compat, reviewed call');
      const overFloor = legacyTime / time('zentra-compat, reviewed call after a frame');
      targets.push(
        target(
          `legacy call over undici at concurrency ${concurrency}: at least 0.9 ×`,
          overUndici,
          '×',
          overUndici >= 0.9,
        ),
        target(
          `legacy call over stripe-node at concurrency ${concurrency}: at least 2 ×`,
          overStripe,
          '×',
          overStripe >= 2,
        ),
        target(
          `CPU time of a legacy call over the reviewed one at concurrency ${concurrency}: at most 1.1 ×`,
          overReviewed,
          '×',
          overReviewed <= 1.1,
        ),
        target(
          `CPU time of a legacy call over the reviewed one after a frame of V8's at concurrency ${concurrency}: at most 1.1 ×`,
          overFloor,
          '×',
          overFloor <= 1.1,
        ),
      );
    }
    return { tables, targets };
  },

  overhead: ({ rounds }) => {
    const million = 1_000_000;
    const { times, heapGrowth } = childJson(
      'overhead.cjs',
      { rounds, calls: 20_000, million },
      '--expose-gc',
    ) as {
      times: { legacy: number[]; reviewed: number[]; [piece: string]: number[] };
      heapGrowth: number;
    };
    const extra = median(times.legacy) - median(times.reviewed);
    return {
      tables: [
        {
          title: 'A legacy call whose call site has warned',
          about:
            'CPU time per call with a dispatcher that answers at once, 20,000 calls a turn. Before the third row, V8 and Node are asked for one frame: their price, which no bookkeeping can do without.',
          unit: 'µs',
          rows: times,
          baseline: 'reviewed',
        },
      ],
      targets: [
        target('legacy call over the reviewed one: at most 4 µs more', extra, 'µs', extra <= 4),
        target(
          'heap after 1,000,000 legacy calls: where it was',
          heapGrowth / 1e6,
          'MB more',
          heapGrowth < 1e6,
        ),
      ],
    };
  },

  answers: ({ rounds }) => ({
    tables: [
      {
        title: 'Large answers',
        about:
          'How long one blocks the event loop, by its size: lists of cards, parsed in one go. What is larger than 1 MiB is refused.',
        unit: 'ms',
        rows: childJson('answers.cjs', { rounds, sizes: [0.25, 0.5, 1] }) as Table['rows'],
        baseline: '1 MiB',
      },
    ],
    targets: [],
  }),
};

/** Duration of a process that runs `program`. */
function milliseconds(program: string): number {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node -e ${JSON.stringify(program)} failed: ${stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

function childJson(script: string, options: object, ...flags: string[]): unknown {
  const child = spawnSync(process.execPath, [...flags, join(here, script), JSON.stringify(options)], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (child.status !== 0) throw new Error(`${script} failed: ${child.stderr}`);
  return JSON.parse(child.stdout);
}

function target(claim: string, value: number, unit: string, met: boolean): Target {
  return { claim, measured: `${value.toFixed(2)} ${unit}`, met };
}

function undiciVersion(): string {
  return JSON.parse(readFileSync(join(root, 'node_modules/undici/package.json'), 'utf8')).version;
}

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
