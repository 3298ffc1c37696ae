import type ts from 'typescript';
import { append } from '../resolve/append';
import type { Modules } from '../resolve/modules';
import { createOccurrenceFinder, type Occurrence } from '../resolve/occurrences';
import { createProgram, type Resolution, type Sources } from '../resolve/program';
import type { Sdk } from '../resolve/sdk';
import { isTypeScript } from '../resolve/unit';
import { blaming } from './contained';
import type { ImportGraph } from './import-graph';
import type { WideningSight } from './sight';

export interface ResolveOptions {
  sdk: Sdk;
  sources: Sources;
  modules: Modules;
  imports: ImportGraph;
  /** The compiler's names of all units that may hold a site. */
  roots: readonly string[];
  /** The compiler's names of units that declare something for files that do not import it. */
  ambient: readonly string[];
  /** Absolute paths of the files that mention the SDK. */
  mentions: Pick<ReadonlySet<string>, 'has'>;
  assumeClients: ReadonlySet<string>;
  /** Absolute paths of the files that replace the SDK's module by its name. */
  standIns: ReadonlySet<string>;
  /** Finds files that the imports do not lead to. */
  sight: WideningSight;
  /** `slice` loads the files that the questions need; `whole` loads every import, and must find the same. */
  scope: 'slice' | 'whole';
  /** Whether reviewed names are asked about, too. */
  seeksRenamed: boolean;
  onProgress?: (done: number, total: number) => void;
}

export interface ResolvedUnit {
  name: string;
  source: ts.SourceFile;
  resolution: Resolution;
  occurrences: readonly Occurrence[];
}

/**
 * Finds the verdict of each occurrence. Most clients are at most one import away from the SDK, so the first program loads only files
 * that mention it. Units that stay open are resolved again with the files on the import path to the SDK, and those open even then with
 * all that they import and with the files that call or write to the open values.
 */
export function resolveUnits(options: ResolveOptions): Map<string, ResolvedUnit> {
  const { mentions, roots, ambient, scope } = options;
  const resolved = new Map<string, ResolvedUnit>();
  const widths: ((pending: readonly string[]) => (file: string) => boolean)[] =
    scope === 'whole'
      ? []
      : [
          () => (file) => mentions.has(file),
          (pending) => {
            const onTheWay = filesOnTheWay(pending, options);
            return (file) => mentions.has(file) || onTheWay.has(file);
          },
        ];
  let pending = roots;
  for (const widthFor of widths) {
    if (pending.length === 0) break;
    pending = ask(pending, [], widthFor(pending), { isFinal: false, isNarrow: true });
  }
  // Calls of open functions and writes to open objects may be in files that no import leads to. They are found by name, until no more are
  // asked for.
  const beside = new Set<string>();
  for (let round = 0; pending.length > 0; round += 1) {
    const before = beside.size;
    for (const file of options.sight.take()) beside.add(file);
    const isFinal = round > 0 && (beside.size === before || round === MAX_ROUNDS);
    pending = ask(pending, namesOf([...beside]), within(pending, beside), { isFinal, isNarrow: false });
  }
  return resolved;

  /**
   * Admits the files that the open units import and those asked for by name. This may be the whole repository, if the file that wires it
   * together is among them.
   */
  function within(units: readonly string[], besides: ReadonlySet<string>): (file: string) => boolean {
    if (scope === 'whole') return () => true;
    const { sources, imports } = options;
    const reached = new Set([
      // Ambient declarations also take their types from their imports.
      ...[...units, ...ambient].flatMap((name) => sources.parsed(name)?.unit.file ?? []),
      // A typed file takes its types from its imports.
      ...[...besides].filter(isTypeScript),
    ]);
    for (const file of reached) for (const target of imports(file)) reached.add(target);
    return (file) => mentions.has(file) || besides.has(file) || reached.has(file);
  }

  function namesOf(files: readonly string[]): string[] {
    return files
      .flatMap((file) => options.sources.namesOf(file))
      .filter((name) => options.sources.parsed(name)?.error === undefined);
  }

  /** @returns the units that are still open */
  function ask(
    units: readonly string[],
    beside: readonly string[],
    mayLoad: (file: string) => boolean,
    { isFinal, isNarrow }: { isFinal: boolean; isNarrow: boolean },
  ): string[] {
    const resolution = createProgram({
      sdk: options.sdk,
      roots: [...new Set([...units, ...ambient, ...beside])],
      sources: options.sources,
      modules: options.modules,
      mayLoad,
    });
    options.sight.begin(
      new Set(
        resolution.sources().flatMap(({ fileName }) => options.sources.parsed(fileName)?.unit.file ?? []),
      ),
    );
    const finder = createOccurrenceFinder({
      resolution,
      sight: options.sight,
      assumeClients: options.assumeClients,
      standIns: options.standIns,
      isFinal,
      seeksRenamed: options.seeksRenamed,
    });
    const open: string[] = [];
    for (const name of units) {
      const source = resolution.source(name);
      const parsed = options.sources.parsed(name);
      if (!source || !parsed) continue;
      const occurrences = blaming(parsed.unit.file, () => finder.occurrencesIn(parsed.unit));
      resolved.set(name, { name, source, resolution, occurrences });
      // An untyped receiver may get its type from a file that was not loaded, further away than its own imports.
      const isOpen = ({ verdict: { origin } }: Occurrence) =>
        !isFinal && (origin === 'unloaded' || (origin === 'unknown' && isNarrow));
      if (occurrences.some(isOpen)) open.push(name);
      options.onProgress?.(resolved.size, roots.length);
    }
    return open;
  }
}

/** Programs that are created for files that no import leads to. */
const MAX_ROUNDS = 12;

/**
 * The files through which imports lead from the open units to a file that mentions the SDK, and their own imports, where generic
 * helpers often are.
 */
function filesOnTheWay(open: readonly string[], { sources, imports, mentions }: ResolveOptions): Set<string> {
  const visited = new Set<string>();
  const importers = new Map<string, string[]>();
  const queue = open.flatMap((name) => sources.parsed(name)?.unit.file ?? []);
  const starts = new Set(queue);
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (visited.has(file)) continue;
    visited.add(file);
    for (const target of imports(file)) {
      append(importers, target, file);
      queue.push(target);
    }
  }
  const onTheWay = new Set<string>();
  const back = [...visited].filter((file) => mentions.has(file));
  for (let file = back.pop(); file !== undefined; file = back.pop()) {
    if (onTheWay.has(file)) continue;
    onTheWay.add(file);
    back.push(...(importers.get(file) ?? []));
  }
  const beside = [...onTheWay, ...starts].flatMap(imports);
  return new Set([...onTheWay, ...beside]);
}
