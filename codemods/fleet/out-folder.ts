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
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../engine/usage-error';
import { acquireLock, type Lock } from '../engine/write/lock';
import { type RepositoryState, repositoryStateSchema } from './job/repository-state';

const STATE_FILE = 'state.json';

/** A slug followed by the suffix that `mkdtemp` adds. */
const WORK_OF_A_JOB = /-[0-9a-f]{8}\.[A-Za-z0-9]{6}$/;
const RESULTS_IN_THE_MAKING = /^\..*-[0-9a-f]{8}\.[A-Za-z0-9]{6}(\.old)?$/;

/**
 * The folder of a fleet. Everything in it can be read while a run is at work: results appear as a whole.
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
   * Makes the folder, locks it for this process, and deletes the unfinished work of a killed run.
   *
   * @throws {UsageError} while another run holds the lock, or when the folder cannot be made
   */
  open(): Lock {
    try {
      mkdirSync(this.#repositories, { recursive: true });
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new UsageError(
        `the folder ${this.folder} cannot be made (${reason}): name another one for --out`,
      );
    }
    const lock = acquireLock(this.folder, { XDG_STATE_HOME: path.resolve(this.folder, 'lock') });
    // Delete only entries with our names: the folder may have had a `work/` before it was given as `--out`.
    for (const [folder, leftOver] of [
      [this.work, WORK_OF_A_JOB],
      [this.#repositories, RESULTS_IN_THE_MAKING],
    ] as const) {
      for (const name of namesIn(folder)) {
        if (leftOver.test(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
      }
    }
    return lock;
  }

  /** An empty folder for one job's results, hidden until `publish` renames it. */
  newResults(slug: string): string {
    mkdirSync(this.#repositories, { recursive: true });
    return mkdtempSync(path.join(this.#repositories, `.${slug}.`));
  }

  /**
   * Replaces a repository's results and state in one step. Syncs them to the disk first: a power cut cannot leave a state without reports.
   */
  async publish(results: string, state: RepositoryState): Promise<void> {
    writeFileSync(path.join(results, STATE_FILE), `${JSON.stringify(state, null, 2)}\n`);
    const files = readdirSync(results).map((file) => path.join(results, file));
    await Promise.all([...files, results].map(sync));
    const place = this.resultsOf(state.slug);
    rmSync(`${results}.old`, { recursive: true, force: true });
    try {
      renameSync(place, `${results}.old`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    // If the process is killed here, the repository has no state and its job runs again.
    renameSync(results, place);
    rmSync(`${results}.old`, { recursive: true, force: true });
  }

  resultsOf(slug: string): string {
    return path.join(this.#repositories, slug);
  }

  /** The repository's state; `undefined` when it is missing, damaged or of another version: the job then runs again. */
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
    return namesIn(this.#repositories)
      .filter((name) => !name.startsWith('.'))
      .map((slug) => this.state(slug))
      .filter((state) => state !== undefined);
  }

  /** Replaces a file of the folder atomically. */
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
    return namesIn(path.join(this.folder, subFolder));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

async function sync(place: string): Promise<void> {
  const handle = await open(place, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
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
