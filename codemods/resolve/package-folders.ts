import { posix } from 'node:path';
import type { PackageJson } from './package-json';

/** The folders of a repository, and their packages. */
export interface PackageFolders {
  /** Absolute path of the outermost folder that belongs to the repository. */
  base: string;
  /** The folders from the given one up to `base`. */
  above(folder: string): Iterable<string>;
  /** Whether a folder is below `base`. */
  isBelowBase(folder: string): boolean;
  /** The folder of the package that a folder is in. */
  packageOf(folder: string): string;
}

export function createPackageFolders(
  base: string,
  packageJsonIn: (folder: string) => PackageJson | undefined,
): PackageFolders {
  const isBelowBase = (folder: string) => folder !== base && folder.startsWith(`${base}/`);

  function* above(folder: string): Generator<string> {
    for (let at = folder; ; at = posix.dirname(at)) {
      yield at;
      if (!isBelowBase(at)) return;
    }
  }

  function packageOf(folder: string): string {
    for (const at of above(folder)) if (packageJsonIn(at)) return at;
    return base;
  }

  return { base, above, isBelowBase, packageOf };
}
