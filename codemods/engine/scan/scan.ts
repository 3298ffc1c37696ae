import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { posix } from 'node:path';
import type { FileOutcome } from '../../reports/report';
import { parseManifest } from '../../resolve/manifest';
import { COMPAT_MODULE, SDK_MODULE } from '../../resolve/names';
import { tokensIn } from './tokens';

/** A file that may have to change. */
export interface Candidate {
  /** Relative to the root, with `/`. */
  file: string;
  bytes: Buffer;
  mentionsSdk: boolean;
  mayHoldSites: boolean;
}

export interface Package {
  /** Folder relative to the root; `''` is the root itself. */
  folder: string;
  name: string | undefined;
  dependencies: ReadonlySet<string>;
  /** `"type": "module"` */
  isEsm: boolean;
  /** Whether it depends on the SDK or imports it, itself or through a package of the repository. */
  usesSdk: boolean;
}

export interface Scan {
  /** Every file that was looked at. */
  files: readonly string[];
  filesScanned: number;
  candidates: readonly Candidate[];
  /** Files in which the SDK's name stands: where clients come from. */
  mentions: ReadonlySet<string>;
  packages: Packages;
  failed: readonly FileOutcome[];
  /** Digest of every path and of every byte that the findings depend on. */
  digest: string;
}

export interface Packages {
  all: readonly Package[];
  /** The package that a file belongs to: the nearest folder with a package.json, or the root. */
  of(file: string): Package;
}

/** What decides where imports lead and which versions are in use. */
const CONFIGURATION =
  /(?:^|\/)(?:package\.json|[jt]sconfig[^/]*\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|\.yarnrc\.yml)$/;
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx?)$/;
const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Reads every source file once and keeps those that may have to change. Only the `selected` ones count as scanned. */
export function scan(root: string, files: readonly string[], selected: ReadonlySet<string>): Scan {
  const candidates: Candidate[] = [];
  const mentions = new Set<string>();
  const failed: FileOutcome[] = [];
  const manifests: string[] = [];
  let filesScanned = 0;
  const read = reader();
  const hash = createHash('sha256');

  for (const file of files) {
    hash.update(`${file}\0`);
    if (!SOURCE.test(file)) {
      if (posix.basename(file) === 'package.json') manifests.push(file);
      if (CONFIGURATION.test(file)) hash.update(readOrNothing(read, `${root}/${file}`));
      continue;
    }
    if (selected.has(file)) filesScanned += 1;
    try {
      const content = read(`${root}/${file}`);
      hash.update(content);
      const { mentionsSdk, mayHoldSites } = tokensIn(content);
      if (!mentionsSdk && !mayHoldSites) continue;
      if (isMinifiedOrGenerated(content, mentionsSdk)) continue;
      if (mentionsSdk) mentions.add(file);
      candidates.push({ file, bytes: Buffer.from(content), mentionsSdk, mayHoldSites });
    } catch (error) {
      failed.push({
        file,
        status: 'failed',
        error: `cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      });
    }
  }
  const packages = createPackages(root, manifests, mentions, read);
  return { files, filesScanned, candidates, mentions, packages, failed, digest: hash.digest('hex') };
}

function readOrNothing(read: (path: string) => Buffer, path: string): Buffer {
  try {
    return read(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Reads whole files into one buffer that is used again: the result is good until the next call. */
function reader(): (path: string) => Buffer {
  let buffer = Buffer.allocUnsafe(1 << 20);
  return (path) => {
    const descriptor = openSync(path, 'r');
    try {
      let length = 0;
      for (;;) {
        const count = readSync(descriptor, buffer, length, buffer.length - length, null);
        length += count;
        if (length < buffer.length) {
          if (count === 0 || length < MAX_SINGLE_READ) return buffer.subarray(0, length);
        } else {
          buffer = Buffer.concat([buffer], buffer.length * 2);
        }
      }
    } finally {
      closeSync(descriptor);
    }
  };
}

/** A regular file gives all that it has at once, up to this size. */
const MAX_SINGLE_READ = 1 << 19;

/** Far above what a person writes into one file: a bundle, which is worth its time only where the SDK is named in it. */
const MAX_SOURCE_BYTES = 2 * 1024 * 1024;

/** Printed by a tool for a machine: too large, long lines throughout, or a header that says so. */
function isMinifiedOrGenerated(content: Buffer, mentionsSdk: boolean): boolean {
  if (content.length > MAX_SOURCE_BYTES && !mentionsSdk) return true;
  const head = content.toString('latin1', 0, 1024);
  if (/^\s*(?:\/\/|\/\*|#)[^\n]*@generated\b/m.test(head)) return true;
  if (content.length < 5000) return false;
  let lines = 1;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) lines += 1;
  return content.length / lines > 500;
}

function createPackages(
  root: string,
  manifests: readonly string[],
  mentions: ReadonlySet<string>,
  read: (path: string) => Buffer,
): Packages {
  const byFolder = new Map<string, Package>();
  const add = (folder: string, manifest: ReturnType<typeof parseManifest>) => {
    const dependencies = new Set(
      DEPENDENCY_FIELDS.flatMap((field) => Object.keys((manifest?.[field] as object | undefined) ?? {})),
    );
    const name = typeof manifest?.name === 'string' ? manifest.name : undefined;
    byFolder.set(folder, {
      folder,
      name,
      dependencies,
      isEsm: manifest?.type === 'module',
      usesSdk: dependencies.has(SDK_MODULE) || dependencies.has(COMPAT_MODULE),
    });
  };
  add('', manifestAbove(root, read));
  for (const file of manifests) {
    const folder = file === 'package.json' ? '' : posix.dirname(file);
    try {
      add(folder, parseManifest(read(`${root}/${file}`).toString('utf8')));
    } catch {
      add(folder, undefined);
    }
  }
  const known = new Map<string, Package>();
  const of = (file: string): Package => ofFolder(posix.dirname(file));
  const ofFolder = (folder: string): Package => {
    const cached = known.get(folder);
    if (cached) return cached;
    const own = byFolder.get(folder === '.' ? '' : folder);
    const result = own ?? ofFolder(posix.dirname(folder));
    known.set(folder, result);
    return result;
  };
  for (const file of mentions) of(file).usesSdk = true;
  const all = [...byFolder.values()];
  spread(all);
  return { all, of };
}

/** The package.json of the package that the root is a part of. */
function manifestAbove(root: string, read: (path: string) => Buffer): ReturnType<typeof parseManifest> {
  for (let at = posix.dirname(root); at !== posix.dirname(at); at = posix.dirname(at)) {
    try {
      return parseManifest(read(`${at}/package.json`).toString('utf8'));
    } catch {
      // None here: one folder up.
    }
  }
  return undefined;
}

/** A package that depends on one that uses the SDK uses it, too. */
function spread(packages: readonly Package[]): void {
  for (let changed = true; changed; ) {
    changed = false;
    const users = new Set(packages.filter(({ usesSdk }) => usesSdk).map(({ name }) => name));
    for (const candidate of packages) {
      if (candidate.usesSdk || ![...candidate.dependencies].some((name) => users.has(name))) continue;
      candidate.usesSdk = true;
      changed = true;
    }
  }
}
