import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Peer, type PeerName, peerNames, peersIn } from './peers';

export interface Peers {
  all: Readonly<Record<PeerName, Peer>>;
  /** Why a peer cannot run here. */
  missing: ReadonlyMap<PeerName, string>;
  /** Name and version of each package. */
  versions: readonly string[];
}

const source = join(import.meta.dirname, 'peers');

/**
 * Copies the peers' own programs and their lock file into `folder`, and installs from the registry what the file names, once. Install scripts
 * do not run: a binary that they would link is found in its package. What cannot be installed is missing, and the others run without it.
 */
export function installPeers(folder: string): Peers {
  const failure = install(folder);
  const all = peersIn(folder);
  const missing = new Map<PeerName, string>();
  for (const name of peerNames) {
    const why = name === 'walk' ? undefined : (failure ?? whyNot(all[name]));
    if (why) missing.set(name, why);
  }
  return { all, missing, versions: versions() };
}

/** @returns the reason, if npm could not install them */
function install(folder: string): string | undefined {
  cpSync(source, folder, { recursive: true });
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8');
  const mark = join(folder, 'installed.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return undefined;
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
      cwd: folder,
      shell: process.platform === 'win32',
    });
  } catch (error) {
    return firstLine(error);
  }
  cpSync(join(source, 'package-lock.json'), mark);
  return undefined;
}

function whyNot({ command }: Peer): string | undefined {
  try {
    command('.');
    return undefined;
  } catch (error) {
    return firstLine(error);
  }
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0]!;

function versions(): string[] {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(source, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'optionalDependencies', Record<string, string>>;
  return Object.entries({ ...dependencies, ...optionalDependencies }).map(
    ([name, version]) => `${name} ${version}`,
  );
}
