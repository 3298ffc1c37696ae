import { posix } from 'node:path';
import ts from 'typescript';
import { detached } from './detached';
import type { Files } from './files';
import { type Manifest, parseManifest } from './manifest';
import type { Sdk } from './sdk';

/** Where an import leads. */
export type Target =
  /** The SDK's own module, or its replacement. */
  | { kind: 'sdk' }
  /** A source file of the repository. */
  | { kind: 'file'; path: string }
  /** A package that is not in the repository, or a Node builtin. */
  | { kind: 'external' }
  /** Looks like a file of the repository, but none is there. */
  | { kind: 'missing' };

export interface Modules {
  resolve(specifier: string, from: string): Target;
}

export interface ModulesOptions {
  sdk: Pick<Sdk, 'module' | 'replacement'>;
  files: Files;
  /** Absolute path of the outermost folder that belongs to the repository. */
  base: string;
  /** Absolute folders of the repository's packages by name. */
  packages: ReadonlyMap<string, string>;
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

const CONDITIONS = ['source', 'development', 'import', 'require', 'node', 'module', 'default', 'types'];
const OUTPUT_FOLDERS = /^(?:dist|build|out|lib|es|esm|cjs)(?:\/(?:es|esm|cjs|src))?\//;
const BUILTIN = /^node:/;

/** Module resolution over the repository's own sources: `node_modules` is never entered. */
export function createModules({ sdk, files, base, packages }: ModulesOptions): Modules {
  const manifests = new Map<string, Manifest | undefined>();
  const mappings = new Map<string, readonly PathMapping[]>();

  return { resolve: (specifier, from) => resolveIn(posix.dirname(from), specifier) };

  function resolveIn(folder: string, specifier: string): Target {
    if (specifier === sdk.module || specifier === sdk.replacement) return { kind: 'sdk' };
    if (isRelative(specifier)) return fileOrMissing(probe(posix.resolve(folder, specifier)));
    if (BUILTIN.test(specifier)) return { kind: 'external' };
    if (specifier.startsWith('#')) {
      const path = mapped(folder, specifier) ?? importsEntry(folder, specifier);
      return fileOrMissing(path);
    }
    const path = mapped(folder, specifier) ?? workspaceEntry(specifier);
    return path ? { kind: 'file', path } : { kind: 'external' };
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
    if (!folder) return undefined;
    const manifest = manifestIn(folder);
    const entry = subpath ? `./${subpath}` : '.';
    const targets = [
      ...exportTargets(manifest?.exports, entry),
      ...(subpath ? [] : ['source', 'module', 'main', 'types'].map((field) => manifest?.[field])),
      ...(subpath
        ? [`./${subpath}`, `./src/${subpath}`]
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

type PathMapping = (specifier: string) => readonly string[];

export function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
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

/** Targets of one entry of package.json `exports` or `imports`, under any condition, most source-like first. */
function exportTargets(map: unknown, entry: string): unknown[] {
  if (typeof map === 'string' || Array.isArray(map)) return entry === '.' ? leaves(map, '') : [];
  if (map === null || typeof map !== 'object') return [];
  const table = map as Readonly<Record<string, unknown>>;
  if (entry === '.' && !Object.keys(table).some((key) => key.startsWith('.'))) return leaves(table, '');
  if (entry in table) return leaves(table[entry], '');
  for (const [pattern, value] of Object.entries(table)) {
    const star = matchPattern(pattern, entry);
    if (star !== undefined) return leaves(value, star);
  }
  return [];
}

function leaves(value: unknown, star: string): unknown[] {
  if (typeof value === 'string') return [value.replaceAll('*', star)];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, star));
  if (value === null || typeof value !== 'object') return [];
  const table = value as Readonly<Record<string, unknown>>;
  const keys = [...CONDITIONS.filter((key) => key in table), ...Object.keys(table)];
  return [...new Set(keys)].flatMap((key) => leaves(table[key], star));
}

/** What `*` stands for where `text` matches `pattern`. */
function matchPattern(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const matches = text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
  return matches ? text.slice(head.length, text.length - tail.length) : undefined;
}

/** The mappings of a tsconfig, its `extends` and its `references`; a broken file has none. */
function readMappings(path: string, files: Files, seen = new Set<string>()): PathMapping[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const { config } = ts.readConfigFile(path, (name) => files.read(name));
  if (!config || typeof config !== 'object') return [];
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    readDirectory: () => [],
    fileExists: (name) => files.exists(name),
    readFile: (name) => files.read(name),
  };
  const { options, projectReferences } = ts.parseJsonConfigFileContent(
    config,
    host,
    posix.dirname(path),
    undefined,
    path,
  );
  const own = mappingOf(options, posix.dirname(path));
  const referenced = (projectReferences ?? []).flatMap((reference) =>
    readMappings(ts.resolveProjectReferencePath(reference), files, seen),
  );
  return own ? [own, ...referenced] : referenced;
}

function mappingOf(options: ts.CompilerOptions, folder: string): PathMapping | undefined {
  const { paths, baseUrl } = options;
  if (!paths && !baseUrl) return undefined;
  const origin = baseUrl ?? (typeof options.pathsBasePath === 'string' ? options.pathsBasePath : folder);
  // As the compiler does: an exact key first, then the longest prefix.
  const patterns = Object.entries(paths ?? {}).sort(
    ([a], [b]) => Number(a.includes('*')) - Number(b.includes('*')) || b.indexOf('*') - a.indexOf('*'),
  );
  return (specifier) => {
    for (const [pattern, targets] of patterns) {
      const star = matchPattern(pattern, specifier);
      if (star !== undefined)
        return targets.map((target) =>
          posix.resolve(
            origin,
            target.replace('*', () => star),
          ),
        );
    }
    return baseUrl ? [posix.resolve(baseUrl, specifier)] : [];
  };
}
