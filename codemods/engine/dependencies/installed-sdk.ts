import { basename, dirname, join, relative, sep } from 'node:path';
import { onceEach } from '../../resolve/once-each';
import { type PackageJson, parsePackageJson } from '../../resolve/package-json';
import type { Sdk } from '../../resolve/sdk';
import { disk } from '../file-system/disk';
import { type FileSystem, textIfAny } from '../file-system/file-system';
import { repositoryOf } from '../walk/repository';
import { aliased, catalogOf, dependencyOf } from './dependency-of';
import { type LockFile, lockFiles, readLock } from './locked-version';

/** The SDK that a package runs with, as far as it is known, and the source of that (a path relative to the root). */
export type InstalledSdk =
  | { kind: 'version'; version: string; from: string }
  | { kind: 'range'; range: string; from: string }
  /** The SDK's name is an alias of the replacement, which migrates the imports as well. */
  | { kind: 'compat'; from: string }
  | { kind: 'unknown' };

/** @param folder the package's folder, relative to the root; empty for the root */
export type InstalledSdks = (folder: string) => Promise<InstalledSdk>;

/**
 * The SDK that a package gets: the installed version, else the locked one, else the range in package.json. Folders above the root count up
 * to the top of the repository, as workspaces install and lock there. Each file is read once, since the lock file of a monorepo has
 * megabytes.
 */
export function installedSdks(
  root: string,
  { module, replacement }: Pick<Sdk, 'module' | 'replacement'>,
  fileSystem: FileSystem = disk,
): InstalledSdks {
  const top = repositoryOf(root, fileSystem)?.folder ?? root;
  const shown = (path: string) => relative(root, path).split(sep).join('/');
  const read = onceEach((path: string) => textIfAny(fileSystem, path));
  const packageJson = onceEach((path: string) => parsePackageJson(read(path)));
  const lock = onceEach(async (path: string) => {
    const text = read(path);
    return text === undefined ? undefined : readLock(basename(path) as LockFile, text, module);
  });
  return onceEach(async (folder: string): Promise<InstalledSdk> => {
    const folders = foldersUp(join(root, folder), top);
    for (const at of folders) {
      const path = join(at, 'node_modules', module, 'package.json');
      const installed = packageJson(path);
      if (installed === undefined) continue;
      if (installed.name === replacement) return { kind: 'compat', from: shown(path) };
      const { version } = installed;
      if (isVersion(version)) return { kind: 'version', version, from: shown(path) };
    }
    const asked = askedFor(module, folders, packageJson);
    if (asked && aliased(asked.version)?.name === replacement)
      return { kind: 'compat', from: shown(asked.path) };
    for (const at of folders) {
      for (const name of lockFiles) {
        const versionFor = await lock(join(at, name));
        if (versionFor === undefined) continue;
        const place = relative(at, join(root, folder)).split(sep).join('/');
        const version = versionFor({ place, asked: asked?.version });
        if (isVersion(version)) return { kind: 'version', version, from: shown(join(at, name)) };
      }
    }
    if (asked === undefined) return { kind: 'unknown' };
    const range = await rangeOf(module, asked.version, folders, read);
    return range === undefined ? { kind: 'unknown' } : { kind: 'range', range, from: shown(asked.path) };
  });
}

const isVersion = (value: unknown): value is string =>
  typeof value === 'string' && /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(value);

/** Whether a version is a range. Tags, paths, addresses and `workspace:` begin with a letter; `*` says nothing. */
const isRange = (text: string) => /^[\^~<>=v\d]/.test(text) && /\d/.test(text);

function foldersUp(from: string, top: string): string[] {
  const folders = [from];
  for (let at = from; at !== top && dirname(at) !== at; ) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}

function askedFor(
  module: string,
  folders: readonly string[],
  packageJsonAt: (path: string) => PackageJson | undefined,
): { version: string; path: string } | undefined {
  for (const folder of folders) {
    const path = join(folder, 'package.json');
    const packageJson = packageJsonAt(path);
    const version = packageJson && dependencyOf(packageJson, module);
    if (version !== undefined) return { version, path };
  }
  return undefined;
}

type Read = (path: string) => string | undefined;

async function rangeOf(
  module: string,
  version: string,
  folders: readonly string[],
  read: Read,
): Promise<string | undefined> {
  const catalog = catalogOf(version);
  const written = catalog === undefined ? version : await inCatalog(module, catalog, folders, read);
  if (written === undefined) return undefined;
  const range = aliased(written)?.range ?? written.replace(/^npm:/, '');
  return isRange(range) ? range : undefined;
}

async function inCatalog(
  module: string,
  catalog: string,
  folders: readonly string[],
  read: Read,
): Promise<string | undefined> {
  const { catalogVersion } = await import('./catalog');
  for (const folder of folders) {
    for (const name of ['pnpm-workspace.yaml', '.yarnrc.yml']) {
      const text = read(join(folder, name));
      const version = text === undefined ? undefined : catalogVersion(text, catalog, module);
      if (version !== undefined) return version;
    }
  }
  return undefined;
}
