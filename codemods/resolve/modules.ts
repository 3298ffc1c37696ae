import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { createAliasLookup } from './aliases/alias-lookup';
import { VIRTUAL_MODULE } from './aliases/conventions';
import { createDeclaredPackages } from './declared-package';
import { detached } from './detached';
import type { Files } from './files';
import { exportTargets } from './package-entry';
import { createPackageFolders } from './package-folders';
import type { Sdk } from './sdk';
import { createSourceLookup } from './source-lookup';

/** The target of an import. */
export type Target =
  /** The SDK's own module, or its replacement. */
  | { kind: 'sdk' }
  /** A source file of the repository. */
  | { kind: 'file'; path: string }
  /** A package that is not in the repository, or a Node builtin. */
  | { kind: 'external' }
  /** An external package that may use the SDK, judged by its name, scope, source or dependencies. */
  | { kind: 'private' }
  /** Neither a file, nor a declared package, nor a virtual module of a known tool. */
  | { kind: 'missing' };

export interface Modules {
  resolve(specifier: string, from: string): Target;
}

/** The modules of a repository, with what its configuration says of them. */
export interface RepositoryModules extends Modules {
  /**
   * Whether a specifier in a folder's files may lead to a file by an alias, an import map or a linked dependency. Otherwise only a path or
   * a package's own name leads into another package.
   */
  hasAliases(folder: string): boolean;
}

export interface ModulesOptions {
  sdk: Pick<Sdk, 'module' | 'replacement' | 'mention'>;
  files: Files;
  /** Absolute path of the outermost folder that belongs to the repository. */
  base: string;
  /** Absolute folders of the repository's packages by name. */
  packages: ReadonlyMap<string, string>;
  /** Absolute paths of the files from which tools read aliases (see `CONFIGURATION_FILE`). */
  configurations?: readonly string[];
}

/** Maximum length of a chain of aliases. */
const MAX_ALIASES = 5;

/** Module resolution over the repository's own sources. Never reads `node_modules`. */
export function createModules(options: ModulesOptions): RepositoryModules {
  const { sdk, files, base, packages, configurations = [] } = options;
  const sources = createSourceLookup(files);
  const { probe, entryIn, firstSource, packageJsonIn } = sources;
  const folders = createPackageFolders(base, packageJsonIn);
  const aliases = createAliasLookup({ files, folders, configurations, probe });
  const declared = createDeclaredPackages(options, sources, folders);

  return {
    resolve: (specifier, from) => resolveIn(posix.dirname(from), specifier, 0),
    hasAliases: (folder) =>
      aliases.applyTo(folder) ||
      declared.hasLinks(folder) ||
      packageJsonIn(folders.packageOf(folder))?.imports !== undefined,
  };

  function resolveIn(folder: string, specifier: string, followed: number): Target {
    if (specifier === sdk.module || specifier === sdk.replacement) return { kind: 'sdk' };
    if (isRelative(specifier)) return fileOrMissing(probe(posix.resolve(folder, specifier)));
    if (specifier.startsWith('/')) return fileOrMissing(rootedEntry(folder, specifier));
    if (isBuiltin(specifier) || VIRTUAL_MODULE.test(specifier)) return { kind: 'external' };
    const path =
      aliases.mapped(folder, specifier) ??
      (specifier.startsWith('#') ? importsEntry(folder, specifier) : undefined) ??
      aliases.aliased(folder, specifier);
    if (path !== undefined) return { kind: 'file', path };
    if (followed < MAX_ALIASES) {
      for (const other of aliases.renamed(folder, specifier)) {
        const target = resolveIn(folder, other, followed + 1);
        if (target.kind !== 'missing') return target;
      }
    }
    return packageTarget(folder, specifier);
  }

  /** Resolves a specifier without an alias: to a package of the repository, a file in a conventional location, or another package. */
  function packageTarget(folder: string, specifier: string): Target {
    const path =
      workspaceEntry(specifier) ??
      aliases.fromFolders(folder, specifier) ??
      aliases.conventional(folder, specifier);
    if (path !== undefined) return { kind: 'file', path };
    if (/^[a-z][a-z+.-]*:/.test(specifier))
      return { kind: isRemote(specifier, sdk.module) ? 'sdk' : 'external' };
    const [name, subpath] = splitSpecifier(specifier);
    return declared.target(folder, name, subpath) ?? { kind: 'missing' };
  }

  /** `/src/main.js`: resolved from the root of the project, as development servers do. */
  function rootedEntry(folder: string, specifier: string): string | undefined {
    if (specifier.startsWith(`${base}/`)) return probe(specifier);
    const homes = new Set([folders.packageOf(folder), base]);
    for (const home of homes) {
      const path = probe(`${home}${specifier}`);
      if (path) return path;
    }
    return undefined;
  }

  function workspaceEntry(specifier: string): string | undefined {
    const [name, subpath] = splitSpecifier(specifier);
    const folder = packages.get(name);
    return folder === undefined ? undefined : entryIn(folder, subpath);
  }

  /** `#name` of the package's own `imports`. */
  function importsEntry(folder: string, specifier: string): string | undefined {
    const at = folders.packageOf(folder);
    return firstSource(at, exportTargets(packageJsonIn(at)?.imports, specifier));
  }
}

/** The same resolution with a cache of its results. */
export function remembered(modules: Modules): Modules {
  const resolved = new Map<string, Target>();
  return {
    resolve(specifier, from) {
      const key = `${posix.dirname(from)}\0${specifier}`;
      const known = resolved.get(key);
      if (known) return known;
      const target = modules.resolve(specifier, from);
      resolved.set(
        detached(key),
        target.kind === 'file' ? { ...target, path: detached(target.path) } : target,
      );
      return target;
    },
  };
}

export function isRelative(specifier: string): boolean {
  return /^\.{1,2}\//.test(specifier) || specifier === '.' || specifier === '..';
}

/** `npm:@vendor/sdk@1`, `https://esm.sh/@vendor/sdk@1?target=es2022` */
function isRemote(specifier: string, module: string): boolean {
  const at = specifier.indexOf(module);
  return (
    at > 0 && /[/:]/.test(specifier[at - 1]!) && /^(?:$|[@/?#])/.test(specifier.slice(at + module.length))
  );
}

function fileOrMissing(path: string | undefined): Target {
  return path ? { kind: 'file', path } : { kind: 'missing' };
}

function splitSpecifier(specifier: string): [name: string, subpath: string] {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length).join('/')];
}
