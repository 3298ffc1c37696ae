import { realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { digestOf } from '../digest';
import { TOOL } from '../tool';
import { UsageError } from '../usage-error';
import type { Environment } from '../user-directory';
import { filesWithAttributes } from './attributes';
import { createFile, removeFile } from './create-and-remove';
import { fileError } from './file-error';
import {
  DamagedJournal,
  type Entry,
  hashOf,
  type Journal,
  journals,
  lastJournal,
  NO_FILE,
  note,
  readOriginal,
  removeJournal,
  removeTemporaries,
  syncFolder,
  temporaryName,
} from './journal';
import { acquireLock } from './lock';
import { replaceFile } from './replace-file';
import { knownRoots } from './state-directory';
import type { OnStep } from './step';

export interface UndoOutcome {
  /** Root of the run that was undone. */
  root: string;
  /** When that run began, in ISO 8601. */
  startedAt: string;
  /** Files that have their bytes and mode from before the run again, relative to the root. */
  restored: string[];
  /** Files that could not be written; the journal is kept, so that undo can be called again. */
  failed: { file: string; error: string }[];
}

/** A run that can be undone. */
export interface PastRun {
  root: string;
  /** ISO 8601. */
  startedAt: string;
  /** The files that it changed, relative to the root. */
  files: string[];
  /** Whether it, or an undo of it, was interrupted. */
  interrupted: boolean;
}

export interface UndoOptions {
  env?: Environment | undefined;
  /** Reports what would be restored, and restores nothing. */
  dryRun?: boolean | undefined;
  onStep?: OnStep | undefined;
}

/**
 * Restores the bytes and modes from before the last run in a folder: the run with this root, else the last run below it, else one
 * above it that changed nothing outside it. It also works after a crash: files that the run had not replaced are left alone.
 *
 * @throws {UsageError} if there is no such run, if another run is at work, or if files were edited since. The message names them, and
 *   nothing is restored
 */
export function undo(
  path: string,
  { env = process.env, onStep = () => {}, dryRun = false }: UndoOptions = {},
): UndoOutcome {
  const { root, state } = findRun(path, env);
  const lock = acquireLock(root, env);
  try {
    const journal = lastJournal(state);
    if (journal === undefined) throw new UsageError(`nothing to undo in ${root}`);
    if (journal.root !== root) throw new DamagedJournal(journal.directory);
    const entries = entriesToRestore(journal);
    const { startedAt } = journal;
    if (dryRun) return { root, startedAt, restored: entries.map(({ file }) => file), failed: [] };
    note(journal, 'undo');
    onStep('undo-begun');
    removeTemporaries(journal);
    const outcome: UndoOutcome = { root, startedAt, restored: [], failed: [] };
    const attributed = filesWithAttributes(
      root,
      entries.filter(({ after }) => after !== NO_FILE).map(({ file }) => file),
    );
    for (const entry of entries) {
      try {
        restore(journal, entry, attributed.has(entry.file), onStep);
        outcome.restored.push(entry.file);
      } catch (error) {
        outcome.failed.push({ file: entry.file, error: fileError(error) });
      }
    }
    for (const folder of new Set(entries.map(({ file }) => dirname(file)))) syncFolder(join(root, folder));
    if (outcome.failed.length === 0) removeUndone(journal, state);
    onStep('undo-ended');
    return outcome;
  } finally {
    lock.release();
  }
}

/**
 * The runs that repeated calls of `undo` would undo, the next one first.
 *
 * @throws {UsageError} if there is none
 */
export function pastRuns(path: string, env: Environment = process.env): PastRun[] {
  const { root, state } = findRun(path, env);
  return journals(state).map(({ startedAt, files, interrupted }) => ({
    root,
    startedAt,
    files: files.map(({ file }) => file),
    interrupted,
  }));
}

/** Removes a journal. An interrupted run just before it was taken over by it (see `writeChanges`), and is undone with it. */
function removeUndone(journal: Journal, state: string): void {
  removeJournal(journal);
  for (let below = lastJournal(state); below?.interrupted; below = lastJournal(state)) removeJournal(below);
}

/** Checks all files before the first is restored. */
function entriesToRestore(journal: Journal): Entry[] {
  const edited: string[] = [];
  const entries: Entry[] = [];
  for (const entry of journal.files) {
    const current = hashOf(join(journal.root, entry.file));
    if (current === entry.after) entries.push(entry);
    else if (current !== entry.before && journal.intended.has(entry.file)) edited.push(entry.file);
  }
  if (edited.length > 0) {
    throw new UsageError(
      [
        `nothing was put back, because ${edited.length === 1 ? 'a file was' : `${edited.length} files were`} edited or removed since the run:`,
        ...edited.map((file) => `  ${file}`),
        `Give ${edited.length === 1 ? 'it' : 'them'} the content that the run wrote (or restore ${edited.length === 1 ? 'it' : 'them'} from version control) and undo again.`,
      ].join('\n'),
    );
  }
  return entries;
}

function restore(journal: Journal, entry: Entry, hasAttributes: boolean, onStep: OnStep): void {
  const { root } = journal;
  const { file, mode } = entry;
  const bytes = readOriginal(journal, entry);
  const isExpected = (current: Buffer) => digestOf(current) === entry.after;
  const ready = () => {};
  const temporary = temporaryName(journal.id, journal.files.indexOf(entry));
  if (bytes === undefined) removeFile({ root, file, isExpected, beforeUnlink: ready, onStep });
  else if (entry.after === NO_FILE)
    createFile({ root, file, temporary, bytes, mode, beforeLink: ready, onStep });
  else {
    const ofFile = { root, file, temporary, bytes, mode, hasAttributes };
    replaceFile({ ...ofFile, isExpected, beforeRename: ready, onStep });
  }
}

interface Run {
  root: string;
  state: string;
}

function findRun(path: string, env: Environment): Run {
  let real: string;
  try {
    real = realpathSync.native(path);
  } catch {
    throw new UsageError(`no such file or folder: ${path}`);
  }
  const runs = knownRoots(env).flatMap(({ root, directory }) => {
    const journal =
      root === real || isBelow(root, real) || isBelow(real, root) ? lastJournal(directory) : undefined;
    return journal ? [{ root, state: directory, journal }] : [];
  });
  const exact = runs.find(({ root }) => root === real);
  if (exact) return exact;
  const below = runs.filter(({ root }) => isBelow(root, real));
  const last = below.sort((a, b) => a.journal.startedAt.localeCompare(b.journal.startedAt)).at(-1);
  if (last) return last;
  const above = runs.sort((a, b) => b.root.length - a.root.length)[0];
  if (above === undefined) throw new UsageError(`nothing to undo in ${path}: no run is on record`);
  const outside = above.journal.files.find(({ file }) => {
    const changed = join(above.root, file);
    return changed !== real && !isBelow(changed, real);
  });
  if (outside === undefined) return above;
  throw new UsageError(
    `the last run was made in ${above.root} and changed files outside ${path}, such as ${outside.file}. To undo all of it: ${TOOL.name} undo ${above.root}`,
  );
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
