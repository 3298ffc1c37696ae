import ignore, { type Ignore } from 'ignore';
import { indexPatterns, type PatternIndex } from './pattern-index';

const ignoreCase = process.platform === 'darwin' || process.platform === 'win32';

/** The patterns of one ignore file. */
export interface Patterns {
  /**
   * The verdict on an entry of a folder that is not ignored; `undefined` where no pattern matches.
   *
   * @param path relative to the ignore file; folders end with `/`
   */
  verdictOn(path: string): 'ignored' | 'taken back' | undefined;
  /** The same patterns, with a folder and those above it taken back; ignored, they would decide for everything below. */
  withFolderTaken(folder: string): Patterns;
}

/** @param text an ignore file */
export function readPatterns(text: string): Patterns {
  const lines = text.split(/\r?\n/);
  return patternsOf(lines, indexPatterns(lines, ignoreCase), []);
}

/** @param taken patterns that take folders back, applied after all others */
function patternsOf(lines: readonly string[], index: PatternIndex, taken: readonly string[]): Patterns {
  const ofFolder = new Map<string, readonly number[]>();
  const compiled = new Map<string, Ignore>();
  const own: Patterns = {
    verdictOn(path) {
      const candidates = index(nameOf(path), path);
      if (candidates.length === 0) return undefined;
      const { ignored, unignored } = matcher(new Set([...candidates, ...ofFoldersAbove(path)])).test(path);
      return ignored ? 'ignored' : unignored ? 'taken back' : undefined;
    },
    withFolderTaken(folder) {
      let patterns: Patterns = own;
      const all = [...taken];
      for (let end = folder.indexOf('/'); end >= 0; end = folder.indexOf('/', end + 1)) {
        const above = folder.slice(0, end + 1);
        if (patterns.verdictOn(above) !== 'ignored') continue;
        all.push(`!/${above.replace(/[\\*?[\] ]/g, '\\$&')}`);
        patterns = patternsOf(lines, index, [...all]);
      }
      return patterns;
    },
  };
  return own;

  /** The patterns for the folders above a path, which the matcher reads first, up to an ignored one. */
  function ofFoldersAbove(path: string): number[] {
    const numbers: number[] = [];
    for (let end = path.indexOf('/'); end >= 0 && end < path.length - 1; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end + 1);
      const known = ofFolder.get(folder) ?? index(nameOf(folder), folder);
      ofFolder.set(folder, known);
      numbers.push(...known);
    }
    return numbers;
  }

  function matcher(numbers: ReadonlySet<number>): Ignore {
    const chosen = [...numbers].sort((a, b) => a - b);
    const key = chosen.join();
    const known = compiled.get(key);
    if (known) return known;
    const made = ignore({ ignorecase: ignoreCase }).add([
      ...chosen.map((number) => lines[number]!),
      ...taken,
    ]);
    compiled.set(key, made);
    return made;
  }
}

/** The last part of a path, without the `/` of a folder. */
function nameOf(path: string): string {
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}
