import ts from 'typescript';
import { DisjointSets } from '../disjoint-sets';
import type { Resolution } from '../program';
import { specifiersOf } from '../specifiers-of';

/**
 * The groups of files that no import joins, such as a bundle beside its sources. A value can go from one group to another through a
 * global, or through code out of sight only, so a class of one has no subclass in another.
 */
export class Islands {
  readonly #resolution: Resolution;
  #groups: ReadonlyMap<string, string> | undefined;

  constructor(resolution: Resolution) {
    this.#resolution = resolution;
  }

  /** A name for the group of a file; files that may be joined by files that are not loaded, and scripts, share one. */
  of(source: ts.SourceFile): string {
    this.#groups ??= groupsIn(this.#resolution);
    return this.#groups.get(source.fileName) ?? MAINLAND;
  }
}

const MAINLAND = '';

function groupsIn(resolution: Resolution): ReadonlyMap<string, string> {
  const groups = new DisjointSets<string>();
  for (const source of resolution.sources()) {
    if (!isModule(source)) groups.join(source.fileName, MAINLAND);
    for (const { text } of specifiersOf(source)) {
      const target = resolution.target(text, source);
      if (target.kind === 'external' || target.kind === 'sdk') continue;
      const imported = target.kind === 'file' ? resolution.sourceOf(target.path) : undefined;
      groups.join(source.fileName, imported?.fileName ?? MAINLAND);
    }
  }
  return new Map(resolution.sources().map(({ fileName }) => [fileName, groups.leaderOf(fileName)]));
}

/** Whether a file has imports or exports of its own. A script shares its names with all others. */
const isModule = (source: ts.SourceFile): boolean =>
  ts.isExternalModule(source) || /\b(?:module\.exports|exports\s*[.[]|require\s*\()/.test(source.text);
