import type ts from 'typescript';
import { append } from '../resolve/append';
import type { Modules } from '../resolve/modules';
import { createOccurrenceFinder, type Occurrence, type OccurrenceFinder } from '../resolve/occurrences';
import { createProgram, type Resolution, type Sources } from '../resolve/program';
import type { Sdk } from '../resolve/sdk';
import { isTypeScript } from '../resolve/unit';
import { blaming } from './contained';
import type { ImportGraph } from './import-graph';
import { getsValues } from './reach';
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
 * Resolves each occurrence. Most clients are at most one import away from the SDK, so the first program holds only the units that are, and
 * follows imports only into files that mention it. The second program asks about the units that this leaves open, with the files on the
 * way to the SDK. Further programs ask about the remaining open units, with all their imports and with the files that call or fill what is
 * open. Once they ask for no more files, the last one is asked for what it has.
 */
export function resolveUnits(options: ResolveOptions): Map<string, ResolvedUnit> {
  const { mentions, roots, scope } = options;
  const resolved = new Map<string, ResolvedUnit>();
  let pending = roots;
  const askNarrowly = (units: readonly string[], mayLoad: (file: string) => boolean) =>
    units.length === 0
      ? []
      : answered(
          options,
          resolved,
          opened(options, { units, beside: [], mayLoad, isNarrow: true }),
          units,
          false,
        );
  if (scope === 'slice') {
    const isNear = (name: string) =>
      isTypeScript(name) || !getsValues(options.sources.parsed(name)!.unit.file, options.imports, mentions);
    const near = new Set(roots.filter(isNear));
    const left = askNarrowly([...near], (file) => mentions.has(file));
    pending = [...left, ...roots.filter((name) => !near.has(name))];
    const onTheWay = filesOnTheWay(pending, options);
    pending = askNarrowly(pending, (file) => mentions.has(file) || onTheWay.has(file));
  }
  // No import leads to the callers of an open function: they are found by name, until no more files are asked for.
  const beside = new Set<string>();
  let asked: OpenProgram | undefined;
  for (let round = 0; pending.length > 0; round += 1) {
    const before = beside.size;
    for (const file of options.sight.take()) beside.add(file);
    const isComplete = asked !== undefined && beside.size === before;
    // A new program would hold the same files, and give the same answers again.
    if (asked && isComplete) asked.finder.renew();
    else {
      asked = opened(options, {
        units: pending,
        beside: namesOf([...beside], options),
        mayLoad: within(pending, beside, options),
        isNarrow: false,
      });
    }
    pending = answered(options, resolved, asked, pending, isComplete || round === MAX_ROUNDS);
  }
  return resolved;
}

/**
 * The files that the open units import, and those that are asked for by name. Imports of the latter are not followed: the file that wires
 * a repository together may be among them, and imports all of it.
 */
function within(
  units: readonly string[],
  besides: ReadonlySet<string>,
  { mentions, ambient, scope, sources, imports }: ResolveOptions,
): (file: string) => boolean {
  if (scope === 'whole') return () => true;
  const reached = new Set([
    // Declarations for others take their types from what they import, too.
    ...[...units, ...ambient].flatMap((name) => sources.parsed(name)?.unit.file ?? []),
    // A TypeScript file takes its types from what it imports.
    ...[...besides].filter(isTypeScript),
  ]);
  for (const file of reached) for (const target of imports(file)) reached.add(target);
  return (file) => mentions.has(file) || besides.has(file) || reached.has(file);
}

function namesOf(files: readonly string[], { sources }: ResolveOptions): string[] {
  return files
    .flatMap((file) => sources.namesOf(file))
    .filter((name) => sources.parsed(name)?.error === undefined);
}

interface ProgramScope {
  units: readonly string[];
  /** Names of the compiler of files that no import leads to. */
  beside: readonly string[];
  mayLoad: (file: string) => boolean;
  /** Whether only files that may lead to the SDK are loaded. */
  isNarrow: boolean;
}

/** A program, and what was found out about its units so far. */
interface OpenProgram extends Pick<ProgramScope, 'isNarrow'> {
  resolution: Resolution;
  finder: OccurrenceFinder;
}

function opened(options: ResolveOptions, { units, beside, mayLoad, isNarrow }: ProgramScope): OpenProgram {
  const { sdk, sources, modules, ambient, sight, assumeClients, standIns, seeksRenamed } = options;
  const resolution = createProgram({
    sdk,
    roots: [...new Set([...units, ...ambient, ...beside])],
    sources,
    modules,
    mayLoad,
  });
  sight.begin(
    new Set(resolution.sources().flatMap(({ fileName }) => sources.parsed(fileName)?.unit.file ?? [])),
  );
  const finder = createOccurrenceFinder({ resolution, sight, assumeClients, standIns, seeksRenamed });
  return { resolution, finder, isNarrow };
}

/**
 * Resolves units in a program that holds them.
 *
 * @param isFinal whether no further program follows, so that an open unit stays open
 * @returns the units that are still open
 */
function answered(
  { sources, onProgress, roots }: ResolveOptions,
  resolved: Map<string, ResolvedUnit>,
  { resolution, finder, isNarrow }: OpenProgram,
  units: readonly string[],
  isFinal: boolean,
): string[] {
  // The type of an untyped value may come from a file that was not loaded, further away than its own imports.
  const isOpen = ({ verdict: { origin } }: Occurrence) =>
    !isFinal && (origin === 'unloaded' || (origin === 'unknown' && isNarrow));
  const open: string[] = [];
  for (const name of units) {
    const source = resolution.source(name);
    const parsed = sources.parsed(name);
    if (!source || !parsed) continue;
    const occurrences = blaming(parsed.unit.file, () => finder.occurrencesIn(parsed.unit, isFinal));
    resolved.set(name, { name, source, resolution, occurrences });
    if (occurrences.some(isOpen)) open.push(name);
    onProgress?.(resolved.size, roots.length);
  }
  return open;
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
