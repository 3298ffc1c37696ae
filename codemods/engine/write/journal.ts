import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from '../digest';
import { TOOL } from '../tool';
import { isRealFolder } from './replace-file';
import type { OnStep } from './step';
import { distrustUpTo } from './trusted-folder';

/** Stands for a hash where there is no file: before it is created, or after it is moved away. */
export const NO_FILE = 'none';

/** Whether a path stays below any root that it is joined with: no `..`, not absolute. */
const isBelowRoot = (file: string): boolean =>
  !file.includes('\0') &&
  !(process.platform === 'win32' && /[\\:]/.test(file)) &&
  file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** The change that a run intends for one file. */
export interface Entry {
  /** Relative to the root, with `/`. */
  file: string;
  /** Permission bits before the run. */
  mode: number;
  /** SHA-256 of the bytes before and after, or {@link NO_FILE}. */
  before: string;
  after: string;
  /** Where the original bytes are in the file of originals. */
  offset: number;
  length: number;
}

interface Header {
  version: 1;
  /** Part of the names of the run's temporary files. */
  id: string;
  root: string;
  startedAt: string;
  files: readonly Entry[];
}

/** A file to be replaced, with the bytes that an undo brings back. */
export interface Original {
  file: string;
  mode: number;
  /** `undefined` where the run creates the file. */
  bytes: Buffer | undefined;
  after: string;
  /** An interrupted run has replaced it already. */
  replaced: boolean;
}

/** The journal of one run, on disk. It exists as a whole or not at all, and before the first byte of the tree changes. */
export interface Journal extends Header {
  directory: string;
  /** Whether the run, or an undo of it, was interrupted. */
  interrupted: boolean;
  /** The files whose replacement was at least announced. */
  intended: ReadonlySet<string>;
}

/** Runs that can be undone one after another; older ones are deleted. */
const KEPT_RUNS = 50;

const HEADER = 'journal.json';
const ORIGINALS = 'originals';
const PROGRESS = 'progress';

/** The hash of a regular file; {@link NO_FILE} where there is nothing; undefined for anything else. */
export function hashOf(path: string): string | undefined {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return NO_FILE;
    return stat.isFile() ? digestOf(readFileSync(path)) : undefined;
  } catch {
    return undefined;
  }
}

/** Name of a run's temporary file, which follows from the journal alone, so that every leftover can be found. */
export const temporaryName = (id: string, index: number): string => `.${TOOL.name}-${id}-${index}.tmp`;

/** The journal of a running run, which records each step before it is done. */
export interface OpenJournal {
  id: string;
  indexOf(file: string): number;
  intend(file: string): void;
  failed(file: string): void;
  end(): void;
}

export function createJournal(
  state: string,
  root: string,
  originals: readonly Original[],
  onStep: OnStep,
): OpenJournal {
  const runs = join(state, 'runs');
  forgetUnbegun(runs);
  const directory = join(runs, nextName(runs));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    const entries = writeOriginals(join(directory, ORIGINALS), originals);
    onStep('originals-written');
    const id = randomBytes(6).toString('hex');
    const header: Header = { version: 1, id, root, startedAt: new Date().toISOString(), files: entries };
    writeWhole(join(directory, HEADER), JSON.stringify(header));
    syncFolder(runs);
    onStep('journal-committed');
    const indices = new Map(entries.map(({ file }, index) => [file, index]));
    const progress = openSync(join(directory, PROGRESS), 'a', 0o600);
    const note = (line: string) => writeSync(progress, `${line}\n`);
    const indexOf = (file: string) => indices.get(file)!;
    for (const { file, replaced } of originals) if (replaced) note(`replace ${indexOf(file)}`);
    return {
      id,
      indexOf,
      intend: (file) => note(`replace ${indexOf(file)}`),
      failed: (file) => attempt(() => note(`failed ${indexOf(file)}`)),
      end() {
        attempt(() => {
          note('end');
          fsyncSync(progress);
        });
        closeSync(progress);
        forgetOldRuns(runs);
        onStep('ended');
      },
    };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Writes a line that only saves work later; on a full disk the run goes on without it. */
function attempt(note: () => void): void {
  try {
    note();
  } catch {
    // The contents of the files tell the same, more slowly.
  }
}

function writeOriginals(path: string, originals: readonly Original[]): Entry[] {
  const fd = openSync(path, 'wx', 0o600);
  try {
    let offset = 0;
    const entries = originals.map(({ file, mode, bytes: original, after }) => {
      const bytes = original ?? Buffer.alloc(0);
      const before = original ? digestOf(original) : NO_FILE;
      const entry: Entry = { file, mode, before, after, offset, length: bytes.length };
      for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
      offset += bytes.length;
      return entry;
    });
    fsyncSync(fd);
    return entries;
  } finally {
    closeSync(fd);
  }
}

function writeWhole(path: string, text: string): void {
  const beside = `${path}.tmp`;
  const fd = openSync(beside, 'w', 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(beside, path);
  syncFolder(dirname(path));
}

/** Makes renames in a folder survive a power cut, where the system can do that. */
export function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Windows cannot open folders; some network file systems cannot flush them.
  }
}

function runNames(runs: string): string[] {
  try {
    return readdirSync(runs)
      .filter((name) => /^\d{6,}$/.test(name))
      .sort((a, b) => Number(a) - Number(b));
  } catch {
    return [];
  }
}

function nextName(runs: string): string {
  return String(Number(runNames(runs).at(-1) ?? 0) + 1).padStart(6, '0');
}

/** Deletes runs that were killed before their journal was complete. */
function forgetUnbegun(runs: string): void {
  for (const name of runNames(runs)) {
    if (!existsSync(join(runs, name, HEADER))) rmSync(join(runs, name), { recursive: true, force: true });
  }
}

function forgetOldRuns(runs: string): void {
  for (const name of runNames(runs).slice(0, -KEPT_RUNS)) {
    rmSync(join(runs, name), { recursive: true, force: true });
  }
}

/** The last run of a root. A run that was killed before its journal was complete changed nothing and does not count. */
export function lastJournal(state: string): Journal | undefined {
  const runs = join(state, 'runs');
  const name = runNames(runs).findLast((run) => existsSync(join(runs, run, HEADER)));
  return name === undefined ? undefined : readJournal(join(runs, name));
}

/** The runs of a root that can be undone, the last one first. */
export function journals(state: string): Journal[] {
  const runs = join(state, 'runs');
  return runNames(runs)
    .filter((run) => existsSync(join(runs, run, HEADER)))
    .map((run) => readJournal(join(runs, run)))
    .reverse();
}

/** The folders above a run's: of all runs of the root, of the root, and of all roots. */
const FOLDERS_ABOVE = 3;

/** @throws {DamagedJournal} also for a journal that another user may have written */
function readJournal(directory: string): Journal {
  const distrust = distrustUpTo(directory, FOLDERS_ABOVE);
  if (distrust !== undefined) throw new UntrustedJournal(directory, distrust);
  const header = parseHeader(join(directory, HEADER));
  const { intended, interrupted } = readProgress(join(directory, PROGRESS), header.files);
  return { ...header, directory, interrupted, intended };
}

function parseHeader(path: string): Header {
  let header: unknown;
  try {
    header = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new DamagedJournal(path, error);
  }
  if (!isHeader(header)) throw new DamagedJournal(path);
  return header;
}

// Checked by hand, as every run asks for journals: zod would take longer to load than a small repository takes to scan.
const isHeader = (value: unknown): value is Header =>
  hasTypes<Header>(value, { version: 'number', id: 'string', root: 'string', startedAt: 'string' }) &&
  value.version === 1 &&
  /^[0-9a-f]+$/.test(value.id) &&
  Array.isArray(value.files) &&
  value.files.every(isEntry);

const isEntry = (value: unknown): value is Entry =>
  hasTypes<Entry>(value, {
    file: 'string',
    mode: 'number',
    before: 'string',
    after: 'string',
    offset: 'number',
    length: 'number',
  }) &&
  isBelowRoot(value.file) &&
  isCount(value.mode) &&
  value.mode <= 0o7777 &&
  isCount(value.offset) &&
  isCount(value.length);

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function hasTypes<T>(value: unknown, types: { [Key in keyof T]?: 'string' | 'number' }): value is T {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(types).every(([key, type]) => typeof (value as Record<string, unknown>)[key] === type)
  );
}

/** The journal cannot be trusted, so nothing is put back from it. */
export class DamagedJournal extends Error {
  override name = 'DamagedJournal';
  readonly exitCode = 3;
  constructor(path: string, cause?: unknown) {
    super(`the journal ${path} is damaged or of another version: it cannot be undone`, { cause });
  }
}

/** Another user may have written the journal. */
class UntrustedJournal extends DamagedJournal {
  override name = 'UntrustedJournal';
  constructor(path: string, distrust: string) {
    super(path);
    this.message = `the journal ${path} is not trusted, because ${distrust}: nothing is put back from it`;
  }
}

/** A crash may tear the last line. Nothing is lost, as the file's content tells the same. */
function readProgress(path: string, files: readonly Entry[]) {
  let lines: string[];
  try {
    lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch {
    lines = [];
  }
  const intended = new Set<string>();
  let interrupted = true;
  for (const line of lines) {
    const [word, index] = line.split(' ');
    const file = files[Number(index)]?.file;
    if (word === 'replace' && file !== undefined) intended.add(file);
    else if (word === 'failed' && file !== undefined) intended.delete(file);
    else if (word === 'end' || word === 'undo') interrupted = word === 'undo';
  }
  return { intended, interrupted };
}

/**
 * Notes `undo` when one begins, so that its temporary files are found if it is interrupted, and `end` when an interrupted run has been
 * completed.
 */
export function note(journal: Journal, word: 'undo' | 'end'): void {
  const fd = openSync(join(journal.directory, PROGRESS), 'a', 0o600);
  try {
    // A torn last line must not swallow this one.
    writeSync(fd, `\n${word}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The original bytes of an entry; `undefined` for a file that the run created. */
export function readOriginal(journal: Journal, entry: Entry): Buffer | undefined {
  if (entry.before === NO_FILE) return undefined;
  const path = join(journal.directory, ORIGINALS);
  const fd = openSync(path, 'r');
  let bytes: Buffer;
  try {
    if (entry.offset + entry.length > fstatSync(fd).size) throw new DamagedJournal(path);
    bytes = Buffer.alloc(entry.length);
    for (let read = 0; read < entry.length; ) {
      const count = readSync(fd, bytes, read, entry.length - read, entry.offset + read);
      if (count === 0) break;
      read += count;
    }
  } finally {
    closeSync(fd);
  }
  if (digestOf(bytes) !== entry.before) throw new DamagedJournal(path);
  return bytes;
}

export function removeJournal(journal: Journal): void {
  // The header goes first: without it the run no longer counts, even if the removal is interrupted.
  rmSync(join(journal.directory, HEADER), { force: true });
  rmSync(journal.directory, { recursive: true, force: true });
}

/** Removes the temporary files that a run left behind when it was killed. */
export function removeTemporaries(journal: Journal): void {
  journal.files.forEach(({ file }, index) => {
    const folder = dirname(join(journal.root, file));
    if (isRealFolder(folder)) rmSync(join(folder, temporaryName(journal.id, index)), { force: true });
  });
}
