import { join } from 'node:path';
import { parseReport } from '../report/parse';
import type { Report } from '../report/report';
import { RehearsalError } from './rehearsal-error';
import { runCommand } from './run-command';

interface ChildOptions {
  /** The command line's script. */
  script: string;
  /** Folder for journal and cache, which are deleted after the rehearsal. */
  scratch: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/**
 * Migrates a folder in place through the command line, with the folder's own configuration.
 *
 * @throws {RehearsalError} if the migration fails; the message contains its stderr
 */
export async function migrateInChild(
  folder: string,
  { script, scratch, env, signal }: ChildOptions,
): Promise<Report> {
  const { exitCode, stdout, stderr } = await runCommand({
    command: [process.execPath, script, 'migrate', '.', '--force', '--format', 'json'],
    cwd: folder,
    env: { ...env, XDG_STATE_HOME: join(scratch, 'state'), XDG_CACHE_HOME: join(scratch, 'cache') },
    timeout: 3_600_000,
    signal,
  });
  if (stdout.trim() === '') {
    throw new RehearsalError(`The copy could not be migrated (exit code ${exitCode}):\n${stderr.trim()}`);
  }
  return parseReport(stdout, 'the report of the migration');
}
