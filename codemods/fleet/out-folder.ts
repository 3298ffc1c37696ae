import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { acquireLock, type Lock } from '../engine/write/lock';
import { type RepositoryState, repositoryStateSchema } from './job/repository-state';

const STATE_FILE = 'state.json';

/**
 * The folder of a fleet. Everything in it can be read while a run is at work: results appear whole, or not yet.
 *
 * ```
 * fleet.html fleet.md fleet.json   the report over all repositories
 * repositories/<slug>/             one repository: state.json, report.{json,md,html}, migration.patch
 * history/                         one small file for each finished run
 * cache/ work/                     fetched repositories; working trees of jobs that are running
 * ```
 */
export class OutFolder {
  readonly cache: string;
  readonly work: string;
  readonly history: string;
  readonly #repositories: string;

  constructor(readonly folder: string) {
    this.cache = path.join(folder, 'cache');
    this.work = path.join(folder, 'work');
    this.history = path.join(folder, 'history');
    this.#repositories = path.join(folder, 'repositories');
  }

  /**
   * Makes the folder, takes it for this process, and clears away what a killed run left half-done.
   *
   * @throws {UsageError} while another run is at work in it
   */
  open(): Lock {
    mkdirSync(this.#repositories, { recursive: true });
    const lock = acquireLock(this.folder, { XDG_STATE_HOME: path.resolve(this.folder, 'lock') });
    rmSync(this.work, { recursive: true, force: true });
    for (const name of readdirSync(this.#repositories)) {
      if (name.startsWith('.')) rmSync(path.join(this.#repositories, name), { recursive: true, force: true });
    }
    return lock;
  }

  /** An empty folder for one job's results, not yet visible as such. */
  newResults(slug: string): string {
    mkdirSync(this.#repositories, { recursive: true });
    return mkdtempSync(path.join(this.#repositories, `.${slug}.`));
  }

  /** Makes results and state the repository's, in one step. */
  publish(results: string, state: RepositoryState): void {
    writeSynced(path.join(results, STATE_FILE), `${JSON.stringify(state, null, 2)}\n`);
    const place = this.resultsOf(state.slug);
    rmSync(`${results}.old`, { recursive: true, force: true });
    try {
      renameSync(place, `${results}.old`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    // Killed right here, the repository has no state and its job is done again.
    renameSync(results, place);
    rmSync(`${results}.old`, { recursive: true, force: true });
  }

  resultsOf(slug: string): string {
    return path.join(this.#repositories, slug);
  }

  /** What is known of a repository; nothing if its state is missing, torn or of another version: then its job is done again. */
  state(slug: string): RepositoryState | undefined {
    try {
      const state = repositoryStateSchema.parse(
        JSON.parse(readFileSync(path.join(this.resultsOf(slug), STATE_FILE), 'utf8')),
      );
      return state.slug === slug ? state : undefined;
    } catch {
      return undefined;
    }
  }

  states(): RepositoryState[] {
    return this.#names()
      .map((slug) => this.state(slug))
      .filter((state) => state !== undefined);
  }

  #names(): string[] {
    try {
      return readdirSync(this.#repositories)
        .filter((name) => !name.startsWith('.'))
        .sort();
    } catch {
      return [];
    }
  }

  /** Replaces a file of the folder as a whole. */
  write(file: string, text: string): void {
    const place = path.join(this.folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeSynced(`${place}.${process.pid}.tmp`, text);
    renameSync(`${place}.${process.pid}.tmp`, place);
  }

  read(file: string): string | undefined {
    try {
      return readFileSync(path.join(this.folder, file), 'utf8');
    } catch {
      return undefined;
    }
  }

  list(subFolder: string): string[] {
    try {
      return readdirSync(path.join(this.folder, subFolder)).sort();
    } catch {
      return [];
    }
  }
}

function writeSynced(file: string, text: string): void {
  const descriptor = openSync(file, 'w');
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
