import { posix } from 'node:path';
import { textHoldsEscapes } from '../resolve/escapes';
import type { Files } from '../resolve/files';
import type { RepositoryModules } from '../resolve/modules';
import { onceEach } from '../resolve/once-each';
import { escapePattern } from './escape-pattern';
import type { ImportGraph } from './import-graph';

export interface LeavingImportsOptions {
  files: Files;
  modules: RepositoryModules;
  /** All imports of a file. */
  imports: ImportGraph;
  /** Absolute path of the outermost folder that belongs to the repository. */
  base: string;
  /** Absolute folders of the repository's packages, with a name or without. */
  folders: readonly string[];
  /** The names of the repository's packages. */
  names: Iterable<string>;
  /** The absolute folder of the package that a file belongs to. */
  folderOf: (file: string) => string;
}

/**
 * A graph of the possible imports that leave their package, and at most some that do not. Nearly all strings of a file lead nowhere, and
 * nearly all imports stay in their package: telling so by a string's first characters costs a third of resolving all.
 */
export function createLeavingImports(options: LeavingImportsOptions): ImportGraph {
  const { files, modules, imports, base, folders, folderOf } = options;
  const pattern = leavingStrings(options.names, base);
  const holdsOthers = onceEach((folder: string) => folders.some((each) => each.startsWith(`${folder}/`)));
  const hasAliases = onceEach(modules.hasAliases);
  return (file) => {
    const [folder, home] = [posix.dirname(file), folderOf(file)];
    if (holdsOthers(home) || hasAliases(folder)) return imports(file);
    const text = files.read(file) ?? '';
    if (textHoldsEscapes(text)) return imports(file);
    const specifiers = new Set(Array.from(text.matchAll(pattern), (match) => match[2]!));
    return Array.from(specifiers).flatMap((specifier) => {
      if (specifier.startsWith('.') && staysIn(home, posix.resolve(folder, specifier))) return [];
      const target = modules.resolve(specifier, file);
      return target.kind === 'file' ? [target.path] : [];
    });
  };
}

const staysIn = (home: string, path: string) => path === home || path.startsWith(`${home}/`);

/** Matches a string with a path that leads upwards, or one that begins with a package's scope or name or with `base`. Quotes may overlap. */
function leavingStrings(names: Iterable<string>, base: string): RegExp {
  const scopesOrNames = new Set(Array.from(names, (name) => /^@[^/]+\//.exec(name)?.[0] ?? name));
  const starts = [`${base}/`, ...scopesOrNames].map(escapePattern);
  const inString = '[^"\'`\\\\\\r\\n]*';
  const upwards = `(?:\\./${inString})?\\.\\.`;
  return new RegExp(`(["'\`])(?=((?:${[upwards, ...starts].join('|')})${inString})\\1)`, 'g');
}
