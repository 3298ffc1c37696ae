import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { follow } from './aliases/alias';
import { type Configured, configuredIn, inOrderOfWeight } from './aliases/configured-aliases';
import { conventionalPlaces, VIRTUAL_MODULE } from './aliases/conventions';
import { type PathMapping, readMappings } from './aliases/tsconfig-paths';
import { detached } from './detached';
import type { Files } from './files';
import { dependentsIn } from './lock-dependents';
import { type Manifest, parseManifest } from './manifest';
import { exportTargets } from './package-entry';
import type { Sdk } from './sdk';

/** Where an import leads. */
export type Target =
  /** The SDK's own module, or its replacement. */
  | { kind: 'sdk' }
  /** A source file of the repository. */
  | { kind: 'file'; path: string }
  /** A package that is not in the repository, or a Node builtin. */
  | { kind: 'external' }
  /** A package that is not in the repository either, and that may build on the SDK: by its name, its scope or where it comes from. */
  | { kind: 'private' }
  /** Neither a file, nor a package that some manifest above asks for, nor made up by a tool that we know. */
  | { kind: 'missing' };

export interface Modules {
  resolve(specifier: string, from: string): Target;
}

export interface ModulesOptions {
  sdk: Pick<Sdk, 'module' | 'replacement' | 'mention'>;
  files: Files;
  /** Absolute path of the outermost folder that belongs to the repository. */
  base: string;
  /** Absolute folders of the repository's packages by name. */
  packages: ReadonlyMap<string, string>;
  /** Absolute paths of the files that tools take aliases from (see `CONFIGURATION_FILE`). */
  configurations?: readonly string[];
}

const EXTENSIONS = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.d.ts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.vue',
  '.svelte',
  '.astro',
];

/** An import may name the file that the compiler will write. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

const OUTPUT_FOLDERS = /^(?:dist|build|out|lib|es|esm|cjs)(?:\/(?:es|esm|cjs|src))?\//;
const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
/** An alias may lead to another one. */
const MAX_ALIASES = 5;

/** Module resolution over the repository's own sources: `node_modules` is never entered. */
export function createModules({ sdk, files, base, packages, configurations = [] }: ModulesOptions): Modules {
  const manifests = new Map<string, Manifest | undefined>();
  const mappings = new Map<string, readonly PathMapping[]>();
  const configured = new Map<string, readonly Configured[]>();
  const configurationsOf = byPackage(configurations, packageFolderOf);
  const dependents = once(() => dependentsIn(lockIn(base, files), sdk.module));

  return { resolve: (specifier, from) => resolveIn(posix.dirname(from), specifier, 0) };

  function resolveIn(folder: string, specifier: string, aliases: number): Target {
    if (specifier === sdk.module || specifier === sdk.replacement) return { kind: 'sdk' };
    if (isRelative(specifier)) return fileOrMissing(probe(posix.resolve(folder, specifier)));
    if (specifier.startsWith('/')) return fileOrMissing(rootedEntry(folder, specifier));
    if (isBuiltin(specifier) || VIRTUAL_MODULE.test(specifier)) return { kind: 'external' };
    const path =
      mapped(folder, specifier) ??
      (specifier.startsWith('#') ? importsEntry(folder, specifier) : undefined) ??
      aliased(folder, specifier);
    if (path !== undefined) return { kind: 'file', path };
    if (aliases < MAX_ALIASES) {
      for (const other of renamed(folder, specifier)) {
        const target = resolveIn(folder, other, aliases + 1);
        if (target.kind !== 'missing') return target;
      }
    }
    return packageTarget(folder, specifier);
  }

  /** What no alias leads to: a package of the repository, a file where conventions have it, another package, or nothing. */
  function packageTarget(folder: string, specifier: string): Target {
    const path =
      workspaceEntry(specifier) ?? fromFolders(folder, specifier) ?? conventionalEntry(folder, specifier);
    if (path !== undefined) return { kind: 'file', path };
    if (/^[a-z][a-z+.-]*:/.test(specifier))
      return { kind: isRemote(specifier, sdk.module) ? 'sdk' : 'external' };
    const [name, subpath] = splitSpecifier(specifier);
    return declared(folder, name, subpath) ?? { kind: 'missing' };
  }

  /** By the manifests above, and where none is there, by what a package may be called at all. */
  function declared(folder: string, name: string, subpath: string): Target | undefined {
    let isDescribed = false;
    for (const at of foldersFrom(folder)) {
      const manifest = manifestIn(at);
      if (!manifest) continue;
      isDescribed = true;
      const wanted = rangeOf(manifest, name);
      if (wanted !== undefined) return declaredAs(name, wanted, at, subpath);
      if (manifest.name === name || rangeOf(manifest, typesOf(name)) !== undefined)
        return { kind: 'external' };
    }
    return !isDescribed && PACKAGE_NAME.test(name) ? { kind: 'external' } : undefined;
  }

  /** `"sdk": "npm:@vendor/sdk@^1"`, `"clients": "file:../clients"` */
  function declaredAs(name: string, range: string, folder: string, subpath: string): Target {
    const alias = /^npm:(@?[^@]+)/.exec(range)?.[1];
    if (alias === sdk.module || alias === sdk.replacement) return { kind: 'sdk' };
    const local = /^(?:file|link|portal):(.+)$/.exec(range)?.[1];
    const path = local === undefined ? undefined : entryIn(posix.resolve(folder, local), subpath);
    if (path !== undefined) return { kind: 'file', path };
    return { kind: isPrivate(name, range) ? 'private' : 'external' };
  }

  /** Whether a package that is not here may be built on the SDK by those who wrote what is here. */
  function isPrivate(name: string, range: string): boolean {
    const scope = /^@[^/]+\//.exec(name)?.[0];
    return (
      sdk.mention.test(name) ||
      NOT_OF_A_REGISTRY.test(range) ||
      (scope !== undefined && [...packages.keys()].some((own) => own.startsWith(scope))) ||
      dependents().has(name)
    );
  }

  /** The folders from one up to the outermost one. */
  function* foldersFrom(folder: string): Generator<string> {
    for (let at = folder; ; at = posix.dirname(at)) {
      yield at;
      if (!isBelow(at, base)) return;
    }
  }

  function packageFolderOf(folder: string): string {
    for (const at of foldersFrom(folder)) if (manifestIn(at)) return at;
    return base;
  }

  function configuredFor(folder: string): readonly Configured[] {
    const known = configured.get(folder);
    if (known) return known;
    const own = (configurationsOf().get(folder) ?? []).map((file) =>
      configuredIn(file, files.read(file) ?? '', folder),
    );
    const above = isBelow(folder, base) ? configuredFor(posix.dirname(folder)) : [];
    const result = own.length > 0 ? [...own, ...above] : above;
    configured.set(folder, result);
    return result;
  }

  function aliased(folder: string, specifier: string): string | undefined {
    for (const target of aliasTargets(folder, specifier)) {
      const path = target.startsWith('/') ? probe(target) : undefined;
      if (path) return path;
    }
    return undefined;
  }

  /** Other specifiers that a specifier stands for. */
  function renamed(folder: string, specifier: string): string[] {
    return aliasTargets(folder, specifier).filter(
      (target) => !target.startsWith('/') && target !== specifier,
    );
  }

  function aliasTargets(folder: string, specifier: string): string[] {
    return configuredFor(folder).flatMap(({ aliases }) =>
      aliases.flatMap((alias) => follow(alias, specifier) ?? []),
    );
  }

  /** `resolve.modules`, `NODE_PATH` */
  function fromFolders(folder: string, specifier: string): string | undefined {
    for (const { folders } of configuredFor(folder)) {
      for (const at of folders) {
        const path = probe(`${at}/${specifier}`);
        if (path) return path;
      }
    }
    return undefined;
  }

  function conventionalEntry(folder: string, specifier: string): string | undefined {
    const places = conventionalPlaces(specifier);
    if (places.length === 0) return undefined;
    const home = packageFolderOf(folder);
    const paths = new Set(
      places.map((place) => probe(`${home}/${place}`)).filter((path) => path !== undefined),
    );
    return paths.size === 1 ? [...paths][0] : undefined;
  }

  /** `/src/main.js`: from the root of the project, as development servers have it. */
  function rootedEntry(folder: string, specifier: string): string | undefined {
    if (specifier.startsWith(`${base}/`)) return probe(specifier);
    const homes = new Set([packageFolderOf(folder), base]);
    for (const home of homes) {
      const path = probe(`${home}${specifier}`);
      if (path) return path;
    }
    return undefined;
  }

  /** tsconfig `paths` and `baseUrl`. */
  function mapped(folder: string, specifier: string): string | undefined {
    for (const mapping of mappingsFor(folder)) {
      for (const candidate of mapping(specifier)) {
        const path = probe(candidate);
        if (path) return path;
      }
    }
    return undefined;
  }

  function mappingsFor(folder: string): readonly PathMapping[] {
    const known = mappings.get(folder);
    if (known) return known;
    const found =
      ['tsconfig.json', 'jsconfig.json']
        .map((name) => `${folder}/${name}`)
        .filter((path) => files.exists(path))
        .flatMap((path) => readMappings(path, files)) ?? [];
    // A nested tsconfig without mappings of its own must not hide its parent's: broken ones are common in monorepos.
    const result = found.length > 0 || !isBelow(folder, base) ? found : mappingsFor(posix.dirname(folder));
    mappings.set(folder, result);
    return result;
  }

  function workspaceEntry(specifier: string): string | undefined {
    const [name, subpath] = splitSpecifier(specifier);
    const folder = packages.get(name);
    return folder === undefined ? undefined : entryIn(folder, subpath);
  }

  function entryIn(folder: string, subpath: string): string | undefined {
    const manifest = manifestIn(folder);
    const entry = subpath ? `./${subpath}` : '.';
    const targets = [
      ...exportTargets(manifest?.exports, entry),
      ...(subpath ? [] : ['source', 'module', 'main', 'types'].map((field) => manifest?.[field])),
      ...(subpath
        ? [`./${subpath}`, `./src/${subpath}`, `./app/${subpath}`, `./addon/${subpath}`]
        : ['./src/index', './index', './lib/index', './src/main']),
    ];
    return firstSource(folder, targets);
  }

  function importsEntry(folder: string, specifier: string): string | undefined {
    for (let at = folder; ; at = posix.dirname(at)) {
      const manifest = manifestIn(at);
      if (manifest) return firstSource(at, exportTargets(manifest.imports, specifier));
      if (!isBelow(at, base)) return undefined;
    }
  }

  /** A target may be build output that is not there: its source is looked for where compilers take it from. */
  function firstSource(folder: string, targets: readonly unknown[]): string | undefined {
    for (const target of targets) {
      if (typeof target !== 'string') continue;
      const relative = posix.normalize(target);
      const stem = relative.replace(OUTPUT_FOLDERS, '');
      const candidates = stem === relative ? [relative] : [relative, `src/${stem}`, stem, `lib/${stem}`];
      for (const candidate of candidates) {
        const path =
          probe(posix.resolve(folder, candidate)) ??
          probe(withoutExtension(posix.resolve(folder, candidate)));
        if (path) return path;
      }
    }
    return undefined;
  }

  function probe(path: string): string | undefined {
    const extension = posix.extname(path);
    const stem = path.slice(0, path.length - extension.length);
    for (const source of SOURCES_OF[extension] ?? []) if (files.exists(stem + source)) return stem + source;
    if (EXTENSIONS.includes(extension) && files.exists(path)) return path;
    for (const tried of EXTENSIONS) if (files.exists(path + tried)) return path + tried;
    const main = manifestIn(path)?.main;
    if (typeof main === 'string' && posix.normalize(main) !== '.') {
      const entry = firstSource(path, [main]);
      if (entry) return entry;
    }
    for (const tried of EXTENSIONS) if (files.exists(`${path}/index${tried}`)) return `${path}/index${tried}`;
    return undefined;
  }

  function manifestIn(folder: string): Manifest | undefined {
    if (manifests.has(folder)) return manifests.get(folder);
    const path = `${folder}/package.json`;
    const manifest = files.exists(path) ? parseManifest(files.read(path)) : undefined;
    manifests.set(folder, manifest);
    return manifest;
  }
}

/** The same resolution, which works each answer out once. */
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

/** A name that a package may have; `@/pay`, `~/pay` and `$lib` are none. */
const PACKAGE_NAME = /^(?:@[a-z0-9-][\w.~-]*\/)?[a-z0-9][\w.~-]*$/i;

/** `npm:@vendor/sdk@1`, `https://esm.sh/@vendor/sdk@1?target=es2022` */
function isRemote(specifier: string, module: string): boolean {
  const at = specifier.indexOf(module);
  return (
    at > 0 && /[/:]/.test(specifier[at - 1]!) && /^(?:$|[@/?#])/.test(specifier.slice(at + module.length))
  );
}

function rangeOf(manifest: Manifest, name: string): string | undefined {
  for (const field of DEPENDENCY_FIELDS) {
    const range = (manifest[field] as Readonly<Record<string, unknown>> | undefined)?.[name];
    if (range !== undefined) return String(range);
  }
  return undefined;
}

/** `@types/node`, `@types/acme__pay` */
function typesOf(name: string): string {
  return `@types/${name.replace(/^@/, '').replace('/', '__')}`;
}

/** `git+ssh://…`, `github:acme/pay`, `acme/pay`, `workspace:*` */
const NOT_OF_A_REGISTRY =
  /^(?:git|https?|ssh|file|link|portal|workspace|github|gitlab|bitbucket)[+:]|^[\w-]+\/[\w.-]+(?:#|$)/;

function lockIn(folder: string, files: Files): string {
  const names = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock'];
  return (
    names.map((name) => files.exists(`${folder}/${name}`) && files.read(`${folder}/${name}`)).find(Boolean) ||
    ''
  );
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Configuration files by the folder of the package that they configure, made when first asked for. */
function byPackage(
  configurations: readonly string[],
  packageFolderOf: (folder: string) => string,
): () => ReadonlyMap<string, readonly string[]> {
  return once(() => {
    const byFolder = new Map<string, string[]>();
    for (const file of inOrderOfWeight(configurations)) {
      const folder = packageFolderOf(posix.dirname(file));
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
    }
    return byFolder;
  });
}

function fileOrMissing(path: string | undefined): Target {
  return path ? { kind: 'file', path } : { kind: 'missing' };
}

function isBelow(folder: string, base: string): boolean {
  return folder !== base && folder.startsWith(`${base}/`);
}

function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
}

function splitSpecifier(specifier: string): [name: string, subpath: string] {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length).join('/')];
}
