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
   * Tells of a file whether values of some sources may come to it. Within a package they always may, since frameworks load files by their
   * folder; between packages it takes an import, in either direction, directly or through other packages.
   */
  reachedFrom(sources: readonly string[]): (file: string) => boolean;
}

/** It reads no imports before a question about a file of another package than the sources'. */
export function createConnectedPackages({
  files,
  imports,
  packageOf,
}: ConnectedPackagesOptions): ConnectedPackages {
  let known: DisjointSets<string> | undefined;
  const joined = () => {
    known ??= joinedBy(files, imports, packageOf);
    return known;
  };
  return {
    reachedFrom(sources) {
      const own = new Set(sources.map(packageOf));
      let reached: ReadonlySet<string> | undefined;
      return (file) => {
        const folder = packageOf(file);
        if (own.size === 0 || own.has(folder)) return own.size > 0;
        reached ??= new Set(Array.from(own, (each) => joined().leaderOf(each)));
        return reached.has(joined().leaderOf(folder));
      };
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
