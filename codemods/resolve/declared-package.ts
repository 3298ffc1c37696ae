import { posix } from 'node:path';
import type { Files } from './files';
import { dependentsIn } from './lock-dependents';
import type { Manifest } from './manifest';
import type { ModulesOptions, Target } from './modules';
import type { PackageFolders } from './package-folders';
import type { SourceLookup } from './source-lookup';

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Where a package leads that is not of the repository: by the manifests above the folder that imports it, and where none is there, by
 * what a package may be called at all.
 *
 * @returns a function that answers with nothing for what nobody declares
 */
export function createDeclaredPackages(
  { sdk, files, base, packages }: ModulesOptions,
  { entryIn, manifestIn }: SourceLookup,
  folders: PackageFolders,
): (folder: string, name: string, subpath: string) => Target | undefined {
  let dependents: ReadonlySet<string> | undefined;
  return declared;

  function declared(folder: string, name: string, subpath: string): Target | undefined {
    let isDescribed = false;
    for (const at of folders.above(folder)) {
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
      dependsOnSdk(name)
    );
  }

  /** By the lock file, which is read when it is first asked for. */
  function dependsOnSdk(name: string): boolean {
    dependents ??= dependentsIn(lockIn(base, files), sdk.module);
    return dependents.has(name);
  }
}

/** A name that a package may have; `@/pay`, `~/pay` and `$lib` are none. */
const PACKAGE_NAME = /^(?:@[a-z0-9-][\w.~-]*\/)?[a-z0-9][\w.~-]*$/i;

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
