import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from '../digest';
import type { FileChange, Progress } from '../options';
import type { Environment } from '../user-directory';
import { filesWithAttributes } from './attributes';
import { createFile, removeFile, requireRemovable } from './create-and-remove';
import { fileError } from './file-error';
import { tidyInterruptedRun } from './interrupted-run';
import {
  createJournal,
  hashOf,
  type Journal,
  NO_FILE,
  note,
  type OpenJournal,
  type Original,
  readOriginal,
  removeJournal,
  syncFolder,
  temporaryName,
} from './journal';
import { acquireLock } from './lock';
import { keepAttributes, replaceFile } from './replace-file';
import { createStateDirectory, realRoot } from './state-directory';
import type { OnStep } from './step';

const NEW_FILE_MODE = 0o644;

export type WriteOutcome =
  | { file: string; status: 'written' }
  | { file: string; status: 'failed'; error: string };

export interface WriteOptions {
  /** Where to find the state directory; the process's environment by default. */
  env?: Environment | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  onStep?: OnStep | undefined;
}

/**
 * Replaces each file atomically, and moves those that get another name, after their original bytes are in a journal outside the tree.
 * A process killed at any moment leaves every file with its old bytes or its new ones, and a further run or an undo completes correctly.
 * A file that no longer holds `before`, or cannot be written, is left alone and `failed`; the others are written. Where the journal
 * itself cannot be written, nothing is changed and all files are `failed`.
 *
 * A call without changes tidies up after a run that was killed when all was written.
 *
 * @throws {UsageError} while another process writes below the same root
 */
export function writeChanges(
  root: string,
  changes: readonly FileChange[],
  { env = process.env, onProgress, onStep = () => {} }: WriteOptions = {},
): WriteOutcome[] {
  const real = realRoot(root);
  const state = createStateDirectory(real, env);
  const lock = acquireLock(real, env);
  try {
    const interrupted = tidyInterruptedRun(real, env);
    if (changes.length === 0) {
      if (interrupted) note(interrupted, 'end');
      return [];
    }
    const { originals, outcomes } = readyToWrite(real, changes, interrupted);
    let journal: OpenJournal;
    try {
      journal = createJournal(state, real, originals, onStep);
    } catch (error) {
      return allFailed(changes, error);
    }
    if (interrupted) removeJournal(interrupted);
    const old = changes.filter(({ isNew }) => !isNew).map(({ file }) => file);
    const writing = { root: real, journal, attributed: filesWithAttributes(real, old), onStep };
    let done = 0;
    onProgress?.({ stage: 'write', done, total: changes.length });
    for (const change of changes) {
      if (!outcomes.has(change.file)) outcomes.set(change.file, outcomeOf(change, writing));
      done += 1;
      onProgress?.({ stage: 'write', done, total: changes.length });
    }
    const folders = changes.flatMap(({ file, movedTo }) => [file, movedTo ?? file].map(dirname));
    for (const folder of new Set(folders)) syncFolder(join(real, folder));
    journal.end();
    return changes.map(({ file }) => outcomes.get(file)!);
  } finally {
    lock.release();
  }
}

function allFailed(changes: readonly FileChange[], error: unknown): WriteOutcome[] {
  const reason = `nothing was written, because the journal for undo could not be: ${fileError(error)}. Set XDG_STATE_HOME to a folder that can be written`;
  return changes.map(({ file }) => ({ file, status: 'failed', error: reason }));
}

/**
 * The files with the bytes that an undo restores. Files that an interrupted run has replaced keep their bytes from before *that* run:
 * the two are one run in two parts.
 */
function readyToWrite(root: string, changes: readonly FileChange[], interrupted: Journal | undefined) {
  const outcomes = new Map<string, WriteOutcome>();
  const originals = new Map<string, Original>();
  for (const { file, movedTo, before, after, isNew } of changes) {
    if (isNew) {
      const entry = { file, mode: NEW_FILE_MODE, bytes: undefined, after: digestOf(after), replaced: false };
      originals.set(file, entry);
      continue;
    }
    try {
      const mode = lstatSync(join(root, file)).mode & 0o7777;
      const [digest, replaced] = [digestOf(after), false];
      if (movedTo !== undefined) {
        const bytes = bytesAt(join(root, movedTo));
        originals.set(movedTo, { file: movedTo, mode, bytes, after: digest, replaced });
      }
      const left = movedTo === undefined ? digest : NO_FILE;
      originals.set(file, { file, mode, bytes: before, after: left, replaced });
    } catch (error) {
      outcomes.set(file, { file, status: 'failed', error: fileError(error) });
    }
  }
  for (const entry of interrupted?.files ?? []) {
    const change = originals.get(entry.file);
    const current = change?.bytes ? digestOf(change.bytes) : hashOf(join(root, entry.file));
    if (current !== entry.after) continue;
    const { file, mode } = entry;
    const bytes = readOriginal(interrupted!, entry);
    originals.set(file, { file, mode, bytes, after: change?.after ?? entry.after, replaced: true });
  }
  return { originals: [...originals.values()], outcomes };
}

/** The bytes at a path, if any. A run that was killed in the middle of a move leaves the file under both names. */
function bytesAt(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The state that the changes of one run share. */
interface Writing {
  root: string;
  journal: OpenJournal;
  /** Files that have an ACL or extended attributes. */
  attributed: ReadonlySet<string>;
  onStep: OnStep;
}

function outcomeOf(change: FileChange, writing: Writing): WriteOutcome {
  const { file, movedTo } = change;
  const { root, journal, onStep } = writing;
  try {
    if (change.isNew) makeOne(root, change, journal, onStep);
    else if (movedTo === undefined) replaceOne(change, writing);
    else moveOne({ ...change, movedTo }, writing);
    return { file, status: 'written' };
  } catch (error) {
    journal.failed(file);
    return { file, status: 'failed', error: fileError(error) };
  }
}

function replaceOne(
  { file, before, after }: FileChange,
  { root, journal, attributed, onStep }: Writing,
): void {
  replaceFile({
    root,
    file,
    temporary: temporaryName(journal.id, journal.indexOf(file)),
    bytes: after,
    isExpected: (current) => current.equals(before),
    hasAttributes: attributed.has(file),
    beforeRename: () => journal.intend(file),
    onStep,
  });
}

function makeOne(root: string, { file, after }: FileChange, journal: OpenJournal, onStep: OnStep): void {
  createFile({
    root,
    file,
    temporary: temporaryName(journal.id, journal.indexOf(file)),
    bytes: after,
    mode: NEW_FILE_MODE,
    beforeLink: () => journal.intend(file),
    onStep,
  });
}

/** Creates the new file first, so that a run that is killed in between loses nothing. */
function moveOne(
  { file, movedTo, before, after }: FileChange & { movedTo: string },
  { root, journal, attributed, onStep }: Writing,
): void {
  const isExpected = (current: Buffer) => current.equals(before);
  requireRemovable({ root, file, isExpected });
  const temporary = temporaryName(journal.id, journal.indexOf(movedTo));
  const { mode } = lstatSync(join(root, file));
  const made = createFile({
    root,
    file: movedTo,
    temporary,
    bytes: after,
    mode: mode & 0o7777,
    beforeLink: () => journal.intend(movedTo),
    onStep,
  });
  try {
    if (attributed.has(file)) keepAttributes(join(root, file), join(root, movedTo));
    removeFile({ root, file, isExpected, beforeUnlink: () => journal.intend(file), onStep });
  } catch (error) {
    if (made)
      removeFile({
        root,
        file: movedTo,
        isExpected: (bytes) => bytes.equals(after),
        beforeUnlink() {},
        onStep,
      });
    journal.failed(movedTo);
    throw error;
  }
}
