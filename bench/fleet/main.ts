import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { median } from '../codemods/statistics';
import { cachedTree } from '../generate/write-tree';
import { type FleetBenchOptions, fleetBenchOptions, usage } from './options';
import { targetsOf } from './targets';
import { type Fleet, measured, waysOf } from './ways';

const bench = path.dirname(import.meta.dirname);
const cache = path.join(bench, '.cache', 'fleet');

/** Migrates the same generated repositories in each way, in turns, and writes a table. */
export async function main(args: string[]): Promise<number> {
  let options: FleetBenchOptions;
  try {
    options = fleetBenchOptions(args);
  } catch (error) {
    console.error(`bench:fleet: ${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const startedAt = new Date();
  const { fleet, sites } = generate(options);
  const ways = waysOf(options.concurrency).map((way) => ({ way, seconds: [] as number[] }));
  for (let run = 0; run < options.runs; run += 1) {
    // Deleted once, before all ways: ext4 is slow to write for a minute after many deletions, so a way that follows one would be slower.
    rmSync(fleet.scratch, { recursive: true, force: true });
    for (const [at, { way, seconds }] of ways.entries()) {
      const result = await measured(way, { ...fleet, scratch: path.join(fleet.scratch, String(at)) });
      if (result.sites !== sites)
        throw new Error(`${way.name} found ${result.sites} of ${sites} legacy uses`);
      seconds.push(result.seconds);
      console.error(`${way.name}: ${result.seconds.toFixed(1)} s`);
    }
  }
  const rows = ways.map(({ way, seconds }) => ({ name: way.name, seconds }));
  const text = markdownOf(rows, options, sites, startedAt, args);
  console.log(text);
  const results = path.join(bench, 'results');
  mkdirSync(results, { recursive: true });
  writeFileSync(
    path.join(results, `fleet-${startedAt.toISOString().slice(0, 16).replace(':', '')}Z.md`),
    text,
  );
  return 0;
}

function generate({ repositories, files, concurrency }: FleetBenchOptions): { fleet: Fleet; sites: number } {
  mkdirSync(cache, { recursive: true });
  const trees = Array.from({ length: repositories }, (_, seed) =>
    cachedTree(cache, 'v1', { files, seed: seed + 1 }),
  );
  const manifest = path.join(cache, 'manifest.json');
  const entries = trees.map(({ folder }, at) => ({ url: folder, name: `generated/${at + 1}` }));
  writeFileSync(manifest, JSON.stringify({ version: 1, repositories: entries }, null, 2));
  return {
    fleet: {
      bin: path.join(bench, '..', 'codemods', 'bin', 'zentra-codemods.cjs'),
      repositories: trees.map(({ folder }) => folder),
      manifest,
      scratch: path.join(cache, 'scratch'),
      concurrency,
    },
    sites: trees.reduce((sum, { summary }) => sum + summary.sites.length, 0),
  };
}

interface Row {
  name: string;
  seconds: readonly number[];
}

function markdownOf(
  rows: readonly Row[],
  options: FleetBenchOptions,
  sites: number,
  startedAt: Date,
  args: string[],
): string {
  const { repositories, files, concurrency } = options;
  const time = (name: string) =>
    median(rows.find((row) => row.name.startsWith(name))?.seconds ?? [Number.NaN]);
  const seconds = { loop: time('shell loop'), run: time('fleet run'), workers: time('fleet work') };
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    encoding: 'utf8',
    cwd: bench,
  }).trim();
  const version = (command: string) => execFileSync(command, ['--version'], { encoding: 'utf8' }).trim();
  return [
    `# Fleet, ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    `- commit: ${commit}`,
    `- command: \`npm run bench:fleet${args.length > 0 ? ` -- ${args.join(' ')}` : ''}\``,
    `- machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    `- versions: node ${process.versions.node}, ${version('git')}, ${version('redis-server').split(' sha')[0]}`,
    '',
    `${repositories} generated repositories of ${files} files, ${concurrency} at a time. Every way found all ${sites} legacy uses.`,
    '',
    '| | median s | min–max s | repositories per minute | throughput, × shell loop | runs |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => {
      const middle = median(row.seconds);
      const range = `${Math.min(...row.seconds).toFixed(1)}–${Math.max(...row.seconds).toFixed(1)}`;
      const perMinute = ((60 * repositories) / middle).toFixed(0);
      return `| ${row.name} | ${middle.toFixed(1)} | ${range} | ${perMinute} | ${(seconds.loop / middle).toFixed(2)} | ${row.seconds.length} |`;
    }),
    '',
    '## Targets',
    '',
    '| claim | measured | |',
    '| --- | ---: | --- |',
    ...targetsOf(seconds, concurrency).map(
      ({ claim, measured, met }) => `| ${claim} | ${measured} | ${met ? 'met' : '**not met**'} |`,
    ),
    '',
  ].join('\n');
}
