import { DisjointSets } from '../resolve/disjoint-sets';
import { firstTime } from '../resolve/once-each';
import type { ImportGraph } from './import-graph';

export interface ConnectedPackagesOptions {
  /** Absolute paths of all source files. */
  files: readonly string[];
  /** Whether a file belongs to a package that uses the SDK. */
  usesSdk: (file: string) => boolean;
  /** The imports that leave their package; some that do not may be among them. */
  leavingImports: ImportGraph;
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
  /** Whether a client may come to a file: a value of a package that uses the SDK. */
  isReached(file: string): boolean;
  /** The source files that a client may come to. */
  reached(): readonly string[];
}

/** It reads no imports before a question about a file of another package than the sources', and none where all packages use the SDK. */
export function createConnectedPackages({
  files,
  usesSdk,
  leavingImports,
  packageOf,
}: ConnectedPackagesOptions): ConnectedPackages {
  const joined = firstTime(() => joinedBy(files, leavingImports, packageOf));
  const reachedFrom: ConnectedPackages['reachedFrom'] = (sources) => {
    const own = new Set(sources.map(packageOf));
    const leaders = firstTime(() => new Set(Array.from(own, (each) => joined().leaderOf(each))));
    return (file) => {
      const folder = packageOf(file);
      if (own.size === 0 || own.has(folder)) return own.size > 0;
      return leaders().has(joined().leaderOf(folder));
    };
  };
  const fromUsers = firstTime(() => reachedFrom(files.filter(usesSdk)));
  const isReached = (file: string): boolean => fromUsers()(file);
  return { reachedFrom, isReached, reached: firstTime(() => files.filter(isReached)) };
}

function joinedBy(
  files: readonly string[],
  leavingImports: ImportGraph,
  packageOf: (file: string) => string,
): DisjointSets<string> {
  const joined = new DisjointSets<string>();
  for (const file of files)
    for (const target of leavingImports(file)) joined.join(packageOf(file), packageOf(target));
  return joined;
}
