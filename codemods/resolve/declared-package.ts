import { posix } from 'node:path';
import type { Files } from './files';
import { dependentsIn } from './lock-dependents';
import type { ModulesOptions, Target } from './modules';
import { onceEach } from './once-each';
import type { PackageFolders } from './package-folders';
import type { PackageJson } from './package-json';
import type { SourceLookup } from './source-lookup';

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Resolves packages that are not in the repository: by the package.json files above the importing folder or, without any, by whether the
 * name is a valid package name.
 */
export interface DeclaredPackages {
  /** `undefined` for a package that no package.json declares. */
  target(folder: string, name: string, subpath: string): Target | undefined;
  /** Whether a package.json at or above a folder links a dependency to a folder: `"clients": "file:../clients"`. */
  hasLinks(folder: string): boolean;
}

export function createDeclaredPackages(
  { sdk, files, base, packages }: ModulesOptions,
  { entryIn, packageJsonIn }: SourceLookup,
  folders: PackageFolders,
): DeclaredPackages {
  let dependents: ReadonlySet<string> | undefined;
  const namesIn = onceEach(namesKnownIn);
  return {
    target,
    hasLinks: (folder) => [...namesIn(folder).names.values()].some(({ range = '' }) => LINK.test(range)),
  };

  function target(folder: string, name: string, subpath: string): Target | undefined {
    const { isDescribed, names, hasTypes } = namesIn(folder);
    const own = names.get(name);
    const types = hasTypes ? names.get(typesOf(name)) : undefined;
    const isTyped = types?.range !== undefined && !(own && own.height <= types.height);
    if (isTyped || (own && own.range === undefined)) return { kind: 'external' };
    if (own?.range !== undefined) return declaredAs(name, own.range, own.folder, subpath);
    return !isDescribed && PACKAGE_NAME.test(name) ? { kind: 'external' } : undefined;
  }

  /** Cached per folder, since every string in its files is looked up, and most are no package names. */
  function namesKnownIn(from: string): KnownNames {
    const names = new Map<string, Known>();
    let height = 0;
    for (const folder of folders.above(from)) {
      const packageJson = packageJsonIn(folder);
      if (!packageJson) continue;
      height += 1;
      for (const [name, range] of namedIn(packageJson)) {
        if (!names.has(name)) names.set(name, { range, folder, height });
      }
    }
    return {
      names,
      isDescribed: height > 0,
      hasTypes: [...names.keys()].some((name) => name.startsWith('@types/')),
    };
  }

  /** `"sdk": "npm:@vendor/sdk@^1"`, `"clients": "file:../clients"` */
  function declaredAs(name: string, range: string, folder: string, subpath: string): Target {
    const alias = /^npm:(@?[^@]+)/.exec(range)?.[1];
    if (alias === sdk.module || alias === sdk.replacement) return { kind: 'sdk' };
    const local = LINK.exec(range)?.[1];
    const path = local === undefined ? undefined : entryIn(posix.resolve(folder, local), subpath);
    if (path !== undefined) return { kind: 'file', path };
    return { kind: isPrivate(name, range) ? 'private' : 'external' };
  }

  /** Whether an external package may be the customer's own and use the SDK. */
  function isPrivate(name: string, range: string): boolean {
    const scope = /^@[^/]+\//.exec(name)?.[0];
    return (
      sdk.mention.test(name) ||
      NOT_OF_A_REGISTRY.test(range) ||
      (scope !== undefined && [...packages.keys()].some((own) => own.startsWith(scope))) ||
      dependsOnSdk(name)
    );
  }

  /** Whether the lock file says that a package depends on the SDK. Reads the file on first use. */
  function dependsOnSdk(name: string): boolean {
    dependents ??= dependentsIn(lockIn(base, files), sdk.module);
    return dependents.has(name);
  }
}

/** `file:../clients` */
const LINK = /^(?:file|link|portal):(.+)$/;

/** Valid package names; `@/pay`, `~/pay` and `$lib` are none. */
const PACKAGE_NAME = /^(?:@[a-z0-9-][\w.~-]*\/)?[a-z0-9][\w.~-]*$/i;

/** A package that a package.json declares as a dependency, or the package.json's own package. */
interface Known {
  /** `undefined` for the package.json's own package. */
  range: string | undefined;
  /** Folder of the package.json, and its position from the importing folder upwards, from 1. */
  folder: string;
  height: number;
}

/** The packages in the package.json files from a folder upwards; the nearest package.json takes precedence. */
interface KnownNames {
  names: ReadonlyMap<string, Known>;
  /** Whether there is any package.json. */
  isDescribed: boolean;
  /** Whether the names include packages of `@types`. */
  hasTypes: boolean;
}

function namedIn(packageJson: PackageJson): [name: string, range: string | undefined][] {
  const wanted = DEPENDENCY_FIELDS.flatMap((field) => Object.entries(packageJson[field] ?? {}));
  const named = wanted.map(([name, range]): [string, string | undefined] => [name, String(range)]);
  return typeof packageJson.name === 'string' ? [...named, [packageJson.name, undefined]] : named;
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
