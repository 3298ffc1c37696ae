import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type ts from 'typescript';
import { cachedTree } from '../../bench/generate/write-tree';

const repository = join(import.meta.dirname, '../..');
const require = createRequire(join(repository, 'codemods/package.json'));

/**
 * Counts what a dry run asks of TypeScript's checker: `npm run build && npm run checker-questions -- [files] [legacy share]`. The built
 * command line is given a compiler whose checkers count; what the checker asks itself is not counted.
 */
export async function main([files = '2000', legacyShare = '0.5']: string[]): Promise<number> {
  const { folder } = cachedTree(join(repository, 'bench/.cache/trees'), 'v1', {
    seed: 1,
    files: Number(files),
    legacyShare: Number(legacyShare),
  });
  const counts = countQuestions();
  // In this thread alone: others would load a compiler of their own.
  process.env.ZENTRA_CODEMODS_THREADS = '1';
  // What was found before is not asked again.
  const cache = mkdtempSync(join(tmpdir(), 'checker-questions-'));
  process.env.XDG_CACHE_HOME = cache;
  const { migrate } = require(
    join(repository, 'codemods/dist/index.cjs'),
  ) as typeof import('../../codemods/index');
  const { report } = await migrate({ root: folder, mode: 'dry-run' });
  rmSync(cache, { recursive: true, force: true });
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  console.log(`${files} files, ${legacyShare} of them with legacy calls, ${report.summary.sites} sites\n`);
  console.log('| question | times | for each site |\n| --- | ---: | ---: |');
  for (const [name, count] of rows)
    console.log(`| \`${name}\` | ${count} | ${(count / report.summary.sites).toFixed(1)} |`);
  return 0;
}

/** Puts a compiler that counts in the place of the one that is loaded next. */
function countQuestions(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const compiler = require('typescript') as typeof ts;
  const createProgram = (...options: Parameters<typeof ts.createProgram>): ts.Program => {
    add('createProgram');
    const program = compiler.createProgram(...options);
    return { ...program, getTypeChecker: () => counting(program.getTypeChecker(), add) };
  };
  require.cache[require.resolve('typescript')]!.exports = Object.create(compiler, {
    createProgram: { value: createProgram },
  });
  return counts;
}

function counting(checker: ts.TypeChecker, add: (name: string) => void): ts.TypeChecker {
  const methods = Object.entries(checker).map(([name, method]): [string, unknown] => [
    name,
    typeof method !== 'function'
      ? method
      : (...values: unknown[]) => {
          add(name);
          return (method as (...given: unknown[]) => unknown)(...values);
        },
  ]);
  return Object.fromEntries(methods) as unknown as ts.TypeChecker;
}
