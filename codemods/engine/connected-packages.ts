import { DisjointSets } from '../resolve/disjoint-sets';
import type { ImportGraph } from './import-graph';

export interface ConnectedPackagesOptions {
  /** Absolute paths of the source files of packages that use the SDK. */
  files: readonly string[];
  imports: ImportGraph;
  /** The folder of the package that a file belongs to. */
  packageOf: (file: string) => string;
}

/** Tells between which packages values may go. */
export interface ConnectedPackages {
  /**
   * Whether a value may go from one file to another. Within a package it always may, since frameworks load files by their folder; between
   * packages it takes an import, in either direction, directly or through other packages.
   */
  mayExchange(one: string, other: string): boolean;
  /** Whether a value may come to a file from a package that uses the SDK. */
  isWithinReach(file: string): boolean;
}

/** It reads no imports before a question about two packages. */
export function createConnectedPackages({
  files,
  imports,
  packageOf,
}: ConnectedPackagesOptions): ConnectedPackages {
  const using = new Set(files.map(packageOf));
  let known: DisjointSets<string> | undefined;
  const joined = () => {
    known ??= joinedBy(files, imports, packageOf);
    return known;
  };
  let reached: ReadonlySet<string> | undefined;
  return {
    isWithinReach(file) {
      const folder = packageOf(file);
      if (using.has(folder)) return true;
      reached ??= new Set(Array.from(using, (each) => joined().leaderOf(each)));
      return reached.has(joined().leaderOf(folder));
    },
    mayExchange(one, other) {
      const [first, second] = [packageOf(one), packageOf(other)];
      if (first === second) return true;
      return joined().leaderOf(first) === joined().leaderOf(second);
    },
  };
}

function joinedBy(
  files: readonly string[],
  imports: ImportGraph,
  packageOf: (file: string) => string,
): DisjointSets<string> {
  const joined = new DisjointSets<string>();
  for (const file of files)
    for (const target of imports(file)) joined.join(packageOf(file), packageOf(target));
  return joined;
}
