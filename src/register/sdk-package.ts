import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Not imported from real-sdk.ts: the thread of the import hooks also loads this module, and needs nothing else of the package.
export const sdkName = '@zentra/sdk';

/** Package names by folder. */
const names = new Map<string, string | undefined>();

/**
 * Whether a file belongs to the SDK, by the name in its package's manifest. Sub-paths, `#imports`, resolved paths and npm aliases are
 * therefore recognised.
 *
 * @param file path or `file:` URL; anything else belongs to no package
 */
export function isOfSdk(file: string | undefined | null): boolean {
  return Boolean(file) && packageOf(file!) === sdkName;
}

/** Name of the package that a file belongs to. */
export function packageOf(file: string): string | undefined {
  const path = pathOf(file);
  return path && packageName(rootOfInstalled(path) ?? dirname(path));
}

function pathOf(file: string): string | undefined {
  if (!file.startsWith('file:')) return isAbsolute(file) ? file : undefined;
  try {
    return fileURLToPath(new URL(file));
  } catch {
    return undefined;
  }
}

/** An installed package has its manifest at its root, so its folders need not be searched on the disk. */
function rootOfInstalled(path: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(path)?.[0];
}

function packageName(folder: string): string | undefined {
  if (names.has(folder)) return names.get(folder);
  const parent = dirname(folder);
  const name = nameIn(folder) ?? (parent === folder ? undefined : packageName(parent));
  names.set(folder, name);
  return name;
}

/** A manifest without a name only sets the module system of its folder. */
function nameIn(folder: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
