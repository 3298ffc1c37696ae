import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Report } from '../report/report';
import type { FileSystem } from './file-system/file-system';
import { inMemory } from './file-system/in-memory';
import { type MigrateOptions, type TextChange, textChange } from './options';

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
}

export interface Run {
  report: Report;
  changes: readonly TextChange[];
}

/** What does a migration, all options decided. A test has one of its own. */
export type Engine = (options: MigrateOptions, context: RunContext) => Promise<Run>;

/** @throws {Interrupted} where the signal stops it */
export const run: Engine = async (options, context) => {
  const { signal } = context;
  if (signal === undefined) return runHere(options, context);
  const { runInWorker } = await import('./worker/in-worker');
  return runInWorker(options, { ...context, signal });
};

/** In this thread, which does nothing else meanwhile. */
export const runHere: Engine = async (options, { fileSystem, files, wantsWritten }) => {
  const [{ migrate }, { zentra }] = await Promise.all([import('./migrate'), import('../zentra/index')]);
  const { report, changes } = await migrate(zentra, options, {
    verifyWorker: join(__dirname, 'verify-worker.cjs'),
    ownTypes: () => {
      const module = zentra.sdk.replacement;
      return new Map([[module, dirname(createRequire(__filename).resolve(`${module}/package.json`))]]);
    },
    fileSystem: fileSystem ?? (files && inMemory(options.root, files)),
  });
  const isAskedFor = options.mode !== 'write' || wantsWritten;
  return { report, changes: isAskedFor ? changes.map(textChange) : [] };
};
