import { posix } from 'node:path';

/**
 * How a program's files are spread over the members of a workspace of its own. `app` has the steps and the suite. `client` is a private
 * member that makes the client. `guard` and `vault` do not name the SDK: they are handed what they use, `vault` by `guard`.
 */
export interface Layout {
  client: 'app' | 'client';
  /** Where a file stands that exports the client again. */
  hop: 'app' | 'client';
  parts: 'app' | 'guard' | 'vault';
  via: (typeof ways)[number];
  /** The module system of `guard` and `vault`, where the program can import it. */
  format: 'esm' | 'cjs';
  /** Whether members ask for the members that they import. */
  asks: boolean;
}

/**
 * How members import each other. `name`: what a member's entry exports. `subpath`: a pattern of its `exports`. `file`: a path in it.
 * `relative`: a path that leaves the own member.
 */
export const ways = ['name', 'subpath', 'file', 'relative'] as const;

export type Member = 'app' | 'client' | 'guard' | 'vault';

/** Where a member's sources are, relative to the program. The app's stand beside its package.json, as its suite does. */
export const folderOf = (member: Member) => `packages/${member}/${member === 'app' ? '' : 'src/'}`;

/** An import of a file from a member, as source text. */
export interface Imported {
  specifier: string;
  /** The name under which the entry of the file's member exports the file; absent where the specifier leads to the file. */
  member?: string;
}

/**
 * @param file the file's name when it runs
 * @param isEntry whether the file is its member's entry
 */
export function imported(
  program: string,
  from: Member,
  to: Member,
  file: string,
  via: Layout['via'],
  isEntry = false,
): Imported {
  if (from === to) return { specifier: `./${file}` };
  const stem = file.replace(/\.[mc]js$/, '');
  switch (via) {
    case 'name':
      return { specifier: `@${program}/${to}`, ...(isEntry ? {} : { member: stem }) };
    case 'subpath':
      return { specifier: `@${program}/${to}/${stem}` };
    case 'file':
      return { specifier: `@${program}/${to}/src/${file}` };
    case 'relative':
      return { specifier: posix.relative(folderOf(from), `${folderOf(to)}${file}`) };
  }
}

export interface ManifestOptions {
  program: string;
  member: Member;
  via: Layout['via'];
  /** The entry's name when it runs. */
  entry: string;
  dependencies: Readonly<Record<string, string>>;
  /** Further fields, which a suite has. */
  rest?: object;
}

export function manifest({ program, member, via, entry, dependencies, rest }: ManifestOptions): string {
  const { extension } = /\.(?<extension>[mc]js)$/.exec(entry)!.groups!;
  const entries = {
    name: { main: `./src/${entry}` },
    subpath: { exports: { '.': `./src/${entry}`, './*': `./src/*.${extension}` } },
    file: {},
    relative: {},
  };
  const own = { name: `@${program}/${member}`, version: '1.0.0', private: true };
  const json = { ...rest, ...own, ...(member === 'app' ? {} : entries[via]), dependencies };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** The same CommonJS text as an ES module; the generated parts export either the module or names. */
export const asEsModule = (text: string) =>
  text
    .replace(/^const (.+?) = require\((.+?)\);$/gm, 'import $1 from $2;')
    .replace(/^module\.exports = /m, 'export default ')
    .replace(/^exports\.(\w+) = /gm, 'export const $1 = ');
