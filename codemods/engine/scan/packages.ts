import { posix } from 'node:path';
import { parsePackageJson } from '../../resolve/package-json';
import type { Sdk } from '../../resolve/sdk';
import type { Reader } from '../file-system/reader';
import { tokensOf } from './tokens';

export interface Package {
  /** Folder relative to the root; `''` is the root itself. */
  folder: string;
  name: string | undefined;
  dependencies: ReadonlySet<string>;
  /** `"type": "module"` */
  isEsm: boolean;
  /** Whether it depends on the SDK or imports it, directly or through a package of the repository. */
  usesSdk: boolean;
}

export interface Packages {
  all: readonly Package[];
  /** The package that a file belongs to: the nearest folder with a package.json, or the root. */
  of(file: string): Package;
}

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * @param packageJsons the package.json files below the root
 * @param importMaps Deno's import maps below the root
 */
export function createPackages(
  root: string,
  packageJsons: readonly string[],
  importMaps: readonly string[],
  read: Reader,
  sdk: Sdk,
): Packages {
  const byFolder = new Map<string, Package>();
  const add = (folder: string, packageJson: ReturnType<typeof parsePackageJson>) => {
    const dependencies = new Set(
      DEPENDENCY_FIELDS.flatMap((field) => Object.keys((packageJson?.[field] as object | undefined) ?? {})),
    );
    const name = typeof packageJson?.name === 'string' ? packageJson.name : undefined;
    byFolder.set(folder, {
      folder,
      name,
      dependencies,
      isEsm: packageJson?.type === 'module',
      usesSdk: [sdk.module, sdk.replacement].some((module) => asksFor(packageJson, module)),
    });
  };
  add('', packageJsonAbove(root, read));
  for (const file of packageJsons) {
    const folder = file === 'package.json' ? '' : posix.dirname(file);
    try {
      add(folder, parsePackageJson(read(`${root}/${file}`).toString('utf8')));
    } catch {
      add(folder, undefined);
    }
  }
  const packages = packagesOf([...byFolder.values()]);
  for (const file of importMaps) if (namesSdk(`${root}/${file}`, read, sdk)) packages.of(file).usesSdk = true;
  return packages;
}

/** @param all the packages, including the root's */
export function packagesOf(all: readonly Package[]): Packages {
  const byFolder = new Map(all.map((each) => [each.folder, each]));
  const known = new Map<string, Package>();
  const of = (file: string): Package => ofFolder(posix.dirname(file));
  const ofFolder = (folder: string): Package => {
    const cached = known.get(folder);
    if (cached) return cached;
    const own = byFolder.get(folder === '.' ? '' : folder);
    const result = own ?? ofFolder(posix.dirname(folder));
    known.set(folder, result);
    return result;
  };
  return { all, of };
}

/** Whether a package.json depends on a module under its own name or an alias: `"payments": "npm:@vendor/sdk@^1"`. */
function asksFor(packageJson: ReturnType<typeof parsePackageJson>, module: string): boolean {
  return DEPENDENCY_FIELDS.flatMap((field) =>
    Object.entries((packageJson?.[field] as object | undefined) ?? {}),
  ).some(([name, range]) => name === module || isAlias(String(range), module));
}

const isAlias = (range: string, module: string) =>
  range === `npm:${module}` || range.startsWith(`npm:${module}@`);

function namesSdk(path: string, read: Reader, sdk: Sdk): boolean {
  try {
    return tokensOf(sdk).mentionsSdk(read(path));
  } catch {
    return false;
  }
}

/** The package.json of the package around the root. */
function packageJsonAbove(root: string, read: Reader): ReturnType<typeof parsePackageJson> {
  for (let at = posix.dirname(root); at !== posix.dirname(at); at = posix.dirname(at)) {
    try {
      return parsePackageJson(read(`${at}/package.json`).toString('utf8'));
    } catch {
      // None here: one folder up.
    }
  }
  return undefined;
}

/** Marks the packages that use the SDK: those with files that mention it, and those that depend on a package that uses it. */
export function spreadUse(packages: Packages, mentions: Iterable<string>): void {
  for (const file of mentions) packages.of(file).usesSdk = true;
  for (let changed = true; changed; ) {
    changed = false;
    const users = new Set(packages.all.filter(({ usesSdk }) => usesSdk).map(({ name }) => name));
    for (const candidate of packages.all) {
      if (candidate.usesSdk || ![...candidate.dependencies].some((name) => users.has(name))) continue;
      candidate.usesSdk = true;
      changed = true;
    }
  }
}
