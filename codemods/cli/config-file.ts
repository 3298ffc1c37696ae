import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../engine/config';
import { UsageError } from '../engine/usage-error';

export const CONFIG_FILE = 'zentra-codemods.config.json';

/**
 * The configuration at a root; nothing where there is no file.
 *
 * @throws {UsageError} naming the key at fault
 */
export async function readConfig(root: string): Promise<Config> {
  let text: string;
  try {
    text = readFileSync(join(root, CONFIG_FILE), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new UsageError(`${CONFIG_FILE} cannot be read: ${message}`);
  }
  const { parseConfig } = await import('../engine/config');
  return parseConfig(text, CONFIG_FILE);
}
