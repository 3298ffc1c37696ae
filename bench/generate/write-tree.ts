import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExpectedSite } from './legacy';
import { generateTree, type TreeFile, type TreeOptions } from './tree';

/** Contents of a generated tree. */
export interface TreeSummary {
  options: TreeOptions;
  files: number;
  bytes: number;
  filesByKind: Record<TreeFile['kind'], number>;
  /** Sites that a migration must find, by file. */
  sites: readonly (ExpectedSite & { file: string })[];
}

/** Writes a tree into `folder`, which must not exist yet. */
function writeTree(folder: string, options: TreeOptions): TreeSummary {
  const filesByKind = { plain: 0, client: 0, legacy: 0, decoy: 0, manifest: 0 };
  const sites: (ExpectedSite & { file: string })[] = [];
  let bytes = 0;
  for (const { file, text, kind, sites: own } of generateTree(options)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    filesByKind[kind]++;
    bytes += Buffer.byteLength(text);
    sites.push(...own.map((site) => ({ ...site, file })));
  }
  const files = Object.values(filesByKind).reduce((sum, count) => sum + count, 0) - filesByKind.manifest;
  return { options, files, bytes, filesByKind, sites };
}

/**
 * The tree for these options below `cache`, as a git repository with one commit; written once and then reused.
 *
 * @param version version of the generator; each version has its own tree
 */
export function cachedTree(cache: string, version: string, options: TreeOptions) {
  const { files, seed, legacyShare = 0.02, sitesPerFile = 2 } = options;
  const folder = join(
    cache,
    `${files}-files-seed-${seed}-legacy-${legacyShare}-sites-${sitesPerFile}-${version}`,
  );
  const summaryFile = `${folder}.json`;
  if (!existsSync(summaryFile)) {
    // The summary is written last: without it, the tree is unfinished, left by a run that was stopped.
    rmSync(folder, { recursive: true, force: true });
    const summary = writeTree(folder, options);
    commitAll(folder);
    writeFileSync(`${summaryFile}.new`, JSON.stringify(summary));
    renameSync(`${summaryFile}.new`, summaryFile);
  }
  return { folder, summary: JSON.parse(readFileSync(summaryFile, 'utf8')) as TreeSummary };
}

function commitAll(folder: string): void {
  const settings = [
    'user.name=bench',
    'user.email=bench@example.invalid',
    'commit.gpgSign=false',
    'gc.auto=0',
  ];
  const git = (...args: string[]) =>
    execFileSync('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], { cwd: folder });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Generated');
}
