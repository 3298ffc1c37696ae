import { CONFIGURATION_FILE } from '../resolve/aliases/configured-aliases';
import type { Files } from '../resolve/files';
import type { Sdk } from '../resolve/sdk';
import { type FileSystem, isFile, textIfAny } from './file-system/file-system';
import { kindOf } from './scan/file-facts';
import type { Scan } from './scan/scan';
import { tokensOf } from './scan/tokens';

/** The files of a root as the scan read them, and the files outside it that imports lead to. */
export interface RepositoryFiles extends Files {
  /** Paths outside the root that were read. */
  outside(): string[];
}

export function repositoryFiles(
  root: string,
  scan: Pick<Scan, 'candidates' | 'files'>,
  fileSystem: FileSystem,
): RepositoryFiles {
  const candidates = new Map(scan.candidates.map((candidate) => [`${root}/${candidate.file}`, candidate]));
  const inside = new Set(scan.files.map((file) => `${root}/${file}`));
  const outside = new Map<string, boolean>();
  return {
    outside: () => [...outside.keys()],
    exists(path) {
      if (inside.has(path)) return true;
      if (path.startsWith(`${root}/`)) return false;
      const known = outside.get(path);
      if (known !== undefined) return known;
      const found = !path.includes('/node_modules/') && isFile(fileSystem, path);
      outside.set(path, found);
      return found;
    },
    read(path) {
      const candidate = candidates.get(path);
      return candidate ? candidate.bytes.toString('utf8') : textIfAny(fileSystem, path);
    },
  };
}

/** The files that mention the SDK. Files outside the root are read on demand. */
export function mentionedPaths(
  root: string,
  scan: Pick<Scan, 'mentions'>,
  files: Files,
  sdk: Sdk,
): Pick<ReadonlySet<string>, 'has'> {
  const outside = new Map<string, boolean>();
  return {
    has(path) {
      if (path.startsWith(`${root}/`)) return scan.mentions.has(path.slice(root.length + 1));
      const known = outside.get(path);
      if (known !== undefined) return known;
      const found = tokensOf(sdk).mentionsSdk(Buffer.from(files.read(path) ?? ''));
      outside.set(path, found);
      return found;
    },
  };
}

/** The named packages and their absolute folders. */
export function packageFolders(root: string, { packages }: Pick<Scan, 'packages'>): Map<string, string> {
  return new Map(
    packages.all.flatMap(({ name, folder }): [string, string][] =>
      name ? [[name, absoluteFolder(root, folder)]] : [],
    ),
  );
}

/** @param folder relative to the root; `''` is the root itself */
export const absoluteFolder = (root: string, folder: string): string =>
  folder === '' ? root : `${root}/${folder}`;

/** Absolute paths of all source files. */
export const sourcePaths = (root: string, { files }: Pick<Scan, 'files'>): string[] =>
  files.filter((file) => kindOf(file) === 'source').map((file) => `${root}/${file}`);

/** Absolute paths of the files in which bundlers, test runners and frameworks define aliases. */
export function configurationFiles(root: string, { files }: Pick<Scan, 'files'>): string[] {
  return files.filter((file) => CONFIGURATION_FILE.test(file)).map((file) => `${root}/${file}`);
}
