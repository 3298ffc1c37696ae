import { append } from '../resolve/append';
import { detached } from '../resolve/detached';
import { textHoldsEscapes, unescaped } from '../resolve/escapes';
import type { Files } from '../resolve/files';
import type { Modules } from '../resolve/modules';
import { firstTime, onceEach } from '../resolve/once-each';

/** Absolute paths of the repository's files that a file may import. */
export type ImportGraph = (file: string) => readonly string[];

/**
 * A graph of possible imports from text alone: every string of a file counts as an import. This costs a tenth of parsing the file, and
 * misses no import within the repository.
 *
 * @param base absolute path of the outermost folder that belongs to the repository
 */
export function createImportGraph(files: Files, modules: Modules, base: string): ImportGraph {
  /** One string per path, to save memory. */
  const paths = new Map<string, string>();
  return onceEach(targetsOf);

  function targetsOf(file: string): string[] {
    const specifiers = stringsIn(files.read(file) ?? '').filter(
      // Routes such as `/cards/:id` look like absolute paths outside the repository. Prose has spaces, and is no specifier.
      (specifier) =>
        specifier.startsWith('/')
          ? specifier.startsWith(`${base}/`)
          : specifier.startsWith('.') || !/\s/.test(specifier),
    );
    const targets = specifiers.map((specifier) => modules.resolve(specifier, file));
    return targets.flatMap((target) => (target.kind === 'file' ? [sharedPath(target.path)] : []));
  }

  function sharedPath(path: string): string {
    const shared = paths.get(path) ?? detached(path);
    paths.set(shared, shared);
    return shared;
  }
}

/** The importers of each file, in the given order. */
export function importersByTarget(files: readonly string[], imports: ImportGraph): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const file of files) for (const target of new Set(imports(file))) append(importers, target, file);
  return importers;
}

/** The files that imports may lead to from some files, themselves included. */
export function filesBehind(starts: readonly string[], imports: ImportGraph): string[] {
  const visited = new Set(starts);
  for (const file of visited) for (const target of imports(file)) visited.add(target);
  return [...visited];
}

/** Whether one program may load two files: some file, or one of them, leads to both. */
export function loadedTogether(
  files: () => readonly string[],
  imports: ImportGraph,
): (file: string, other: string) => boolean {
  const importers = firstTime(() => importersByTarget(files(), imports));
  const loaders = onceEach(
    (file: string) => new Set(filesBehind([file], (path) => importers().get(path) ?? [])),
  );
  return (file, other) => {
    const [fewer, more] = [loaders(file), loaders(other)].sort((a, b) => a.size - b.size);
    return [...fewer!].some((path) => more!.has(path));
  };
}

/** Any text between two equal quotes of a line. Each quote may also open a string, so that `don't` hides nothing. */
const STRING = /(?=(["'`])([^"'`\\\r\n]{1,200})\1)/g;

/** The same with escapes: `require('./\u0061')`. */
const ESCAPED_STRING = /(?=(["'`])((?:[^"'`\\\r\n]|\\[^\r\n]){1,200})\1)/g;

function stringsIn(text: string): string[] {
  const plain = Array.from(text.matchAll(STRING), (match) => match[2]!);
  if (!textHoldsEscapes(text)) return [...new Set(plain)];
  const escaped = Array.from(text.matchAll(ESCAPED_STRING), (match) => match[2]!).filter(textHoldsEscapes);
  return [...new Set([...plain, ...escaped.map(unescaped)])];
}
