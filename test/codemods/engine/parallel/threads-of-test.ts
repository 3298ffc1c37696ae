import { join } from 'node:path';
import { generateTree } from '../../../../bench/generate/tree';
import { generateUntyped } from '../../../../bench/generate/untyped';
import type { MigrateInternals } from '../../../../codemods/engine/setting';
import type { Report } from '../../../../codemods/report/report';
import type { Tree } from '../migrated-tree';

export const repository = join(import.meta.dirname, '../../../..');
export const script = join(repository, 'codemods/dist/analyse-worker.cjs');

type Threads = NonNullable<MigrateInternals['threads']>;

/** Others do all of the work, however little it is. */
export const others = (options: Partial<Threads> = {}): Threads => ({
  script,
  count: 4,
  memory: 1024,
  fewest: 2,
  takesPart: false,
  ...options,
});

/** What a run finds and would write, without its times; the cache answers nothing. */
export async function foundIn(tree: Tree, batchBytes: number | undefined, threads?: Threads) {
  process.env.XDG_CACHE_HOME = join(tree.root, '..', `cache-${Math.random()}`);
  const { report, changes } = await tree.migrate({ mode: 'dry-run' }, { batchBytes, threads });
  const { startedAt: _, durationMs: __, ...found } = report as Report;
  return JSON.stringify([found, changes.map(({ file, after }) => [file, after.toString('utf8')])]);
}

/** A monorepo of which half the files have legacy calls. */
export function generated(files: number): Record<string, string> {
  const options = { files, seed: 7, legacyShare: 0.5, meanBytes: 900 };
  return Object.fromEntries([...generateTree(options)].map(({ file, text }) => [file, text]));
}

/** An application whose files all get their client as a value. */
export function generatedUntyped(files: number): Record<string, string> {
  return Object.fromEntries([...generateUntyped({ files, seed: 7 })].map(({ file, text }) => [file, text]));
}
