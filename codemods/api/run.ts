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

/** How a run is to be done. */
export interface RunContext {
  /** What is read in the place of the disk. */
  fileSystem?: FileSystem | undefined;
  /** The texts by path that it is made of, for a thread to make it again. */
  files?: ReadonlyMap<string, string> | undefined;
  /** Stops the run, at any time: it is then done in a thread of its own. */
  signal?: AbortSignal | undefined;
  /** Whether the texts of what a run wrote are asked for: who only prints a report spares them. */
  wantsWritten?: boolean | undefined;
  /**
   * Whether a file for which this thread's stack is too short is an error. Other threads have four times the stack: what a run finds
   * must not depend on whether it writes.
   */
  needsStack?: boolean | undefined;
}

export interface Run {
  report: Report;
  changes: readonly TextChange[];
  questions: readonly Question[];
}

/** What does a migration, all options decided. A test has one of its own. */
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

/** As many as there are cores: past four, what is not in parallel is most of a run. */
const MOST_THREADS = 4;
/** Mebibytes for each: four times what a batch takes. */
const MEMORY_OF_THREAD = 1024;

/** None where there is no script: in the sources of this package, there is only what it is built of. */
function threads(script: string, env: NodeJS.ProcessEnv): ThreadOptions | undefined {
  const wanted = Number(env.ZENTRA_CODEMODS_THREADS) || availableParallelism();
  if (!existsSync(script)) return undefined;
  return { script, count: Math.min(wanted, MOST_THREADS), memory: MEMORY_OF_THREAD };
}

/** In this thread, which starts others where there is much to do. */
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
