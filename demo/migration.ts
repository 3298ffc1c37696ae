import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Report, reportSchema } from '../codemods/report/report';

const run = promisify(execFile);
const commandLine = join(dirname(import.meta.dirname), 'codemods/bin/zentra-codemods.cjs');

export interface Migration {
  diff: string;
  report: Report;
}

/**
 * Migrates a copy of the shop as its owner would: a clean git tree, one command, `git diff`.
 *
 * @param folder the repository
 * @param scratch a folder for what must not lie in it: the report, the tool's journal and cache
 * @throws {Error} where a command fails; its message has what the command printed
 */
export async function migrate(folder: string, scratch: string): Promise<Migration> {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    XDG_STATE_HOME: join(scratch, 'state'),
    XDG_CACHE_HOME: join(scratch, 'cache'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const git = (...args: string[]) => run('git', args, { cwd: folder, env });
  await git('init', '--quiet');
  await git('add', '.');
  const author = ['-c', 'user.name=Palmway', '-c', 'user.email=dev@palmway.example'];
  await git(...author, 'commit', '--quiet', '-m', 'Before the migration');

  const reportFile = join(scratch, 'migration.json');
  await run(process.execPath, [commandLine, 'migrate', '--report', reportFile], { cwd: folder, env });
  const { stdout: diff } = await git('diff', '--no-color', '--unified=1');
  return { diff, report: reportSchema.parse(JSON.parse(await readFile(reportFile, 'utf8'))) };
}
