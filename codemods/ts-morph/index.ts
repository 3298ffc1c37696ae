import { posix } from 'node:path';
import type { Project } from 'ts-morph';
import { type Checks, checkOptions } from '../api/check-options';
import { migrateIn } from '../api/migrate';
import { type MigrateOptions, migrateChecks } from '../api/migrate-options';
import { run } from '../api/run';
import type { TextChange } from '../engine/options';
import { UsageError } from '../engine/usage-error';
import type { Report } from '../report/report';
import { forEngine, forTsMorph, projectFiles } from './project-files';

/** Options of {@link migrateProject}: those of `migrate` that make sense for files in memory. */
export interface MigrateProjectOptions
  extends Pick<
    MigrateOptions,
    | 'mode'
    | 'include'
    | 'exclude'
    | 'rules'
    | 'skipRules'
    | 'client'
    | 'assumeClients'
    | 'baseline'
    | 'onProgress'
  > {
  /**
   * Folder that the report's paths are relative to.
   * @default the nearest folder with a package.json, upwards from the common folder of all source files; without one, that common folder
   */
  root?: string | undefined;
}

/**
 * Moves the source files of a ts-morph project to the reviewed API, in memory: the caller saves them. Like `migrate`, it skips files in
 * `node_modules` and files that git ignores.
 *
 * A package.json that must depend on `zentra-compat` is added to the project, so that `project.save()` writes it, too. ts-morph forgets
 * the nodes of changed files: get them again.
 *
 * @param project any project of ts-morph, on the disk or in memory; it may have unsaved changes
 * @param options `mode` `check` and `dry-run` change nothing; `write` is the default
 * @returns the same report as `migrate`
 * @throws {UsageError} for wrong options or configuration, and for a project without source files
 * @example
 * ```ts
 * import { Project } from 'ts-morph';
 * import { migrateProject } from 'zentra-codemods/ts-morph';
 *
 * const project = new Project({ tsConfigFilePath: 'tsconfig.json' });
 * const report = await migrateProject(project);
 * console.log(`${report.summary.rewritten} rewritten, ${report.summary.review} to review`);
 * await project.save();
 * ```
 */
export async function migrateProject(project: Project, options: MigrateProjectOptions = {}): Promise<Report> {
  checkOptions('migrateProject', options, checks);
  const root = options.root ?? rootOf(project);
  const source = { root: forEngine(root), paths: [], fileSystem: projectFiles(project) };
  const surroundings = { engine: run, env: process.env };
  const { report, changes } = await migrateIn(surroundings, { ...options, root }, { source });
  if (report.mode === 'write') for (const change of changes) applyTo(project, source.root, change);
  return report;
}

const { mode, include, exclude, rules, skipRules, client, assumeClients, baseline, onProgress, root } =
  migrateChecks;
const checks: Checks<MigrateProjectOptions> = {
  root,
  mode,
  include,
  exclude,
  rules,
  skipRules,
  client,
  assumeClients,
  baseline,
  onProgress,
};

function applyTo(project: Project, root: string, { file, movedTo, after }: TextChange): void {
  const at = (name: string) => forTsMorph(posix.join(root, name))!;
  const source = project.getSourceFile(at(file));
  if (source === undefined) {
    project.createSourceFile(at(file), after, { overwrite: true });
    return;
  }
  source.replaceWithText(after);
  if (movedTo !== undefined) source.move(at(movedTo));
}

function rootOf(project: Project): string {
  const folders = project.getSourceFiles().map((file) => posix.dirname(file.getFilePath()));
  if (folders.length === 0)
    throw new UsageError('the project has no source files: add some, then migrate it');
  const common = folders.reduce(commonFolder);
  const host = project.getFileSystem();
  for (let at = common; ; at = posix.dirname(at)) {
    if (host.fileExistsSync(posix.join(at, 'package.json'))) return at;
    if (posix.dirname(at) === at) return common;
  }
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (b !== folder && !b.startsWith(folder === '/' ? '/' : `${folder}/`)) folder = posix.dirname(folder);
  return folder;
}
