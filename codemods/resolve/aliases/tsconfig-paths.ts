import { posix } from 'node:path';
import ts from 'typescript';
import type { Files } from '../files';
import { matchPattern } from './alias';

/** Returns the candidate paths for a specifier, in order. */
export type PathMapping = (specifier: string) => readonly string[];

/** The mappings of a tsconfig, its `extends` and its `references`; a broken file has none. */
export function readMappings(path: string, files: Files, seen = new Set<string>()): PathMapping[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const { config } = ts.readConfigFile(path, (name) => files.read(name));
  if (!config || typeof config !== 'object') return [];
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    readDirectory: () => [],
    fileExists: (name) => files.exists(name),
    readFile: (name) => files.read(name),
  };
  const { options, projectReferences } = ts.parseJsonConfigFileContent(
    config,
    host,
    posix.dirname(path),
    undefined,
    path,
  );
  const own = mappingOf(options, posix.dirname(path));
  const referenced = (projectReferences ?? []).flatMap((reference) =>
    readMappings(ts.resolveProjectReferencePath(reference), files, seen),
  );
  return own ? [own, ...referenced] : referenced;
}

function mappingOf(options: ts.CompilerOptions, folder: string): PathMapping | undefined {
  const { paths, baseUrl } = options;
  if (!paths && !baseUrl) return undefined;
  const origin = baseUrl ?? (typeof options.pathsBasePath === 'string' ? options.pathsBasePath : folder);
  // The compiler's order: an exact key first, then the longest prefix.
  const patterns = Object.entries(paths ?? {}).sort(
    ([a], [b]) => Number(a.includes('*')) - Number(b.includes('*')) || b.indexOf('*') - a.indexOf('*'),
  );
  return (specifier) => {
    for (const [pattern, targets] of patterns) {
      const star = matchPattern(pattern, specifier);
      if (star !== undefined)
        return targets.map((target) =>
          posix.resolve(
            origin,
            target.replace('*', () => star),
          ),
        );
    }
    return baseUrl ? [posix.resolve(baseUrl, specifier)] : [];
  };
}
