import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from './measure';

export const peerNames = [
  'ripgrep',
  'walk',
  'ast-grep',
  'jscodeshift',
  'jscodeshift-all',
  'jssg',
  'typescript-7',
  'ts-morph',
] as const;
export type PeerName = (typeof peerNames)[number];

export interface Peer {
  title: string;
  /** What it tells legacy calls by; absent if it only reads. */
  goesBy?: 'names' | 'receivers';
  /** How to run it over a tree without writing to it. It prints what it would rename. @throws {Error} if it is not installed */
  command: (tree: string) => Command;
  /** Set if it takes half a minute where the others take seconds. */
  slow?: true;
}

/** The peers as they are installed in `folder`, next to their own programs. */
export function peersIn(folder: string): Record<PeerName, Peer> {
  return { ...readers(folder), ...byNames(folder), ...byReceivers(folder) };
}

const platform = `${process.platform}-${process.arch}`;
const libc = { linux: '-gnu', win32: '-msvc' }[process.platform as string] ?? '';

const packageFolder = (folder: string, name: string): string =>
  dirname(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`));

const binary = (folder: string, name: string, file: string): string =>
  join(packageFolder(folder, name), process.platform === 'win32' ? `${file}.exe` : file);

const script = (folder: string, file: string, tree: string): Command => ({
  program: process.execPath,
  args: [join(folder, file), tree],
});

const readers = (folder: string) => ({
  walk: {
    title: 'Node: walk and read',
    command: (tree: string) => script(folder, 'walk-and-read.cjs', tree),
  },
});

function byNames(folder: string) {
  const goesBy = 'names' as const;
  const jscodeshift = (textFilter: '0' | '1') => (tree: string) => ({
    program: process.execPath,
    args: [
      join(packageFolder(folder, 'jscodeshift'), 'bin/jscodeshift.js'),
      `--transform=${join(folder, 'jscodeshift-transform.cjs')}`,
      '--dry',
      '--silent',
      '--parser=tsx',
      '--extensions=ts,tsx,mts,cts,js,jsx,mjs,cjs',
      '--ignore-pattern=**/node_modules/**',
      `--cpus=${availableParallelism()}`,
      tree,
    ],
    env: { TEXT_FILTER: textFilter },
  });
  return {
    ripgrep: {
      title: 'ripgrep for the tokens',
      goesBy,
      command: (tree: string) => ({
        program: binary(folder, `@vscode/ripgrep-${platform}`, 'bin/rg'),
        args: [
          ...['--line-number', '--no-heading', '--no-messages'],
          ...['\\.(freeze|unfreeze|terminate)\\b', tree],
        ],
      }),
    },
    'ast-grep': {
      title: 'ast-grep, three rules, no types',
      goesBy,
      command: (tree: string) => ({
        program: binary(folder, `@ast-grep/cli-${platform}${libc}`, 'ast-grep'),
        args: ['scan', '--config', join(folder, 'sgconfig.yml'), '--json=stream', tree],
      }),
    },
    jscodeshift: {
      title: 'jscodeshift CLI, text filter first, no types',
      goesBy,
      command: jscodeshift('1'),
    },
    'jscodeshift-all': { title: 'jscodeshift CLI, no text filter', goesBy, command: jscodeshift('0') },
  };
}

function byReceivers(folder: string) {
  const slow = { goesBy: 'receivers', slow: true } as const;
  return {
    jssg: {
      title: 'Codemod jssg with its symbol analysis, text filter first',
      ...slow,
      command: (tree: string) => ({
        program: binary(folder, `@codemod.com/cli-${platform}${libc}`, 'codemod'),
        args: [
          ...['jssg', 'run', join(folder, 'jssg-transform.mjs'), '--language', 'tsx', '--target', tree],
          ...['--semantic-workspace', tree, '--dry-run', '--allow-dirty'],
          ...['--no-interactive', '--no-color', '--disable-analytics'],
        ],
      }),
    },
    'typescript-7': {
      title: 'TypeScript 7 over the whole program',
      ...slow,
      command: (tree: string) => {
        packageFolder(folder, `@typescript/typescript-${platform}`);
        return script(folder, 'typescript-7.mjs', tree);
      },
    },
    'ts-morph': {
      title: 'ts-morph over the whole program',
      ...slow,
      command: (tree: string) => {
        packageFolder(folder, 'ts-morph');
        return script(folder, 'ts-morph.cjs', tree);
      },
    },
  };
}
