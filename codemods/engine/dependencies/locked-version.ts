import { parsePackageJson } from '../../resolve/package-json';
import { escapePattern } from '../escape-pattern';

export const lockFiles = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
] as const;

export type LockFile = (typeof lockFiles)[number];

export interface Asker {
  /** The package's folder, relative to the lock file's; empty where they are the same. */
  place: string;
  /** The version in its package.json. */
  asked: string | undefined;
}

/** The version of the SDK that a lock file holds for a package. */
export type LockedVersions = (asker: Asker) => string | undefined;

/** A lock file that cannot be parsed, or has several versions without their users, gives no version. */
export async function readLock(name: LockFile, text: string, module: string): Promise<LockedVersions> {
  switch (name) {
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
      return fromNpm(text, module);
    case 'pnpm-lock.yaml':
      // The YAML parser loads slowly, and most repositories have no pnpm-lock.yaml.
      return (await import('./pnpm-lock')).fromPnpm(text, module);
    case 'yarn.lock':
      return fromYarn(text, module);
    case 'bun.lock': {
      const name = escapePattern(module);
      const version = only(text, new RegExp(`"${name}":\\s*\\[\\s*"${name}@([^"]+)"`, 'g'));
      return () => version;
    }
  }
}

interface NpmLock {
  packages?: Record<string, { version?: unknown; link?: unknown } | undefined>;
  dependencies?: Record<string, { version?: unknown } | undefined>;
}

/** Lock files of versions 2 and 3 name folders, of which the nearest counts; version 1 has a tree, of which the top counts. */
function fromNpm(text: string, module: string): LockedVersions {
  const lock = parsePackageJson(text) as NpmLock | undefined;
  const packages = lock?.packages;
  if (packages === undefined) return () => stringOf(lock?.dependencies?.[module]?.version);
  return ({ place }) => {
    for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const entry = packages[`${at === '' ? '' : `${at}/`}node_modules/${module}`];
      if (entry !== undefined) return stringOf(entry.version);
      if (at === '') return undefined;
    }
  };
}

/** Both versions of the format head an entry with the requested ranges, and have the version below. */
function fromYarn(text: string, module: string): LockedVersions {
  const name = escapePattern(module);
  const entries = [
    ...text.matchAll(
      new RegExp(`^("?${name}@[^\\n]*):\\r?\\n(?: {2}[^\\n]*\\n)*? {2}version:? "?([^"\\s]+)"?`, 'gm'),
    ),
  ];
  const versions = new Map(
    entries.flatMap(([, head, version]) =>
      head!
        .split(/,\s*/)
        .map((one) => [one.replaceAll('"', '').replace(new RegExp(`^${name}@(?:npm:)?`), ''), version!]),
    ),
  );
  const all = new Set(versions.values());
  const one = all.size === 1 ? [...all][0] : undefined;
  return ({ asked }) => (asked === undefined ? undefined : versions.get(asked)) ?? one;
}

function only(text: string, pattern: RegExp): string | undefined {
  const versions = new Set([...text.matchAll(pattern)].map(([, version]) => version));
  return versions.size === 1 ? [...versions][0] : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
