import { parseDocument } from 'yaml';
import { SDK_MODULE } from '../../resolve/names';

/**
 * The version of the SDK in a pnpm-lock.yaml.
 *
 * @param place folder of the package that asks, relative to the lock file's; empty where they are one
 */
export function fromPnpm(text: string, place: string): string | undefined {
  let lock: unknown;
  try {
    lock = parseDocument(text).toJS();
  } catch {
    return undefined;
  }
  const importer = property(property(lock, 'importers'), place === '' ? '.' : place) ?? lock;
  for (const section of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const entry = property(property(importer, section), SDK_MODULE);
    const version = stringOf(typeof entry === 'string' ? entry : property(entry, 'version'));
    // Peers follow in parentheses, or in older files after an underscore; an alias has its package's name before.
    if (version !== undefined) return version.replace(/[(_].*$/, '').replace(/^\/?@zentra\/sdk[@/]/, '');
  }
  return undefined;
}

function property(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
