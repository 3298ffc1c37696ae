import { join } from 'node:path';
import type { FileSystem } from '../engine/file-system/file-system';
import { CONFIG_FILE } from '../engine/tool';
import { UsageError } from '../engine/usage-error';
import { escapeGlob } from '../engine/walk/glob';
import type { Config } from './config';

/**
 * The configuration at a root, or that of a member of its workspace; empty without a file.
 *
 * @param member the member's folder, relative to the root; empty: the root itself
 * @throws {UsageError} naming the key at fault
 */
export async function readConfig(root: string, files: FileSystem, member = ''): Promise<Config> {
  let text: string;
  try {
    text = files.read(join(root, member, CONFIG_FILE)).toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new UsageError(`${CONFIG_FILE} cannot be read: ${message}`);
  }
  const { parseConfig } = await import('./config');
  return inMember(member, parseConfig(text, CONFIG_FILE));
}

/** A configuration whose globs go by the root; a glob without `/` matches at any depth of the member. */
function inMember(member: string, config: Config): Config {
  if (member === '') return config;
  const base = escapeGlob(member);
  const below = (globs: readonly string[]) =>
    globs.map((glob) => `${base}/${/\/./.test(glob) ? '' : '**/'}${glob.replace(/^\.?\//, '')}`);
  return {
    ...config,
    ...(config.include && { include: below(config.include) }),
    ...(config.exclude && { exclude: below(config.exclude) }),
  };
}
