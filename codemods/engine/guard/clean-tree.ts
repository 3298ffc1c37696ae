import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isOwnReport, mayBeOwnReport } from '../../report/own-report';
import { UsageError } from '../usage-error';
import type { Environment } from '../user-directory';
import { repositoryOf } from '../walk/repository';
import { git } from './git';
import { ownChanges } from './own-changes';

const LISTED = 10;

export interface CleanTreeOptions {
  /** Files that may have uncommitted changes, relative to the root with `/`. */
  except: ReadonlySet<string>;
  env: Environment;
}

/**
 * Refuses a root with uncommitted changes that are not from a run of ours: they would be mixed with ours, and lost in a revert. Without a
 * repository, or without git, there is no check.
 *
 * @throws {DirtyTree} naming the files
 */
export function requireCleanTree(root: string, { except, env }: CleanTreeOptions): void {
  const repository = repositoryOf(root);
  if (repository === undefined) return;
  const prefix = relative(repository.folder, root).split(sep).join('/');
  const changed = changedFiles(root, env)
    .map((file) => (prefix === '' ? file : file.slice(prefix.length + 1)))
    .filter((file) => !except.has(file) && !isReport(join(root, file)));
  if (changed.length === 0) return;
  const own = ownChanges(root, changed, env);
  const dirty = changed.filter((file) => !own.has(file));
  if (dirty.length === 0) return;
  const more = dirty.length - LISTED;
  throw new DirtyTree(
    [
      `${dirty.length === 1 ? 'a file has' : `${dirty.length} files have`} uncommitted changes:`,
      ...dirty.slice(0, LISTED).map((file) => `  ${file}`),
      ...(more > 0 ? [`  … and ${more} more`] : []),
      'Commit or stash them, or use --force to go on all the same.',
    ].join('\n'),
  );
}

/** Whether a file is a report of an earlier run, which a person may keep beside the code. */
function isReport(path: string): boolean {
  if (!mayBeOwnReport(path)) return false;
  try {
    return isOwnReport(path, readFileSync(path));
  } catch {
    // It is deleted, or cannot be read: a change like any other.
    return false;
  }
}

/** Uncommitted changes that are not ours. A person at a terminal may be asked whether to go on. */
export class DirtyTree extends UsageError {
  readonly isDirtyTree = true;

  /** Compares a property instead of the class, as {@link UsageError} does. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof UsageError && 'isDirtyTree' in value;
  }
}

/** The changed files, relative to the top of the repository. */
function changedFiles(root: string, env: Environment): string[] {
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
    // A folder is named `.git` and is no repository.
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

/** Turns off filters: a repository's configuration can name programs that git runs to compare a file, which we must not run. */
function filterOverrides(root: string, env: Environment): string[] {
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

function isMissing(error: Error | undefined): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
