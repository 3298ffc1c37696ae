import { createHash } from 'node:crypto';
import type { Environment } from '../user-directory';
import { DamagedJournal, type Entry, type Journal, journals, NO_FILE, readOriginal } from '../write/journal';
import { stateDirectory } from '../write/state-directory';
import { git } from './git';

/**
 * The files whose uncommitted changes began with a run of ours: the committed content is what that run found. A person may have edited
 * them further. Once they are committed, later edits are the person's alone.
 *
 * @param root the root whose journals are read
 * @param changed files with uncommitted changes, relative to the root, with `/`
 */
export function ownChanges(root: string, changed: readonly string[], env: Environment): ReadonlySet<string> {
  const wanted = new Set(changed);
  const entries = runsOf(root, env).flatMap((journal) =>
    journal.files.filter(({ file }) => wanted.has(file)).map((entry) => ({ journal, entry })),
  );
  if (entries.length === 0) return new Set();
  const committed = committedObjects(root, env);
  return new Set(
    entries
      .filter(({ journal, entry }) => isCommitted(journal, entry, committed.get(entry.file)))
      .map(({ entry }) => entry.file),
  );
}

/** The runs of a root. A damaged journal prevents an undo, not a new run. */
function runsOf(root: string, env: Environment): Journal[] {
  try {
    return journals(stateDirectory(root, env));
  } catch (error) {
    if (error instanceof DamagedJournal) return [];
    throw error;
  }
}

/** Whether the last commit has the content that a run found. */
function isCommitted(journal: Journal, entry: Entry, committed: string | undefined): boolean {
  if (entry.before === NO_FILE || committed === undefined) return entry.before === NO_FILE && !committed;
  const bytes = readOriginal(journal, entry)!;
  // Under `core.autocrlf` the commit has other line ends than the working tree.
  return [bytes, withoutCarriageReturns(bytes)].some(
    (content) => objectName(content, committed) === committed,
  );
}

const withoutCarriageReturns = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');

/** Git's object name of a content, with the hash function of another name. */
function objectName(content: Buffer, { length }: string): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}

/** Names of the objects that the last commit has below a root, by path; none before the first commit. */
function committedObjects(root: string, env: Environment): ReadonlyMap<string, string> {
  const { status, stdout } = git(root, ['ls-tree', '-r', '-z', 'HEAD', '.'], env);
  if (status !== 0) return new Map();
  return new Map(
    stdout.split('\0').flatMap((line): [string, string][] => {
      const [, name, file] = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      return name === undefined || file === undefined ? [] : [[file, name]];
    }),
  );
}
