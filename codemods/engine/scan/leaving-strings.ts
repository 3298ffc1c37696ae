import { holdsEscapes } from '../../resolve/escapes';
import { escapePattern } from '../escape-pattern';
import { type Search, searchForStart } from './byte-search';

/** The strings by which a file may import from outside its package: a path that leads upwards, or another package's name. */
export interface LeavingStrings {
  /** Matches such a string, and some that stay in the package. Its second group is the text; quotes may overlap. */
  pattern: RegExp;
  /**
   * Whether a file may hold one that leaves; `false` is certain.
   *
   * @param depth number of folders from the package's to the file's
   */
  mayBeIn(content: Buffer, depth: number): boolean;
}

/** To search for more texts than so many takes longer than to read the file again. */
const MOST_STARTS = 8;

/**
 * @param names the names of the repository's packages
 * @param base absolute path of the outermost folder that belongs to the repository
 */
export function leavingStrings(names: Iterable<string>, base: string): LeavingStrings {
  const scopesOrNames = new Set(Array.from(names, (name) => /^@[^/]+\//.exec(name)?.[0] ?? name));
  const starts = [`${base}/`, ...scopesOrNames];
  const inString = '[^"\'`\\\\\\r\\n]*';
  const upwards = `(?:\\./${inString})?\\.\\.`;
  const searches = starts.length > MOST_STARTS ? undefined : starts.map(searchForStart);
  const climbs: Search[] = [];
  return {
    pattern: new RegExp(
      `(["'\`])(?=((?:${[upwards, ...starts.map(escapePattern)].join('|')})${inString})\\1)`,
      'g',
    ),
    mayBeIn(content, depth) {
      if (!searches || searches.some((isIn) => isIn(content))) return true;
      climbs[depth] ??= searchForStart(`${'../'.repeat(depth)}..`);
      return climbs[depth](content) || turnsUpwards(content) || holdsEscapes(content);
    },
  };
}

const UPWARDS = Buffer.from('/..');
const DOT = '.'.charCodeAt(0);
const BEFORE_SEGMENTS = new Set([...'/"\'`'].map((character) => character.charCodeAt(0)));

/** Whether a path may lead upwards after it has led elsewhere: `./../x`, `a/../../x`. */
function turnsUpwards(content: Buffer): boolean {
  for (let at = content.indexOf(UPWARDS); at >= 0; at = content.indexOf(UPWARDS, at + 1)) {
    const isBehindUpwards =
      content[at - 1] === DOT && content[at - 2] === DOT && BEFORE_SEGMENTS.has(content[at - 3]!);
    if (!isBehindUpwards) return true;
  }
  return false;
}
