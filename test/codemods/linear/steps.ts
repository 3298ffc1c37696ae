import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const commandLine = join(import.meta.dirname, '../../../codemods/bin/zentra-codemods.cjs');

/** How often each block of the code ran: the places in it, and their counts. */
export type Steps = ReadonlyMap<string, number>;

interface Coverage {
  result: readonly {
    url: string;
    functions: readonly {
      functionName: string;
      ranges: readonly { startOffset: number; endOffset: number; count: number }[];
    }[];
  }[];
}

/**
 * Runs the built command line, and counts what it does instead of timing it: V8 counts how often each block of its code, and of the
 * compiler's, is entered. Every position that is computed, edit that is visited and node that is entered is one of those; what a single
 * call of the language does inside, such as a slice, is not.
 *
 * @throws {Error} with what it wrote to stderr, where it ends with another exit code
 */
export function stepsOf(args: readonly string[], cwd: string, { exitCode = 0 } = {}): Steps {
  const folder = mkdtempSync(join(tmpdir(), 'steps-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, [commandLine, ...args], {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        NODE_V8_COVERAGE: join(folder, 'coverage'),
        XDG_STATE_HOME: join(folder, 'state'),
        XDG_CACHE_HOME: join(folder, 'cache'),
      },
    });
    if (status !== exitCode) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`);
    const steps = new Map<string, number>();
    for (const name of readdirSync(join(folder, 'coverage'))) {
      const coverage = JSON.parse(readFileSync(join(folder, 'coverage', name), 'utf8')) as Coverage;
      for (const [block, count] of blocksOf(coverage)) steps.set(block, (steps.get(block) ?? 0) + count);
    }
    return steps;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A block by its file, the function that it is in, and where it begins and ends. */
function blocksOf({ result }: Coverage): [string, number][] {
  return result
    .filter(({ url }) => url.startsWith('file:'))
    .flatMap(({ url, functions }) => {
      const file = basename(fileURLToPath(url));
      return functions.flatMap(({ functionName, ranges }) =>
        ranges.map(({ startOffset, endOffset, count }): [string, number] => [
          `${file} ${functionName || 'anonymous'} ${startOffset}-${endOffset}`,
          count,
        ]),
      );
    });
}

/**
 * The blocks that ran more often than the work grew, with both counts, worst first.
 *
 * @param factor by how much the work grew, and what looking something up among more may add to it
 */
export function growingFaster(small: Steps, large: Steps, factor: number): string[] {
  // What is done a few times more often costs nothing, however few times it was before.
  const ignored = 10_000;
  return [...large]
    .map(([block, count]) => ({ block, count, before: small.get(block) ?? 0 }))
    .filter(({ count, before }) => count > factor * before + ignored)
    .sort((a, b) => b.count - a.count)
    .map(({ block, count, before }) => `${block}: ${before} → ${count}`);
}
