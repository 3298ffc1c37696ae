import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export type Language = 'javascript' | 'typescript';

/** One published file. */
export interface PublishedSource {
  /** Relative to the package, with `/`; of TypeScript in a source map, what the map says. */
  file: string;
  text: string;
}

const extensions: Record<Language, RegExp> = {
  javascript: /(?<!\.min)\.[cm]?jsx?$/,
  typescript: /(?<!\.d)\.[cm]?tsx?$/,
};

/**
 * The sources of a package in one language: a folder or a file of it, without declarations. JavaScript has no types
 * beside it then. Where TypeScript is shipped inside of source maps only, `at` is the folder of those.
 */
export function packageSources(folder: string, at: string, language: Language): PublishedSource[] {
  const files = filesBelow(folder, at);
  const named = files.filter((file) => extensions[language].test(file));
  if (language === 'javascript' || named.length > 0) {
    return named.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  }
  const sources = files.filter((file) => file.endsWith('.map')).flatMap((file) => mapped(folder, file));
  return [...new Map(sources.map((source) => [source.file, source])).values()].sort(byFile);
}

function filesBelow(folder: string, at: string): string[] {
  const path = join(folder, at);
  if (!existsSync(path)) throw new Error(`${path} is not in the package: correct its entry in pins.json`);
  if (statSync(path).isFile()) return [at];
  return readdirSync(path)
    .sort()
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => filesBelow(folder, at === '.' ? name : `${at}/${name}`));
}

function mapped(folder: string, file: string): PublishedSource[] {
  const map = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    sources: string[];
    sourcesContent?: (string | null)[];
  };
  return map.sources.flatMap((source, index) => {
    const text = map.sourcesContent?.[index];
    const path = posix.join(dirname(file), source);
    return text && extensions.typescript.test(path) && !path.startsWith('..') ? [{ file: path, text }] : [];
  });
}

const byFile = (a: PublishedSource, b: PublishedSource) => (a.file < b.file ? -1 : 1);
