import { parseDocument } from 'yaml';
import { escapePattern } from '../escape-pattern';
import type { LockedVersions } from './locked-version';

/** The versions of a package in a pnpm-lock.yaml. */
export function fromPnpm(text: string, module: string): LockedVersions {
  let lock: unknown;
  try {
    lock = parseDocument(text).toJS();
  } catch {
    return () => undefined;
  }
  return ({ place }) => versionFor(place, lock, module);
}

function versionFor(place: string, lock: unknown, module: string): string | undefined {
  const importer = property(property(lock, 'importers'), place === '' ? '.' : place) ?? lock;
  for (const section of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const entry = property(property(importer, section), module);
    const version = stringOf(typeof entry === 'string' ? entry : property(entry, 'version'));
    // Peers follow in parentheses, or after an underscore in older files; an alias begins with its package's name.
    if (version !== undefined) {
      return version.replace(/[(_].*$/, '').replace(new RegExp(`^\\/?${escapePattern(module)}[@/]`), '');
    }
  }
  return undefined;
}

function property(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
