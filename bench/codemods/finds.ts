import { isAbsolute, relative, sep } from 'node:path';
import type { TreeSummary } from '../generate/write-tree';

/** What the peers are asked for: the calls whose method gets another name and whose arguments stay. */
const renamingRules: readonly string[] = [
  'freeze-to-lock',
  'unfreeze-to-unlock',
  'terminate-to-lock-and-restrict',
];

/** What a tool would rename, beside what there is to rename. */
export interface Finds {
  goesBy: string;
  found: number;
  expected: number;
  /** Places that it would change though they are no legacy calls. */
  decoys: number;
}

interface Site {
  file: string;
  line: number;
  rule: string;
}

export const renames = (sites: readonly Site[]): Set<string> =>
  new Set(
    sites.filter(({ rule }) => renamingRules.includes(rule)).map(({ file, line }) => `${file}:${line}`),
  );

/** @param places `file:line` of each change, relative to the tree */
export function findsOf(
  goesBy: string,
  places: ReadonlySet<string>,
  { sites }: Pick<TreeSummary, 'sites'>,
): Finds {
  const expected = renames(sites);
  const found = [...places].filter((place) => expected.has(place)).length;
  return { goesBy, found, expected: expected.size, decoys: places.size - found };
}

/** The places in what a peer prints: lines that begin with `file:line`, or ast-grep's objects. */
export function placesPrinted(text: string, tree: string): Set<string> {
  const places = text.split('\n').flatMap((line) => {
    const place = line.startsWith('{') ? ofMatch(line) : ofLine(line);
    return place ? [`${within(tree, place.file)}:${place.line}`] : [];
  });
  return new Set(places);
}

function ofMatch(text: string): { file: string; line: number } {
  const { file, range } = JSON.parse(text) as { file: string; range: { start: { line: number } } };
  return { file, line: range.start.line + 1 };
}

/** Not the lines of a diff, which begin with `+` or `-`. */
function ofLine(text: string): { file: string; line: number } | undefined {
  const [, file, line] = /^\s*([^\s:+-][^\s:]*\.[cm]?[jt]sx?):(\d+)(?::|$)/.exec(text) ?? [];
  return file ? { file, line: Number(line) } : undefined;
}

const within = (tree: string, file: string): string =>
  (isAbsolute(file) ? relative(tree, file) : file).replaceAll(sep, '/');
