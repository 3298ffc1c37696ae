import type { BlindSpot } from '../../report/report';
import { append } from '../../resolve/append';
import type { Sdk } from '../../resolve/sdk';
import type { FileSystem } from '../file-system/file-system';
import { isMinified, skippedFolders, walk } from '../walk/walk';
import { holdsCode, kindOf } from './file-facts';
import { UNREAD_FILE } from './left-out';
import { tokensOf } from './tokens';

export interface LeftOutTrackedOptions {
  /** Absolute real path, with `/`. */
  root: string;
  sdk: Sdk;
  fileSystem: FileSystem;
  /** Files that git tracks, relative to the root. */
  tracked: readonly string[];
  /** Files that the walk found. */
  walked: ReadonlySet<string>;
  /** Whether the run's selection includes a path. */
  isWanted: (path: string) => boolean;
}

/**
 * The blind spots of committed files that no run reads: in folders of output, minified, or ignored although they are tracked. Those that
 * name the SDK make one blind spot per folder of output, and one per other file. Dependencies do not count.
 */
export function blindSpotsOfTracked(options: LeftOutTrackedOptions): BlindSpot[] {
  const { tracked, walked, isWanted } = options;
  const left = tracked.filter(
    (file) =>
      !walked.has(file) &&
      holdsCode(kindOf(file)) &&
      !file.split('/').includes('node_modules') &&
      isWanted(file),
  );
  const naming = left.filter((file) => namesSdk(`${options.root}/${file}`, options));
  const byPlace = new Map<string, string[]>();
  for (const file of naming) append(byPlace, outputFolderOf(file) ?? file, file);
  return Array.from(byPlace, ([place, files]) => ({
    kind: UNREAD_FILE,
    file: place,
    ...whyUnread(place, files),
  }));
}

function whyUnread(place: string, files: readonly string[]): Pick<BlindSpot, 'reason' | 'readIfNamed'> {
  const [first] = files;
  if (first !== place) {
    const many = files.length === 1 ? first : `${first} and ${files.length - 1} more`;
    const reason = `${place} is committed and is not read, and ${many} in it may use the SDK: migrate what it is built from, or name the folder on the command line`;
    return { reason, readIfNamed: true };
  }
  if (isMinified(place)) {
    return {
      reason: `${place} is minified, and is not read: migrate what it is built from, then build it again`,
    };
  }
  const reason = `${place} is committed although git is told to ignore it, and is not read: name it on the command line, or take it out of git`;
  return { reason, readIfNamed: true };
}

/** The outermost folder around a file that no run enters. */
function outputFolderOf(file: string): string | undefined {
  const parts = file.split('/').slice(0, -1);
  const at = parts.findIndex((part) => skippedFolders.has(part));
  return at < 0 ? undefined : parts.slice(0, at + 1).join('/');
}

/** The blind spots of nested repositories that use the SDK. Each is another project, and is left alone. */
export function blindSpotsOfRepositories(
  folders: readonly string[],
  options: Pick<LeftOutTrackedOptions, 'root' | 'sdk' | 'fileSystem' | 'isWanted'>,
): BlindSpot[] {
  const { root, fileSystem, isWanted } = options;
  return folders.filter(isWanted).flatMap((folder): BlindSpot[] => {
    const within = `${root}/${folder}`;
    const files = walk(within, { paths: [], include: [], exclude: [], onUnreadable: () => {} }, fileSystem);
    const first = files
      .filter((file) => holdsCode(kindOf(file)))
      .find((file) => namesSdk(`${within}/${file}`, options));
    if (first === undefined) return [];
    const reason = `${folder} is a repository of its own that may use the SDK (${first}): migrate it where it is at home, or name it on the command line`;
    return [{ kind: 'submodule', file: folder, reason }];
  });
}

function namesSdk(
  path: string,
  { sdk, fileSystem }: Pick<LeftOutTrackedOptions, 'sdk' | 'fileSystem'>,
): boolean {
  try {
    return fileSystem.status(path)?.isFile() === true && tokensOf(sdk).mentionsSdk(fileSystem.read(path));
  } catch {
    // The walk reports folders that cannot be read.
    return false;
  }
}
