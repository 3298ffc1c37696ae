import { posix } from 'node:path';
import { textHoldsEscapes } from '../resolve/escapes';
import type { Files } from '../resolve/files';
import type { RepositoryModules } from '../resolve/modules';
import { onceEach } from '../resolve/once-each';
import type { ImportGraph } from './import-graph';
import type { LeavingStrings } from './scan/leaving-strings';

export interface LeavingImportsOptions {
  files: Files;
  modules: RepositoryModules;
  /** All imports of a file. */
  imports: ImportGraph;
  /** Absolute folders of the repository's packages, with a name or without. */
  folders: readonly string[];
  strings: LeavingStrings;
  /** Whether a file may hold a string that leaves its package. */
  mayLeave: (file: string) => boolean;
  /** The absolute folder of the package that a file belongs to. */
  folderOf: (file: string) => string;
}

/**
 * A graph of the possible imports that leave their package, and at most some that do not. Nearly all strings of a file lead nowhere, and
 * nearly all imports stay in their package, which the scan knows of most files, and a string's first characters tell in the others.
 */
export function createLeavingImports(options: LeavingImportsOptions): ImportGraph {
  const { files, modules, imports, strings, mayLeave, folders, folderOf } = options;
  const holdsOthers = onceEach((folder: string) => folders.some((each) => each.startsWith(`${folder}/`)));
  const hasAliases = onceEach(modules.hasAliases);
  return (file) => {
    const [folder, home] = [posix.dirname(file), folderOf(file)];
    if (holdsOthers(home) || hasAliases(folder)) return imports(file);
    if (!mayLeave(file)) return [];
    const text = files.read(file) ?? '';
    if (textHoldsEscapes(text)) return imports(file);
    const specifiers = new Set(Array.from(text.matchAll(strings.pattern), (match) => match[2]!));
    return Array.from(specifiers).flatMap((specifier) => {
      if (specifier.startsWith('.') && staysIn(home, posix.resolve(folder, specifier))) return [];
      const target = modules.resolve(specifier, file);
      return target.kind === 'file' ? [target.path] : [];
    });
  };
}

const staysIn = (home: string, path: string) => path === home || path.startsWith(`${home}/`);
