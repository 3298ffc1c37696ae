import { append } from '../resolve/append';
import { DisjointSets } from '../resolve/disjoint-sets';
import { firstTime } from '../resolve/once-each';
import type { ConnectedPackagesOptions } from './connected-packages';
import type { ImportGraph } from './import-graph';

export interface JoinedFilesOptions extends Omit<ConnectedPackagesOptions, 'leavingImports'> {
  imports: ImportGraph;
  read: (file: string) => string;
}

/**
 * Tells of a file whether imports, in either direction, join it to a package that uses the SDK, so that an unknown value in it may be a
 * client. In a package without the SDK, a file that nothing imports is handed nothing, unless a file of its package loads others by names
 * that the run computes.
 */
export function createJoinedFiles({
  files,
  usesSdk,
  imports,
  packageOf,
  read,
}: JoinedFilesOptions): (file: string) => boolean {
  const joined = firstTime(joinedFiles);
  return (file) => usesSdk(file) || joined().leaderOf(file) === joined().leaderOf(USERS);

  function joinedFiles(): DisjointSets<string> {
    const sets = new DisjointSets<string>();
    const others = new Map<string, string[]>();
    for (const file of files) {
      for (const target of imports(file)) sets.join(file, target);
      if (usesSdk(file)) sets.join(USERS, file);
      else append(others, packageOf(file), file);
    }
    for (const [folder, own] of others) {
      if (own.some((file) => COMPUTED_LOAD.test(read(file))))
        for (const file of own) sets.join(folderKey(folder), file);
    }
    return sets;
  }
}

/** Stand for all files of packages that use the SDK, and for those of one package: no path has a NUL. */
const USERS = '\0';
const folderKey = (folder: string) => `\0${folder}`;

/** Matches what loads files by a computed name or from a folder: `require(name)`, `readdirSync(…)`, `import.meta.glob(…)`. */
const COMPUTED_LOAD =
  /\b(?:require|import)\s*\(\s*(?!\s|(['"`])[^'"`$]*\1\s*[,)])|\b(?:readdir|opendir|glob|autoload|requireDir|requireAll|importAll)\w*\b|\brequire\s*\.\s*context\b/i;
