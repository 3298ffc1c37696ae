import { statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { disk } from '../engine/file-system/disk';
import type { FileSystem } from '../engine/file-system/file-system';
import { inMemory } from '../engine/file-system/in-memory';
import { guarded } from '../engine/guard/guarded';
import type { MigrateOptions as EngineOptions, TextChange } from '../engine/options';
import type { Question } from '../engine/questions/question';
import { locateRoot, type Root } from '../engine/root/locate-root';
import { pathBetween, pathsBelow } from '../engine/root/path-between';
import { UsageError } from '../engine/usage-error';
import type { Environment } from '../engine/user-directory';
import type { VerifyLimits } from '../engine/verify/bounded';
import { escapeGlob } from '../engine/walk/glob';
import type { BlindSpot, Report, Site } from '../report/report';
import { readAnswers } from './answers-file';
import { checkOptions } from './check-options';
import type { Config } from './config';
import { readConfig } from './config-file';
import { type MigrateOptions, migrateChecks, ROOT_MISSING } from './migrate-options';
import { ruleIds } from './rule-ids';
import { ruleIdsOf } from './rule-names';
import { type Engine, run } from './run';
import { withTakenInChanges } from './taken-in-changes';
import { readUsageLogs } from './usage-logs';

/** Result of a migration. */
export interface Migration {
  /** Absolute real path of the project's root: every path of the report and of `changes` is relative to it. */
  root: string;
  report: Report;
  /** Changes that were written or, in a dry run, would be; empty for a check. */
  changes: readonly TextChange[];
  /** Questions that a person can settle, by {@link answer} or in the code; those with the most sites come first. */
  questions: readonly Question[];
  /** What makes a check fail: legacy use left in the code that was not accepted and, with a `baseline`, is new. */
  remaining: { sites: readonly Site[]; blindSpots: readonly BlindSpot[] };
}

/**
 * Moves a project to the reviewed API: rewrites it in place, or says what it would do. The command line's `migrate` calls this function.
 *
 * A run that writes locks the tree, refuses one with uncommitted changes, and keeps a journal for {@link undo}. Files that cannot be
 * read, parsed or written are `failed` in the report; all other files are migrated.
 *
 * @param options only `root` is required
 * @throws {UsageError} for wrong options, paths or configuration, a selection that matches nothing, uncommitted changes, or while
 *   another run has locked the same tree; nothing was written
 * @throws {Error} with `name` `AbortError` and `written: { done, total }`, in files, when `signal` stops it
 * @example
 * ```ts
 * import { migrate, renderReport } from 'zentra-codemods';
 *
 * const { report, remaining } = await migrate({ root: '.', mode: 'check' });
 * console.log(renderReport(report, 'terminal'));
 * if (remaining.sites.length + remaining.blindSpots.length > 0) process.exitCode = 1;
 * ```
 * @example An editor or a bot has texts instead of a folder:
 * ```ts
 * import { migrate } from 'zentra-codemods';
 *
 * const { changes } = await migrate({
 *   root: '/',
 *   files: {
 *     'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
 *     'block.ts': "import { Zentra } from '@zentra/sdk';\nnew Zentra({ apiKey: 'k' }).cards.freeze('card_1');\n",
 *   },
 * });
 * for (const { file, after } of changes) console.log(file, after);
 * ```
 */
export function migrate(options: MigrateOptions): Promise<Migration> {
  return migrateIn({ engine: run, env: process.env, wantsQuestions: true }, options);
}

/** Dependencies of a migration. */
export interface Surroundings {
  engine: Engine;
  /** Environment that locates the state directory. */
  env: Environment;
  /** See `RunContext`. */
  wantsWritten?: boolean;
  /** See the engine's options. */
  mayBeEmpty?: boolean;
  /** Whether the caller shows the questions of a dry run, and needs the changes of every choice. */
  wantsQuestions?: boolean;
  /** A file, relative to the working directory, whose legacy names are all explained. */
  explained?: string;
}

/** What {@link migrateIn} finds out by itself, unless its caller knows it already. */
interface Known extends Partial<Pick<EngineOptions, 'answers' | 'alongside'>> {
  source?: Source;
}

/** {@link migrate}, in surroundings that the caller provides. */
export async function migrateIn(
  surroundings: Surroundings,
  options: MigrateOptions,
  { source: located, answers, alongside }: Known = {},
): Promise<Migration> {
  checkOptions('migrate', options, migrateChecks);
  if (options.root === undefined) throw new UsageError(`root ${ROOT_MISSING}`);
  // Before the run, which must not write first.
  if (options.baseline !== undefined)
    (await import('../report/parse')).requireReport(options.baseline, 'baseline');
  const source = located ?? (await sourceOf(options));
  const { root, fileSystem, files, shownAs = root } = source;
  const { engine, env, wantsWritten = true, mayBeEmpty, wantsQuestions, explained } = surroundings;
  const settings: EngineOptions = {
    ...settingsOf(options, source, await readConfig(root, fileSystem, source.configured)),
    ...(explained !== undefined && { explained: pathsBelow(root, [resolve(options.root, explained)]) }),
    answers: answers ?? (await readAnswers(root, fileSystem)),
    alongside,
    mayBeEmpty,
  };
  const usage = await readUsageLogs(options.usage ?? [], options.root);
  const { requireCleanTree = true, signal } = options;
  const start = (given: EngineOptions) => engine(given, { fileSystem, files, signal, wantsWritten });
  const begin = () => start(settings);
  const first =
    settings.mode === 'write' && fileSystem.isDisk
      ? await guarded(root, { ownFiles: ownFilesOf(options, root), requireCleanTree, env }, begin)
      : await begin();
  const { report, changes, questions } =
    settings.mode === 'dry-run' && wantsQuestions ? await withTakenInChanges(first, settings, start) : first;
  const used = usage === undefined ? report : (await import('../report/usage')).joinUsage(report, usage);
  return { root: shownAs, changes, questions, ...(await compared(used, options.baseline)) };
}

/** A dry run whose questions are shown, in surroundings that the caller provides. */
export const questionsIn = (surroundings: Surroundings, options: MigrateOptions): Promise<Migration> =>
  migrateIn({ ...surroundings, wantsQuestions: true }, { ...options, mode: 'dry-run' });

/** Locates the project that the options name. */
export async function sourceOf({ root, paths = [], files: given }: MigrateOptions): Promise<Source> {
  const start = resolve(root);
  if (given === undefined) {
    requireFolder(root, start);
    return { ...(await locateRoot(paths, start)), fileSystem: disk };
  }
  const files = relativeTo(start, given);
  return {
    root: VIRTUAL_ROOT,
    paths: paths.map((path) => (isAbsolute(path) ? pathBetween(start, resolve(path)) || '.' : path)),
    fileSystem: inMemory(VIRTUAL_ROOT, files),
    files,
    shownAs: start,
  };
}

/** The project's root, and the file system that it is read from. */
export interface Source extends Root {
  fileSystem: FileSystem;
  /** The texts of an in-memory file system, from which another thread can rebuild it. */
  files?: ReadonlyMap<string, string>;
  /** The caller's name for an in-memory root. */
  shownAs?: string;
}

/** The root of in-memory texts, whatever the caller's root is called. */
const VIRTUAL_ROOT = '/project';

function relativeTo(start: string, files: NonNullable<MigrateOptions['files']>): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [path, text] of files instanceof Map ? files : Object.entries(files)) {
    const file = pathBetween(start, resolve(start, path));
    if (file === '' || file === '..' || file.startsWith('../') || isAbsolute(file))
      throw new UsageError(`files: ${path} is outside the root ${start}`);
    // A lone surrogate has no UTF-8 bytes: it would come back as another character.
    if (!text.isWellFormed()) throw new UsageError(`files: the text of ${path} is not well-formed Unicode`);
    if (texts.has(file))
      throw new UsageError(`files: ${file} is there twice, once as ${path}: keep one of the two`);
    texts.set(file, text);
  }
  const folder = [...texts.keys()].map(folderAmong(texts)).find((name) => name !== undefined);
  if (folder !== undefined)
    throw new UsageError(`files: ${folder} is a file and a folder: keep one of the two`);
  return texts;
}

/** Finds the folder of a file that is itself among the files. */
const folderAmong = (files: ReadonlyMap<string, string>) => (file: string) => {
  for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1))
    if (files.has(file.slice(0, at))) return file.slice(0, at);
  return undefined;
};

/** @throws {UsageError} naming the root as it was given */
function requireFolder(root: string, path: string): void {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch {
    throw new UsageError(`no such file or folder: ${root}`);
  }
  if (!isFolder) throw new UsageError(`root ${root} is no folder: name the folder of the project`);
}

/** An option takes precedence over its key in the configuration. */
function settingsOf(
  options: MigrateOptions,
  { root, paths, shownAs = root }: Source,
  config: Config,
): EngineOptions {
  const own = ownFilesOf(options, shownAs);
  const rules = ruleIdsOf(options.rules ?? config.rules ?? []);
  const skipRules = ruleIdsOf(options.skipRules ?? config.skipRules ?? []);
  const asked = rules.length > 0 ? rules : ruleIds;
  if (asked.every((rule) => skipRules.includes(rule)))
    throw new UsageError(`no rule is left: ${skipRules.join(', ')} skipped. Leave some of them in`);
  return {
    root,
    paths,
    mode: options.mode ?? (options.files ? 'dry-run' : 'write'),
    rules,
    skipRules,
    client: options.client ?? config.client ?? 'auto',
    reviewedSdk: config.reviewedSdk,
    assumeClients: options.assumeClients ?? config.assumeClients ?? [],
    include: options.include ?? config.include ?? [],
    exclude: [...(options.exclude ?? config.exclude ?? []), ...own.map(escapeGlob)],
    verify: verifyLimits(options.verify),
    onProgress: options.onProgress,
  };
}

function verifyLimits(given: MigrateOptions['verify']): VerifyLimits | undefined {
  if (!given) return undefined;
  const { timeout = 600_000, memory = 4096 } = given === true ? {} : given;
  return { timeout, memory };
}

const ownFilesOf = ({ root: start, ownFiles = [] }: MigrateOptions, root: string): string[] =>
  pathsBelow(
    root,
    ownFiles.map((file) => resolve(start, file)),
  );

async function compared(
  report: Report,
  baseline: Report | undefined,
): Promise<Pick<Migration, 'report' | 'remaining'>> {
  const { compare, newBlindSpots, newSites, outstanding } = await import('../report/compare');
  if (baseline === undefined) {
    const remaining = { sites: outstanding(report), blindSpots: report.blindSpots ?? [] };
    return { report, remaining };
  }
  return {
    report: { ...report, comparison: compare(baseline, report) },
    remaining: { sites: newSites(baseline, report), blindSpots: newBlindSpots(baseline, report) },
  };
}
