import { posix } from 'node:path';
import type { Files } from './files';
import { exportTargets } from './package-entry';
import { type PackageJson, parsePackageJson } from './package-json';

/** Finds the source file for a path or a package's entry. */
export interface SourceLookup {
  /** The source for a path of a file or folder, with or without extension. */
  probe(path: string): string | undefined;
  /** The source of a package's entry; `subpath` is empty for the package itself. */
  entryIn(folder: string, subpath: string): string | undefined;
  /** The source of the first target in a package.json that has one. */
  firstSource(folder: string, targets: readonly unknown[]): string | undefined;
  packageJsonIn(folder: string): PackageJson | undefined;
}

const EXTENSIONS = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.d.ts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.vue',
  '.svelte',
  '.astro',
];

/** An import may name the compiler's output file instead of its source. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

const OUTPUT_FOLDERS = /^(?:dist|build|out|lib|es|esm|cjs)(?:\/(?:es|esm|cjs|src))?\//;

export function createSourceLookup(files: Files): SourceLookup {
  const packageJsons = new Map<string, PackageJson | undefined>();
  return { probe, entryIn, firstSource, packageJsonIn };

  function entryIn(folder: string, subpath: string): string | undefined {
    const packageJson = packageJsonIn(folder);
    const entry = subpath ? `./${subpath}` : '.';
    const targets = [
      ...exportTargets(packageJson?.exports, entry),
      ...(subpath ? [] : ['source', 'module', 'main', 'types'].map((field) => packageJson?.[field])),
      ...(subpath
        ? [`./${subpath}`, `./src/${subpath}`, `./app/${subpath}`, `./addon/${subpath}`]
        : ['./src/index', './index', './lib/index', './src/main']),
    ];
    return firstSource(folder, targets);
  }

  /** A target may be missing build output; then its source is searched in the usual source folders. */
  function firstSource(folder: string, targets: readonly unknown[]): string | undefined {
    for (const target of targets) {
      if (typeof target !== 'string') continue;
      const relative = posix.normalize(target);
      const stem = relative.replace(OUTPUT_FOLDERS, '');
      const candidates = stem === relative ? [relative] : [relative, `src/${stem}`, stem, `lib/${stem}`];
      for (const candidate of candidates) {
        const path =
          probe(posix.resolve(folder, candidate)) ??
          probe(withoutExtension(posix.resolve(folder, candidate)));
        if (path) return path;
      }
    }
    return undefined;
  }

  function probe(path: string): string | undefined {
    const extension = posix.extname(path);
    const stem = path.slice(0, path.length - extension.length);
    for (const source of SOURCES_OF[extension] ?? []) if (files.exists(stem + source)) return stem + source;
    if (EXTENSIONS.includes(extension) && files.exists(path)) return path;
    for (const tried of EXTENSIONS) if (files.exists(path + tried)) return path + tried;
    const main = packageJsonIn(path)?.main;
    if (typeof main === 'string' && posix.normalize(main) !== '.') {
      const entry = firstSource(path, [main]);
      if (entry) return entry;
    }
    for (const tried of EXTENSIONS) if (files.exists(`${path}/index${tried}`)) return `${path}/index${tried}`;
    return undefined;
  }

  function packageJsonIn(folder: string): PackageJson | undefined {
    if (packageJsons.has(folder)) return packageJsons.get(folder);
    const path = `${folder}/package.json`;
    const packageJson = files.exists(path) ? parsePackageJson(files.read(path)) : undefined;
    packageJsons.set(folder, packageJson);
    return packageJson;
  }
}

function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
}
