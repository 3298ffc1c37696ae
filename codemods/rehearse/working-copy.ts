import { constants, type Dirent } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readFile, readlink, realpath, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { RehearsalError } from './rehearsal-error';
import type { StandIn } from './stand-in';

export interface CopyOptions {
  /** Absolute real path of the repository. */
  root: string;
  /** Absolute path of the copy, which does not exist yet. */
  to: string;
  /** Stand-ins by package name. */
  standIns: ReadonlyMap<string, StandIn>;
}

/**
 * Copies a repository: every file except `.git`, and each `node_modules` as a folder of links to the installed packages.
 * Links between workspaces lead to their copies.
 *
 * @throws {RehearsalError} if packages are not installed as folders (Yarn Plug'n'Play)
 */
export async function copyRepository(options: CopyOptions): Promise<void> {
  const { root, to, standIns } = options;
  await mkdir(to, { recursive: true });
  await copyFolder(root, to, options);
  // Without installed packages, the stand-ins can still be imported.
  await installStandIns(join(to, 'node_modules'), standIns);
}

async function copyFolder(from: string, to: string, options: CopyOptions): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === '.git') continue;
    if (/^\.pnp\.[cm]?js$/.test(entry.name)) throw pluginPlay(source);
    if (entry.name === 'node_modules' && (await isFolder(source, entry))) {
      await linkPackages(source, target, options);
    } else if (entry.isSymbolicLink()) {
      await symlink(await movedTarget(source, options), target);
    } else if (entry.isDirectory()) {
      await mkdir(target, { recursive: true });
      await copyFolder(source, target, options);
    } else if (entry.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
    }
  }
}

const pluginPlay = (file: string) =>
  new RehearsalError(
    `${file}: packages of Yarn Plug'n'Play are no folders, so the SDK cannot be replaced in a copy: set "nodeLinker: node-modules" in .yarnrc.yml, install, and rehearse again`,
  );

async function isFolder(path: string, entry: Dirent): Promise<boolean> {
  return entry.isDirectory() || (entry.isSymbolicLink() && (await lstat(await realpath(path))).isDirectory());
}

/** The target of a copied link: a target inside the repository is taken from the copy. */
async function movedTarget(link: string, { root, to }: CopyOptions): Promise<string> {
  const target = await readlink(link);
  if (!isAbsolute(target)) {
    const inside = isInside(root, resolve(dirname(link), target));
    return inside ? target : resolve(dirname(link), target);
  }
  return isInside(root, target) ? join(to, relative(root, target)) : target;
}

/** Links the installed packages. A package with a stand-in is recognised by its manifest's name, so that an alias is replaced, too. */
async function linkPackages(from: string, to: string, options: CopyOptions): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await packagesIn(from)) {
    const source = await realpath(join(from, name)).catch(() => undefined);
    if (source === undefined) continue;
    const target = join(to, name);
    await mkdir(dirname(target), { recursive: true });
    const standIn = options.standIns.get((await packageName(source)) ?? name);
    if (standIn) await standIn(target, source);
    else
      await symlink(
        isOwnCode(source, options) ? join(options.to, relative(options.root, source)) : source,
        target,
      );
  }
}

/** Names of the packages and of the programs in a `node_modules`, scopes and `.bin` included. */
async function packagesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const nested = names.filter((name) => name.startsWith('@') || name === '.bin');
  const within = await Promise.all(
    nested.map(async (scope) => (await readdir(join(folder, scope))).map((name) => `${scope}/${name}`)),
  );
  return [...names.filter((name) => !name.startsWith('.') && !name.startsWith('@')), ...within.flat()];
}

async function packageName(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  try {
    const name: unknown = text === undefined ? undefined : JSON.parse(text).name;
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a path belongs to the repository itself, like the target of a workspace link. */
function isOwnCode(path: string, { root }: CopyOptions): boolean {
  return isInside(root, path) && !relative(root, path).split(sep).includes('node_modules');
}

async function installStandIns(folder: string, standIns: CopyOptions['standIns']): Promise<void> {
  for (const [name, standIn] of standIns) {
    const target = join(folder, name);
    if (await lstat(target).catch(() => undefined)) continue;
    await mkdir(dirname(target), { recursive: true });
    await standIn(target, undefined);
  }
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root + sep);
}
