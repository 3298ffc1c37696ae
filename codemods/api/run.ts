import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileSystem } from '../engine/file-system/file-system';
import { inMemory } from '../engine/file-system/in-memory';
import { type MigrateOptions, type TextChange, textChange } from '../engine/options';
import type { ThreadOptions } from '../engine/parallel/threads';
import type { Question } from '../engine/questions/question';
import { isStackTooShort } from '../engine/stack-too-short';
import type { Report } from '../report/report';

/** Settings of a run that are not options of a migration. */
export interface RunContext {
  /** Read instead of the disk. */
  fileSystem?: FileSystem | undefined;
  /** The texts of an in-memory file system, from which a thread can rebuild it. */
  files?: ReadonlyMap<string, string> | undefined;
  /** Stops the run at any time. A run with a signal works in a thread of its own. */
  signal?: AbortSignal | undefined;
  /** Whether the caller needs the texts that a run wrote: a caller that only prints a report saves their memory. */
  wantsWritten?: boolean | undefined;
  /**
   * Whether a file that overflows this thread's stack is an error. Worker threads have a stack four times as large, and the findings of a
   * run must not depend on whether it has a worker.
   */
  needsStack?: boolean | undefined;
}

export interface Run {
  report: Report;
  changes: readonly TextChange[];
  questions: readonly Question[];
}

/** Runs a migration whose options are all resolved. Tests pass their own. */
export type Engine = (options: MigrateOptions, context: RunContext) => Promise<Run>;

/** @throws {Interrupted} where the signal stops it */
export const run: Engine = async (options, context) => {
  const { signal = new AbortController().signal } = context;
  if (context.signal === undefined) {
    try {
      return await runHere(options, { ...context, needsStack: true });
    } catch (error) {
      if (!isStackTooShort(error)) throw error;
    }
  }
  const { runInWorker } = await import('./worker/in-worker');
  return runInWorker(options, { ...context, signal });
};

/** At most one thread per core, and at most four: beyond that, the sequential part dominates a run. */
const MOST_THREADS = 4;
/** Mebibytes per thread: four times what a batch needs. */
const MEMORY_OF_THREAD = 1024;

/** `undefined` without the script: only the built package has it, not the sources. */
function threads(script: string, env: NodeJS.ProcessEnv): ThreadOptions | undefined {
  const wanted = Number(env.ZENTRA_CODEMODS_THREADS) || availableParallelism();
  if (!existsSync(script)) return undefined;
  return { script, count: Math.min(wanted, MOST_THREADS), memory: MEMORY_OF_THREAD };
}

/** Runs in this thread, which starts analysis threads when there is much to do. */
export const runHere: Engine = async (options, { fileSystem, files, wantsWritten, needsStack }) => {
  const [{ migrate }, { zentra }] = await Promise.all([
    import('../engine/migrate'),
    import('../zentra/index'),
  ]);
  const { report, changes, questions } = await migrate(zentra, options, {
    verifyWorker: join(__dirname, 'verify-worker.cjs'),
    threads: threads(join(__dirname, 'analyse-worker.cjs'), process.env),
    ownTypes: () => {
      const module = zentra.sdk.replacement;
      return new Map([[module, dirname(createRequire(__filename).resolve(`${module}/package.json`))]]);
    },
    fileSystem: fileSystem ?? (files && inMemory(options.root, files)),
    needsStack,
  });
  const isAskedFor = options.mode !== 'write' || wantsWritten;
  return { report, changes: isAskedFor ? changes.map(textChange) : [], questions };
};
