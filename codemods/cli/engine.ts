import { join } from 'node:path';
import type { MigrateOptions } from '../engine/options';
import type { Report } from '../report/report';
import type { TextChange } from '../reports/unified-diff';

export interface Migration {
  report: Report;
  /** What would be written; empty after a run that wrote. */
  changes: readonly TextChange[];
}

/** The engine, as the command line sees it. */
export type Engine = (options: MigrateOptions) => Promise<Migration>;

/** In this thread: for runs that write nothing, and may be killed at any time. */
export const migrateHere: Engine = async (options) => {
  const { migrate } = await import('../engine/migrate');
  const { report, changes } = await migrate(options, { scanWorker: join(__dirname, 'scan-worker.cjs') });
  if (options.mode === 'write') return { report, changes: [] };
  return {
    report,
    changes: changes.map(({ file, movedTo, before, after, edits }) => ({
      file,
      ...(movedTo !== undefined && { movedTo }),
      before: before.toString('utf8'),
      after: after.toString('utf8'),
      edits,
    })),
  };
};
