import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../digest';
import { UsageError } from '../usage-error';
import { type Environment, stateHome } from '../user-directory';
import { fileError } from './file-error';
import { distrustUpTo } from './trusted-folder';

/** The one name of a root, whichever path leads to it. The native call also returns the case on disk. */
export function realRoot(root: string): string {
  return realpathSync.native(root);
}

/** The folder of one root's journals and lock. It may not exist yet. */
export function stateDirectory(root: string, env: Environment): string {
  return join(stateHome(env), digestOf(realRoot(root)).slice(0, 32));
}

/**
 * Creates the folder, for the user only: journals hold source code.
 *
 * @throws {UsageError} if it cannot be created: without a journal nothing may be written
 */
export function createStateDirectory(root: string, env: Environment): string {
  const directory = stateDirectory(root, env);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    nameRoot(join(directory, 'root'), realRoot(root));
    const distrust = distrustUpTo(directory, 1);
    if (distrust !== undefined) throw new Error(distrust);
  } catch (error) {
    throw new UsageError(
      `no journal for undo can be kept in ${directory}: ${fileError(error)}. Set XDG_STATE_HOME to a folder that can be written`,
    );
  }
  return directory;
}

/** Writes the file atomically, since another run may read it meanwhile. */
function nameRoot(file: string, root: string): void {
  if (existsSync(file)) return;
  const beside = `${file}.${randomUUID()}`;
  writeFileSync(beside, root, { mode: 0o600 });
  renameSync(beside, file);
}

/** Every root that has a state folder. */
export function knownRoots(env: Environment): { root: string; directory: string }[] {
  const home = stateHome(env);
  let names: string[];
  try {
    names = readdirSync(home);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const directory = join(home, name);
    try {
      return [{ root: readFileSync(join(directory, 'root'), 'utf8'), directory }];
    } catch {
      return [];
    }
  });
}
