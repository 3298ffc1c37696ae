import { createModules, type Modules, remembered } from '../resolve/modules';
import { onceEach } from '../resolve/once-each';
import type { Transform } from '../rewrite/transform';
import { type ConnectedPackagesOptions, createConnectedPackages } from './connected-packages';
import type { FileSystem } from './file-system/file-system';
import { createImportGraph, type ImportGraph } from './import-graph';
import { createJoinedFiles } from './joined-files';
import { createKeptNamespaces, type KeptNamespaces } from './kept-namespaces';
import { createLeavingImports } from './leaving-imports';
import type { Migration } from './migration';
import { publicFiles } from './public-files';
import type { AnswerBook } from './questions/answer-book';
import { relativeTo } from './relative-to';
import {
  absoluteFolder,
  configurationFiles,
  mentionedPaths,
  packageFolders,
  type RepositoryFiles,
  repositoryFiles,
  sourcePaths,
} from './repository-files';
import { leavingStrings } from './scan/leaving-strings';
import type { Scan } from './scan/scan';
import { tokensOf } from './scan/tokens';
import { isPage } from './scan/units';
import { createSearch, type Search } from './sight';
import { createTakenElsewhere, type TakenElsewhere } from './taken-elsewhere';
import type { ReadTemplate } from './templates/component';
import type { Parsers } from './templates/parsers';
import { templateReader } from './templates/read-template';
import { repositoryOf } from './walk/repository';

/** The inputs of a repository's analysis. */
export interface ContextOptions {
  /** Absolute real path, with `/`. */
  root: string;
  migration: Migration;
  /** The transforms of the chosen rules. */
  transforms: readonly Transform[];
  /** The transforms of the other rules. What they draft is not reported, but a fake waits for a call that may be any method's. */
  otherTransforms: readonly Transform[];
  fileSystem: FileSystem;
  scan: ContextScan;
  assumeClients: ReadonlySet<string>;
  /** Files whose every legacy name is reported with its outcome. */
  explained: ReadonlySet<string>;
  /** The parsers of the components among the scan's candidates. */
  parsers: Parsers;
  answers: AnswerBook;
  scope: 'slice' | 'whole';
  /** Whether too short a stack is an error, so that the run can go on in a thread with a longer one. */
  needsStack?: boolean | undefined;
}

export type ContextScan = Pick<Scan, 'files' | 'candidates' | 'mentions' | 'leaving' | 'packages'>;

/** Facts about all files, gathered before any of them is analysed. */
export interface Overview {
  /** Absolute paths of the files that replace the SDK's module by its name. */
  standIns: ReadonlySet<string>;
  /** Absolute paths of files that declare a client for files that do not import it. */
  ambient: readonly string[];
  /** The definition's client options that some file of the repository names. */
  clientOptions: ReadonlySet<string>;
  seeksRenamed: boolean;
  /** Whether some file may declare a client for files that do not import it. */
  hasGlobals: boolean;
}

/** Modules, imports and texts of a repository, shared by all batches of one thread. */
export interface Repository {
  files: RepositoryFiles;
  modules: Modules;
  imports: ImportGraph;
  /** The imports that leave their package; some that do not may be among them. */
  leavingImports: ImportGraph;
  mentions: Pick<ReadonlySet<string>, 'has'>;
  /** Imports so far that lead from one package into another: importing and imported file. */
  crossings(): [string, string][];
}

export interface BatchContext
  extends ContextOptions,
    Overview,
    Omit<Repository, 'crossings' | 'leavingImports'> {
  readTemplate: ReadTemplate;
  takenElsewhere: TakenElsewhere;
  /** Searches the source files of packages that a client may come to. */
  search: Search;
  keptNamespaces: KeptNamespaces;
  /** Whether an unknown value in a file may be a client; the path is absolute. */
  mayHoldClients: (file: string) => boolean;
  isPublic: (file: string) => boolean;
  /** Whether a file is looked through for uses of a client; the path is absolute. */
  isLookedThrough: (file: string) => boolean;
}

export function openRepository({ root, migration: { sdk }, scan, fileSystem }: ContextOptions): Repository {
  const files = repositoryFiles(root, scan, fileSystem);
  const base = repositoryOf(root, fileSystem)?.folder ?? root;
  const packages = packageFolders(root, scan);
  const modules = createModules({
    sdk,
    files,
    base,
    packages,
    configurations: configurationFiles(root, scan),
  });
  // Not the caching modules: the graph resolves every string of a file.
  const imports = createImportGraph(files, modules, base);
  const crossings = new Map<string, [string, string]>();
  return {
    files,
    imports,
    leavingImports: createLeavingImports({
      files,
      modules,
      imports,
      strings: leavingStrings(packages.keys(), base),
      mayLeave: (path) => scan.leaving.has(path.slice(root.length + 1)),
      folders: scan.packages.all.map(({ folder }) => absoluteFolder(root, folder)),
      folderOf: (path) => absoluteFolder(root, scan.packages.of(path.slice(root.length + 1)).folder),
    }),
    mentions: mentionedPaths(root, scan, files, sdk),
    crossings: () => [...crossings.values()],
    modules: observed(remembered(modules), (from, to) => {
      const [importer, imported] = [relativeTo(root, from), relativeTo(root, to)];
      if (importer === undefined || imported === undefined) return;
      if (scan.packages.of(importer) === scan.packages.of(imported)) return;
      crossings.set(`${importer}\0${imported}`, [importer, imported]);
    }),
  };
}

export function batchContext(
  options: ContextOptions,
  { files, modules, imports, leavingImports, mentions }: Repository,
  overview: Overview,
): BatchContext {
  const { root, migration, scan } = options;
  return {
    ...options,
    ...overview,
    files,
    modules,
    imports,
    mentions,
    readTemplate: templateReader(migration.sdk, options.parsers),
    takenElsewhere: createTakenElsewhere({
      sdk: migration.sdk,
      files,
      modules,
      imports,
      sources: sourcePaths(root, scan),
    }),
    ...sightOver(options, overview, { files, modules, imports, leavingImports }),
  };
}

/** The sources that data flow may be followed through: those of all packages that a client may come to. */
function sightOver(
  { root, migration: { sdk }, scan }: ContextOptions,
  { hasGlobals }: Overview,
  { files, modules, imports, leavingImports }: Omit<Repository, 'crossings' | 'mentions'>,
): Pick<BatchContext, 'search' | 'keptNamespaces' | 'mayHoldClients' | 'isPublic' | 'isLookedThrough'> {
  const { packages } = scan;
  const sources: Omit<ConnectedPackagesOptions, 'leavingImports'> = {
    files: sourcePaths(root, scan).filter((path) => !isPage(path)),
    usesSdk: (path) => packages.of(path.slice(root.length + 1)).usesSdk,
    // A file outside the root belongs to no package of the repository: it stands for itself.
    packageOf(path) {
      const file = relativeTo(root, path);
      return file === undefined ? path : packages.of(file).folder;
    },
  };
  const connected = createConnectedPackages({ ...sources, leavingImports });
  const search = createSearch({ searched: connected.reached, files, imports });
  const { mayHoldSites } = tokensOf(sdk);
  return {
    search,
    isLookedThrough: onceEach((path) => mayHoldSites(Buffer.from(files.read(path) ?? ''))),
    mayHoldClients: createJoinedFiles({ ...sources, imports, read: (path) => files.read(path) ?? '' }),
    keptNamespaces: createKeptNamespaces({ search, packages: connected, hasGlobals, sdk }),
    isPublic: publicFiles(
      packages.all.map(({ folder }) => absoluteFolder(root, folder)),
      files,
      modules,
    ),
  };
}

/** The same module resolution, reporting every file that an import leads to. */
function observed(modules: Modules, onImport: (from: string, to: string) => void): Modules {
  return {
    resolve(specifier, from) {
      const target = modules.resolve(specifier, from);
      if (target.kind === 'file') onImport(from, target.path);
      return target;
    },
  };
}
