import { spawnSync } from 'node:child_process';
import { relative, sep } from 'node:path';
import { UsageError } from '../usage-error';
import { repositoryOf } from '../walk/repository';

const LISTED = 10;

export interface CleanTreeOptions {
  /** Files that may differ, relative to the root with `/`. */
  except: ReadonlySet<string>;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Refuses a root with changes that are not committed: they would be mixed with ours, and lost in a revert. Without a
 * repository, or without git, there is nothing to ask.
 *
 * @throws {UsageError} naming the files
 */
export function requireCleanTree(root: string, { except, env }: CleanTreeOptions): void {
  const repository = repositoryOf(root);
  if (repository === undefined) return;
  const prefix = relative(repository.folder, root).split(sep).join('/');
  const dirty = changedFiles(root, env)
    .map((file) => (prefix === '' ? file : file.slice(prefix.length + 1)))
    .filter((file) => !except.has(file));
  if (dirty.length === 0) return;
  const more = dirty.length - LISTED;
  throw new UsageError(
    [
      `${dirty.length === 1 ? 'a file has' : `${dirty.length} files have`} uncommitted changes:`,
      ...dirty.slice(0, LISTED).map((file) => `  ${file}`),
      ...(more > 0 ? [`  … and ${more} more`] : []),
      'Commit or stash them, or use --force to go on all the same.',
    ].join('\n'),
  );
}

/** Relative to the top of the repository. */
function changedFiles(root: string, env: CleanTreeOptions['env']): string[] {
  const arguments_ = [
    ...filterOverrides(root, env),
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--',
    '.',
  ];
  const { status, stdout, stderr, error } = git(root, arguments_, env);
  if (isMissing(error)) return [];
  if (status !== 0) {
    // A folder that is called `.git` and is none.
    if (/not a git repository/.test(stderr)) return [];
    throw new UsageError(
      `git cannot tell whether there are uncommitted changes: ${(stderr || (error?.message ?? '')).trim()}\nUse --force to go on all the same.`,
    );
  }
  return stdout
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
}

/** The configuration of a repository can name programs that git runs to compare a file. We were not asked to run them. */
function filterOverrides(root: string, env: CleanTreeOptions['env']): string[] {
  const { stdout } = git(
    root,
    ['config', '--local', '--null', '--name-only', '--get-regexp', '^filter\\.'],
    env,
  );
  return (stdout ?? '')
    .split('\0')
    .filter((name) => name !== '')
    .map((name) => name.slice(0, name.lastIndexOf('.')))
    .flatMap((filter) => [
      '-c',
      `${filter}.clean=`,
      '-c',
      `${filter}.process=`,
      '-c',
      `${filter}.required=false`,
    ]);
}

/** Inside a hook, these speak of another repository or index. */
const redirections = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
]);

function git(root: string, args: readonly string[], env: CleanTreeOptions['env']) {
  const inherited = Object.entries(env).filter(([name]) => !redirections.has(name));
  return spawnSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function isMissing(error: Error | undefined): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
