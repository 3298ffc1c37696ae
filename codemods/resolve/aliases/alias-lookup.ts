import { posix } from 'node:path';
import { append } from '../append';
import type { Files } from '../files';
import type { PackageFolders } from '../package-folders';
import { follow } from './alias';
import { type Configured, configuredIn, inOrderOfWeight } from './configured-aliases';
import { conventionalPlaces } from './conventions';
import { type PathMapping, readMappings } from './tsconfig-paths';

/** Resolves aliases in import specifiers. All methods that return one path return that of an existing file. */
export interface AliasLookup {
  /** tsconfig `paths` and `baseUrl`. */
  mapped(folder: string, specifier: string): string | undefined;
  /** Aliases of bundlers, test runners and the like. */
  aliased(folder: string, specifier: string): string | undefined;
  /** `resolve.modules`, `NODE_PATH` */
  fromFolders(folder: string, specifier: string): string | undefined;
  /** Conventional locations of frameworks, which need no configuration. */
  conventional(folder: string, specifier: string): string | undefined;
  /** The other specifiers to which a specifier is an alias. */
  renamed(folder: string, specifier: string): string[];
  /** Whether anything is configured for a folder. */
  applyTo(folder: string): boolean;
}

export interface AliasLookupOptions {
  files: Files;
  folders: PackageFolders;
  /** Absolute paths of the files that tools take aliases from. */
  configurations: readonly string[];
  probe(path: string): string | undefined;
}

export function createAliasLookup({
  files,
  folders,
  configurations,
  probe,
}: AliasLookupOptions): AliasLookup {
  const mappings = new Map<string, readonly PathMapping[]>();
  const configured = new Map<string, readonly Configured[]>();
  let configurationsOf: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    mapped: (folder, specifier) => firstProbed(mappingsFor(folder).flatMap((mapping) => mapping(specifier))),
    aliased: (folder, specifier) =>
      firstProbed(aliasTargets(folder, specifier).filter((target) => target.startsWith('/'))),
    fromFolders: (folder, specifier) =>
      firstProbed(configuredFor(folder).flatMap((found) => found.folders.map((at) => `${at}/${specifier}`))),
    conventional,
    renamed: (folder, specifier) =>
      aliasTargets(folder, specifier).filter((target) => !target.startsWith('/') && target !== specifier),
    applyTo: (folder) => mappingsFor(folder).length > 0 || configuredFor(folder).length > 0,
  };

  function firstProbed(candidates: Iterable<string>): string | undefined {
    for (const candidate of candidates) {
      const path = probe(candidate);
      if (path) return path;
    }
    return undefined;
  }

  function conventional(folder: string, specifier: string): string | undefined {
    const places = conventionalPlaces(specifier);
    if (places.length === 0) return undefined;
    const home = folders.packageOf(folder);
    const paths = new Set(
      places.map((place) => probe(`${home}/${place}`)).filter((path) => path !== undefined),
    );
    return paths.size === 1 ? [...paths][0] : undefined;
  }

  function aliasTargets(folder: string, specifier: string): string[] {
    return configuredFor(folder).flatMap(({ aliases }) =>
      aliases.flatMap((alias) => follow(alias, specifier) ?? []),
    );
  }

  function configuredFor(folder: string): readonly Configured[] {
    const known = configured.get(folder);
    if (known) return known;
    // Computed on first use, since most repositories have no alias.
    configurationsOf ??= byPackage(configurations, folders);
    const own = (configurationsOf.get(folder) ?? [])
      .map((file) => configuredIn(file, files.read(file) ?? '', folder))
      .filter(({ aliases, folders }) => aliases.length > 0 || folders.length > 0);
    const above = folders.isBelowBase(folder) ? configuredFor(posix.dirname(folder)) : [];
    const result = own.length > 0 ? [...own, ...above] : above;
    configured.set(folder, result);
    return result;
  }

  function mappingsFor(folder: string): readonly PathMapping[] {
    const known = mappings.get(folder);
    if (known) return known;
    const found =
      ['tsconfig.json', 'jsconfig.json']
        .map((name) => `${folder}/${name}`)
        .filter((path) => files.exists(path))
        .flatMap((path) => readMappings(path, files)) ?? [];
    // A nested tsconfig without mappings must not hide those of its parent: broken ones are common in monorepos.
    const result =
      found.length > 0 || !folders.isBelowBase(folder) ? found : mappingsFor(posix.dirname(folder));
    mappings.set(folder, result);
    return result;
  }
}

/** Configuration files by the folder of the package that they configure. */
function byPackage(
  configurations: readonly string[],
  { packageOf }: PackageFolders,
): ReadonlyMap<string, readonly string[]> {
  const byFolder = new Map<string, string[]>();
  for (const file of inOrderOfWeight(configurations)) append(byFolder, packageOf(posix.dirname(file)), file);
  return byFolder;
}
