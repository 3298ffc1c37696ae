import { expect } from 'vitest';
import type { Sight } from '../../../../codemods/resolve/flow/flow';
import { createModules } from '../../../../codemods/resolve/modules';
import { createFindings } from '../../../../codemods/resolve/occurrences';
import { createProgram, createSources } from '../../../../codemods/resolve/program';
import type { Verdict } from '../../../../codemods/resolve/verdict';
import { zentraSdk } from '../../../../codemods/zentra/sdk';

export interface Found {
  /** `a.js:3` */
  place: string;
  verdict: Verdict;
}

/** The legacy uses of some files, all of them in sight. */
export function usesIn(
  files: Readonly<Record<string, string>>,
  { isPublic = () => false }: { isPublic?: (file: string) => boolean } = {},
): Found[] {
  const reader = {
    exists: (path: string) => path.replace(/^\/shop\//, '') in files,
    read: (path: string) => files[path.replace(/^\/shop\//, '')],
  };
  const sources = createSources(zentraSdk, (path) => [
    { file: path, name: path, text: reader.read(path) ?? '', kind: 'script' },
  ]);
  const roots = Object.keys(files)
    .filter((file) => !file.endsWith('.json'))
    .flatMap((file) => sources.namesOf(`/shop/${file}`));
  const resolution = createProgram({
    sdk: zentraSdk,
    roots,
    sources,
    modules: createModules({ sdk: zentraSdk, files: reader, base: '/shop', packages: new Map() }),
    mayLoad: () => true,
  });
  const sight: Sight = {
    isPublic: (unit) => isPublic(unit.replace('/shop/', '')),
    hasWriters: () => true,
    hasReaders: () => true,
    hasFile: () => true,
    hasImporters: () => true,
  };
  const findings = createFindings({ resolution, sight, assumeClients: new Set(), isFinal: true });
  return roots.flatMap((name) =>
    findings.occurrencesIn(sources.parsed(name)!.unit).map((occurrence) => {
      const anchor = occurrence.kind === 'funding' ? occurrence.call : occurrence.name;
      const { line } = occurrence.source.getLineAndCharacterOfPosition(anchor.getStart(occurrence.source));
      return { place: `${name.replace('/shop/', '')}:${line + 1}`, verdict: occurrence.verdict };
    }),
  );
}

const MARK = /\/\/: (sdk|partly|unknown|elsewhere)$/;

/** Expects of each line that ends in `//: <origin>` that its legacy use is that, and of all other lines that they hold none. */
export function expectVerdicts(
  files: Readonly<Record<string, string>>,
  options?: Parameters<typeof usesIn>[1],
): void {
  const expected = Object.entries(files).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => {
      const origin = MARK.exec(line)?.[1];
      return origin === undefined || origin === 'elsewhere' ? [] : [`${file}:${index + 1} ${origin}`];
    }),
  );
  const found = usesIn(files, options).map(({ place, verdict }) => `${place} ${verdict.origin}`);
  expect([...new Set(found)].sort()).toEqual(expected.sort());
}
