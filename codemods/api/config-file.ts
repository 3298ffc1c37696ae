import { join } from 'node:path';
import type { FileSystem } from '../engine/file-system/file-system';
import { CONFIG_FILE } from '../engine/tool';
import { UsageError } from '../engine/usage-error';
import type { Config } from './config';

/**
 * The configuration at a root; empty without a file.
 *
 * @throws {UsageError} naming the key at fault
 */
export async function readConfig(root: string, files: FileSystem): Promise<Config> {
  let text: string;
  try {
    text = files.read(join(root, CONFIG_FILE)).toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new UsageError(`${CONFIG_FILE} cannot be read: ${message}`);
  }
  const { parseConfig } = await import('./config');
  return parseConfig(text, CONFIG_FILE);
}
