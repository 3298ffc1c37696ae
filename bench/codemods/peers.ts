import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from './measure';

const here = join(import.meta.dirname, 'peers');

export const peerNames = ['ripgrep', 'walk', 'ast-grep', 'jscodeshift', 'jscodeshift-all'] as const;
export type PeerName = (typeof peerNames)[number];

export interface Peer {
  name: PeerName;
  title: string;
  command: (tree: string) => Command;
}

/**
 * Installs the pinned peers from the registry into `folder`, once, and returns how to run each over a tree without writing to it. Install
 * scripts do not run: a binary that they would link is found in its package.
 */
export function installPeers(folder: string): { peers: Record<PeerName, Peer>; versions: string[] } {
  const pinned = readFileSync(join(here, 'package.json'), 'utf8');
  if (
    !existsSync(join(folder, 'installed.json')) ||
    readFileSync(join(folder, 'installed.json'), 'utf8') !== pinned
  ) {
    mkdirSync(folder, { recursive: true });
    cpSync(join(here, 'package.json'), join(folder, 'package.json'));
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
      cwd: folder,
      shell: process.platform === 'win32',
    });
    cpSync(join(here, 'package.json'), join(folder, 'installed.json'));
  }
  const { dependencies } = JSON.parse(pinned) as { dependencies: Record<string, string> };
  return {
    peers: peersIn(createRequire(join(folder, 'package.json'))),
    versions: Object.entries(dependencies).map(([name, version]) => `${name} ${version}`),
  };
}

function peersIn(require: NodeJS.Require): Record<PeerName, Peer> {
  const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));
  const platform = `${process.platform}-${process.arch}`;
  const libc = { linux: '-gnu', win32: '-msvc' }[process.platform as string] ?? '';
  const binary = (folder: string, name: string) =>
    join(packageFolder(folder), process.platform === 'win32' ? `${name}.exe` : name);
  const jscodeshift = (tree: string): Command => ({
    program: process.execPath,
    args: [
      join(packageFolder('jscodeshift'), 'bin/jscodeshift.js'),
      `--transform=${join(here, 'jscodeshift-transform.cjs')}`,
      '--dry',
      '--silent',
      '--parser=tsx',
      '--extensions=ts,tsx,mts,cts,js,jsx,mjs,cjs',
      '--ignore-pattern=**/node_modules/**',
      `--cpus=${availableParallelism()}`,
      tree,
    ],
  });
  return {
    ripgrep: {
      name: 'ripgrep',
      title: 'ripgrep for the tokens',
      command: (tree) => ({
        program: binary(`@vscode/ripgrep-${platform}`, 'bin/rg'),
        args: [
          '--count',
          '--no-messages',
          '\\.(freeze|unfreeze|terminate|updateLimits|fund|jitFund)\\b',
          tree,
        ],
      }),
    },
    walk: {
      name: 'walk',
      title: 'Node: walk and read',
      command: (tree) => ({ program: process.execPath, args: [join(here, 'walk-and-read.cjs'), tree] }),
    },
    'ast-grep': {
      name: 'ast-grep',
      title: 'ast-grep, three rules, no types',
      command: (tree) => ({
        program: binary(`@ast-grep/cli-${platform}${libc}`, 'ast-grep'),
        args: ['scan', '--config', join(here, 'sgconfig.yml'), '--json=compact', tree],
      }),
    },
    jscodeshift: {
      name: 'jscodeshift',
      title: 'jscodeshift CLI, text filter first, no types',
      command: (tree) => ({ ...jscodeshift(tree), env: { TEXT_FILTER: '1' } }),
    },
    'jscodeshift-all': {
      name: 'jscodeshift-all',
      title: 'jscodeshift CLI, no text filter',
      command: (tree) => ({ ...jscodeshift(tree), env: { TEXT_FILTER: '0' } }),
    },
  };
}
