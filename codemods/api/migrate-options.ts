import type { ClientChoice, Progress } from '../engine/options';
import type { VerifyLimits } from '../engine/verify/bounded';
import type { Mode, Report } from '../report/report';
import {
  abortSignal,
  aFunction,
  type Checks,
  clientNames,
  numbersOrFlag,
  oneOf,
  text,
  texts,
  textsByPath,
  yesOrNo,
} from './check-options';

/** Options of {@link migrate}. Only `root` is required; an absent option comes from the configuration file, or else has its default. */
export interface MigrateOptions {
  /**
   * A folder of the project. The run migrates it completely, or only its `paths`. The lock, journal, configuration and report belong to the
   * project's root: within the git tree, the nearest folder above with a package.json, or the one whose workspaces include that folder.
   * With `files` it is only a name that relative paths start from.
   */
  root: string;
  /**
   * `write` rewrites in place, `dry-run` returns what would be written, `check` reports only what is left to do.
   * @default 'write'; 'dry-run' with `files`
   */
  mode?: Mode | undefined;
  /** Files, folders or globs, relative to `root`. @default all of it */
  paths?: readonly string[] | undefined;
  /** Globs; if there are any, only files that match one are migrated. Relative to the project's root. @default [] */
  include?: readonly string[] | undefined;
  /** Globs of files that are left out, on top of .gitignore. Relative to the project's root. @default [] */
  exclude?: readonly string[] | undefined;
  /** Only these rules, each by its id or code. @default all */
  rules?: readonly string[] | undefined;
  /** All rules but these, each by its id or code. @default [] */
  skipRules?: readonly string[] | undefined;
  /**
   * How imports of `@zentra/sdk` change: `keep` leaves them, `zentra-compat` switches them, `auto` keeps them where the SDK's version
   * satisfies `reviewedSdk` of the configuration.
   * @default 'auto'
   */
  client?: ClientChoice | undefined;
  /** Names of untyped receivers to treat as Zentra clients: `<name>.cards`. @default [] */
  assumeClients?: readonly string[] | undefined;
  /** Whether to refuse a git tree with uncommitted changes, which would be mixed with the migration's changes. @default true */
  requireCleanTree?: boolean | undefined;
  /**
   * Files that the caller writes into the project, such as reports, relative to `root`: they are not migrated, and may have uncommitted
   * changes.
   * @default []
   */
  ownFiles?: readonly string[] | undefined;
  /** Files or globs of production's usage logs (`ZENTRA_COMPAT_USAGE`), relative to `root`: merged into the report. @default [] */
  usage?: readonly string[] | undefined;
  /** An earlier report: the new report is compared with it, and `remaining` has only sites and blind spots that it does not have. */
  baseline?: Report | undefined;
  /**
   * Compares the type errors before and after, under the project's own tsconfig files. If there are new errors, or the comparison cannot be
   * finished, nothing is written and `report.verification` says why. Limits: `timeout` in milliseconds, by default 10 minutes, and
   * `memory` in MiB, by default 4096. Not with `files`.
   * @default false
   */
  verify?: boolean | Partial<VerifyLimits> | undefined;
  /**
   * Texts by path, used instead of the disk: for editors and bots. Paths are relative to `root` or absolute. Only `usage` is read from the
   * disk, and nothing is written: `changes` has the new texts, in mode `write` as well.
   */
  files?: Readonly<Record<string, string>> | ReadonlyMap<string, string> | undefined;
  /**
   * Stops the run at any time, even during writing: every file is then complete, old or new, and `undo` restores the old ones. With a
   * signal, a worker thread does the work; without one, the work blocks the calling thread.
   */
  signal?: AbortSignal | undefined;
  /** Called with the progress of each stage, counted in files. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

const modes: readonly Mode[] = ['write', 'dry-run', 'check'];
const clients: readonly ClientChoice[] = ['auto', 'keep', 'zentra-compat'];

/** The longest time that Node's timers support, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

export const ROOT_MISSING = 'is missing: name the folder of the project';

export const rootFolder = (value: unknown) => (value === '' ? ROOT_MISSING : text(value));

export const migrateChecks: Checks<MigrateOptions> = {
  root: rootFolder,
  mode: oneOf(modes),
  paths: texts,
  include: texts,
  exclude: texts,
  rules: texts,
  skipRules: texts,
  client: oneOf(clients),
  assumeClients: clientNames,
  requireCleanTree: yesOrNo,
  ownFiles: texts,
  usage: texts,
  // Compared with the schema when it is read.
  baseline: () => undefined,
  verify: numbersOrFlag(['timeout', 'memory'], LONGEST),
  files: textsByPath,
  signal: abortSignal,
  onProgress: aFunction,
};
