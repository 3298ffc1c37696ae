import { expect } from 'vitest';
import type { Sight } from '../../../../codemods/resolve/flow/flow';
import { createOccurrenceFinder } from '../../../../codemods/resolve/occurrences';
import type { Verdict } from '../../../../codemods/resolve/verdict';
import { programOf } from '../program-of';

export interface Found {
  /** `a.js:3` */
  place: string;
  verdict: Verdict;
}

interface UsesOptions {
  isPublic?: (file: string) => boolean;
  /** Receives each name whose readers are asked for in all files. */
  onReaders?: (name: string) => void;
}

/** The legacy uses of some files, all of them in sight. */
export function usesIn(
  files: Readonly<Record<string, string>>,
  { isPublic = () => false, onReaders = () => {} }: UsesOptions = {},
): Found[] {
  const { resolution, sources, roots, short } = programOf(files);
  const sight: Sight = {
    isPublic: (unit) => isPublic(short(unit)),
    hasWriters: () => true,
    hasReaders: (name) => {
      onReaders(name);
      return true;
    },
    hasFile: () => true,
    hasTakers: () => true,
    hasImporters: () => true,
    hasNamespaces: () => true,
    isLookedThrough: () => true,
    searched: () => 0,
  };
  const finder = createOccurrenceFinder({ resolution, sight, assumeClients: new Set() });
  return roots.flatMap((name) =>
    finder.occurrencesIn(sources.parsed(name)!.unit, true).map((occurrence) => {
      const anchor = occurrence.kind === 'funding' ? occurrence.call : occurrence.name;
      const { line } = occurrence.source.getLineAndCharacterOfPosition(anchor.getStart(occurrence.source));
      return { place: `${short(name)}:${line + 1}`, verdict: occurrence.verdict };
    }),
  );
}

const MARK = /\/\/: (sdk|partly|unknown|elsewhere)$/;

/** Expects of each line that ends in `//: <origin>` that its legacy use is that, and of all other lines that they hold none. */
export function expectVerdicts(files: Readonly<Record<string, string>>, options?: UsesOptions): void {
  const expected = Object.entries(files).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => {
      const origin = MARK.exec(line)?.[1];
      return origin === undefined || origin === 'elsewhere' ? [] : [`${file}:${index + 1} ${origin}`];
    }),
  );
  const found = usesIn(files, options).map(({ place, verdict }) => `${place} ${verdict.origin}`);
  expect([...new Set(found)].sort()).toEqual(expected.sort());
  expectComputed(files, options);
}

/** Expects that the namespace is found where it takes the ways of the client, and a name that the run computes is called on it. */
function expectComputed(files: Readonly<Record<string, string>>, options: UsesOptions = {}): void {
  // An instance of a class that inherits from the client is a client, and nothing makes a namespace of it.
  if (Object.values(files).some((text) => text.includes('util.inherits('))) return;
  const rewritten = Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, withComputedNames(text)]),
  );
  const lines = Object.entries(rewritten).flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, index) => (line.includes(COMPUTED) ? [{ place: `${file}:${index + 1}`, line }] : [])),
  );
  const marked = (...origins: string[]) =>
    lines.filter(({ line }) => origins.includes(MARK.exec(line)?.[1] ?? 'elsewhere'));
  const found = new Set(usesIn(rewritten, options).map(({ place }) => place));
  expect(marked('sdk', 'partly').filter(({ place }) => !found.has(place))).toEqual([]);
  expect(marked('elsewhere').filter(({ place }) => found.has(place))).toEqual([]);
}

const COMPUTED = '[run.name](';

/** The client's namespace in place of the client, and calls of names that the run computes in place of legacy calls. */
const withComputedNames = (text: string): string =>
  text
    .replace(
      /\bnew ((?:\w+\.)?(?:Zentra|default)|\(require\('@zentra\/sdk'\)\.Zentra\))\(([^()]*)\)/g,
      '(new $1($2).cards)',
    )
    .replace(/(: |import\('@zentra\/sdk'\)\.)Zentra\b/g, "$1Zentra['cards']")
    .replace(/\.cards\??\.(?:freeze|unfreeze|terminate)\(/g, COMPUTED);
