import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type PackageJson, parsePackageJson } from '../../resolve/package-json';
import { folderGlobMatcher } from '../walk/glob';
import { repositoryOf } from '../walk/repository';
import { pathBetween } from './path-between';

/**
 * The root of a run over a part of a project. The package.json that depends on the SDK may be above the named folder, and the members of a
 * workspace pass clients to each other, so they have one root.
 *
 * The root is the nearest folder above, within the git tree, with a package.json; or the workspace that this folder is a member of.
 * Without a git tree, only a workspace leads up from the folder, since
 * nothing else shows where the project ends.
 *
 * @param folder real path
 */
export async function projectRoot(folder: string): Promise<string> {
  const top = repositoryOf(folder)?.folder;
  const above = foldersUp(folder, top);
  const nearest = above.findIndex((at) => existsSync(join(at, 'package.json')));
  if (nearest < 0) return folder;
  const own = above[nearest]!;
  const alone = top === undefined ? folder : own;
  for (const at of above.slice(nearest + 1)) if (isMember(own, at, await workspacesOf(at))) return at;
  return alone;
}

/** @param top the last; without one, they end below the first in which anybody may put a package.json, such as /tmp */
function foldersUp(folder: string, top: string | undefined): string[] {
  const folders = [folder];
  for (let at = folder; at !== top && dirname(at) !== at; ) {
    at = dirname(at);
    if (top === undefined && mayAnybodyWrite(at)) break;
    folders.push(at);
  }
  return folders;
}

/** Windows has no such bits. */
function mayAnybodyWrite(folder: string): boolean {
  return process.platform !== 'win32' && (statSync(folder).mode & 0o002) !== 0;
}

/** Globs of the members' folders, relative to the folder; none where it has no workspaces. */
async function workspacesOf(folder: string): Promise<string[]> {
  const packageJson = parsePackageJson(textOf(join(folder, 'package.json')));
  const pnpm = textOf(join(folder, 'pnpm-workspace.yaml'));
  return [...inManifest(packageJson), ...(pnpm === undefined ? [] : await inPnpm(pnpm))];
}

/** The workspaces of npm, yarn and bun: a list, or `packages` of an object. */
function inManifest(packageJson: PackageJson | undefined): string[] {
  const workspaces = packageJson?.workspaces;
  const isObject = workspaces !== null && typeof workspaces === 'object' && 'packages' in workspaces;
  return strings(isObject ? workspaces.packages : workspaces);
}

async function inPnpm(text: string): Promise<string[]> {
  const { parse } = await import('yaml');
  try {
    const value: unknown = parse(text);
    return value !== null && typeof value === 'object' && 'packages' in value ? strings(value.packages) : [];
  } catch {
    // A broken file is pnpm's to complain about.
    return [];
  }
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

function isMember(folder: string, root: string, globs: readonly string[]): boolean {
  const path = pathBetween(root, folder);
  const matches = (glob: string) => folderGlobMatcher(glob)(path);
  const taken = globs.filter((glob) => !glob.startsWith('!'));
  const leftOut = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  return taken.some(matches) && !leftOut.some(matches);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
