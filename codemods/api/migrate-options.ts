import type { ClientChoice, Progress } from '../engine/options';
import type { VerifyLimits } from '../engine/verify/bounded';
import type { Mode, Report } from '../report/report';

/** Options of {@link migrate}. Only `root` is required; what is left out is as the configuration file has it, else the default. */
export interface MigrateOptions {
  /**
   * A folder of the project: all of it is migrated, or of it what `paths` names. Its lock, journal, configuration and report go by the
   * project's root: the nearest folder above, within the git tree, with a package.json, or the one whose workspaces it is a member of.
   * With `files` it is only a name that relative paths start from.
   */
  root: string;
  /**
   * `write` rewrites in place, `dry-run` tells what would be written, `check` only what is left to do.
   * @default 'write'; 'dry-run' with `files`
   */
  mode?: Mode | undefined;
  /** Files, folders or globs, relative to `root`. @default all of it */
  paths?: readonly string[] | undefined;
  /** Globs; where there are any, only files that match one are migrated. Relative to the project's root. @default [] */
  include?: readonly string[] | undefined;
  /** Globs of files that are left out, on top of .gitignore. Relative to the project's root. @default [] */
  exclude?: readonly string[] | undefined;
  /** Only these rules, each by its id or code. @default all */
  rules?: readonly string[] | undefined;
  /** All rules but these, each by its id or code. @default [] */
  skipRules?: readonly string[] | undefined;
  /**
   * What imports of `@zentra/sdk` become: `keep` leaves them, `zentra-compat` switches them, `auto` keeps them where the SDK's version
   * satisfies `reviewedSdk` of the configuration.
   * @default 'auto'
   */
  client?: ClientChoice | undefined;
  /** Names of untyped receivers to treat as Zentra clients: `<name>.cards`. @default [] */
  assumeClients?: readonly string[] | undefined;
  /** Whether a git tree with uncommitted changes is refused, in which they would be mixed with ours. @default true */
  requireCleanTree?: boolean | undefined;
  /**
   * Files that the caller writes into the project, such as reports, relative to `root`: they are not migrated, and may differ from what is
   * committed.
   * @default []
   */
  ownFiles?: readonly string[] | undefined;
  /** Files or globs of production's usage logs (`ZENTRA_COMPAT_USAGE`), relative to `root`: merged into the report. @default [] */
  usage?: readonly string[] | undefined;
  /** An earlier report: the new one says what became of it, and `remaining` has only what it does not have. */
  baseline?: Report | undefined;
  /**
   * Compares the type errors before and after, under the project's own tsconfig files: where there are new ones, or the comparison
   * cannot be finished, nothing is written and `report.verification` says why. Bounds: `timeout` in milliseconds, by default 10 minutes,
   * and `memory` in MiB, by default 4096. Not with `files`.
   * @default false
   */
  verify?: boolean | Partial<VerifyLimits> | undefined;
  /**
   * Texts by path, in the place of the disk: for editors and bots. Paths are relative to `root` or absolute. Nothing is read from the
   * disk but `usage`, and nothing is written: `changes` has the new texts, also in mode `write`.
   */
  files?: Readonly<Record<string, string>> | ReadonlyMap<string, string> | undefined;
  /**
   * Stops the run at any time, in the middle of writing, too: every file is then whole, old or new, and `undo` goes back. With a
   * signal the work is done in a thread of its own; without one, the caller's thread does nothing else meanwhile.
   */
  signal?: AbortSignal | undefined;
  /** Told of each stage's progress, in files. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

const names: Readonly<Record<keyof MigrateOptions, true>> = {
  root: true,
  mode: true,
  paths: true,
  include: true,
  exclude: true,
  rules: true,
  skipRules: true,
  client: true,
  assumeClients: true,
  requireCleanTree: true,
  ownFiles: true,
  usage: true,
  baseline: true,
  verify: true,
  files: true,
  signal: true,
  onProgress: true,
};

export const optionNames: readonly string[] = Object.keys(names);
