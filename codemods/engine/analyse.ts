import type { BlindSpot, FileOutcome } from '../report/report';
import { onceEach } from '../resolve/once-each';
import type { Sdk } from '../resolve/sdk';
import { isTypeScript, parseUnit } from '../resolve/unit';
import { lineTable } from '../rewrite/lines';
import { type DraftedUnit, type RewrittenFile, rewrittenFile } from '../rewrite/rewritten-file';
import { type FileAnalysis, rewriteOptions, type Unparsable } from './analyse-batch';
import {
  type BatchContext,
  batchContext,
  type ContextOptions,
  type Overview,
  openRepository,
} from './batch-context';
import { batchesOf } from './batches';
import { compilerFilter, declaresForOthers, declaresGlobals } from './compiler-filter';
import { blaming, FileFault, failureOf, isStackOverflow } from './contained';
import { findReplacements, type Replacements } from './find-replacements';
import { filesBehind, loadedTogether } from './import-graph';
import { importsSdk } from './imports-module';
import { type LeftName, leftUnread, sdkOfRules } from './left-alone';
import type { Progress } from './options';
import { blindSpotOfPage, pageUses } from './page-uses';
import { analysedHere, analysedInThreads, type ThreadOptions } from './parallel/threads';
import { createReach } from './reach';
import { relativeTo } from './relative-to';
import { sourcePaths } from './repository-files';
import { kindOf } from './scan/file-facts';
import type { Package } from './scan/packages';
import type { Candidate, Scan } from './scan/scan';
import { isPage, unitsOf } from './scan/units';
import { StackTooShort } from './stack-too-short';
import { blindSpotOfTemplate, type TemplateUse, templateUses } from './template-uses';
import { blindSpotsOfUnseen } from './unseen-modules';

export interface AnalyseOptions extends ContextOptions {
  scan: Scan;
  /** Files that may be changed; the others are only read. */
  selected: ReadonlySet<string>;
  /** Worker threads; without them, this thread does all. */
  threads?: ThreadOptions | undefined;
  /** Bytes of source that are analysed at once. */
  batchBytes?: number | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Analysis {
  files: readonly FileAnalysis[];
  /**
   * The files that import the SDK and that a file's imports may lead to, scanned or left out, the file itself included. The paths are
   * relative to the root, or absolute outside it.
   */
  sdkFilesBehind(file: string): readonly string[];
  /** The same of all files of a package together. */
  sdkFilesBehindPackage(owner: Package): readonly string[];
  /** Whether one program may load two files: one imports the other, or a third imports both, directly or through others. */
  mayLoadBoth(file: string, other: string): boolean;
  /** Whether a file may hold a use of a client. */
  mayUseClient(candidate: Candidate): boolean;
  /** Replacements of the SDK's module by its name: mocks and aliases. */
  replacements: Replacements;
  /** Imports that lead from one package into another: importing and imported file. */
  crossings: readonly (readonly [string, string])[];
  /** Paths outside the root that were read. */
  outside: readonly string[];
  failed: readonly FileOutcome[];
  /** Places that resolution could not see and that may hide legacy use. */
  blindSpots: readonly BlindSpot[];
}

/** Resolves and rewrites in memory. Only this function needs the compiler. */
export async function analyse(options: AnalyseOptions): Promise<Analysis> {
  const { root, migration, fileSystem, scan, selected, threads } = options;
  const { sdk } = migration;
  const repository = openRepository(options);
  const { files, imports, mentions } = repository;
  const replacements = findReplacements({ root, sdk, scan, fileSystem });
  const overview = overviewOf(options, replacements);
  const context = batchContext(options, repository, overview);
  const chosen = scan.candidates.filter(({ file }) => selected.has(file));
  const needsCompiler = compilerFilter(
    options,
    createReach(imports, mentions),
    overview.seeksRenamed,
    context.keptNamespaces,
  );
  const compiled = chosen.filter(needsCompiler);
  const importsOf = ({ file }: Candidate) =>
    imports(`${root}/${file}`).flatMap((path) => relativeTo(root, path) ?? []);
  const batches = batchesOf(compiled, importsOf, options.batchBytes);
  const onProgress = (done: number) =>
    options.onProgress?.({ stage: 'resolve', done, total: compiled.length });
  if (compiled.length > 0) onProgress(0);
  const inThreads = threads && (await analysedInThreads(batches, context, { ...threads, onProgress }));
  const results = inThreads?.results ?? analysedHere(batches, context, onProgress);
  const analysed = new Map(
    results.flatMap((result) => result.files).map((found) => [found.candidate, found]),
  );
  const failed = results.flatMap((result) => result.failed);
  const broken = new Set(failed.map(({ file }) => file));
  const inTemplates = chosen
    .filter(({ file }) => !broken.has(file) && scan.packages.of(file).usesSdk)
    .flatMap((candidate) => templateUses(candidate, `${root}/${candidate.file}`, context.readTemplate, sdk));
  const inPages = chosen
    .filter(({ file }) => scan.packages.of(file).usesSdk)
    .flatMap((candidate) => pageUses(candidate, `${root}/${candidate.file}`, sdk));
  const areLoadedTogether = loadedTogether(() => sourcePaths(root, scan), imports);
  const sdkFilesBehind = (starts: readonly string[]) =>
    filesBehind(
      starts.map((file) => `${root}/${file}`),
      imports,
    )
      .filter((path) => importsSdk(files.read(path) ?? '', sdk))
      .map((path) => relativeTo(root, path) ?? path);
  return {
    files: chosen
      .filter(({ file }) => !broken.has(file))
      .map((candidate) => analysed.get(candidate) ?? withoutSites(candidate, context))
      .map((found) => ({ ...found, leftAlone: exceptIn([...inTemplates, ...inPages], found.leftAlone) })),
    sdkFilesBehind: onceEach((file: string) => sdkFilesBehind([file])),
    sdkFilesBehindPackage: onceEach((owner: Package) =>
      sdkFilesBehind(
        scan.files.filter((file) => kindOf(file) === 'source' && scan.packages.of(file) === owner),
      ),
    ),
    mayLoadBoth: (file, other) => areLoadedTogether(`${root}/${file}`, `${root}/${other}`),
    mayUseClient: ({ file, bytes, mayHoldSites }) =>
      mayHoldSites && context.keptNamespaces.mayBeUsedIn(`${root}/${file}`, bytes.toString('utf8')),
    replacements,
    crossings: inOrder([...repository.crossings(), ...(inThreads?.crossings ?? [])]),
    outside: [...new Set([...files.outside(), ...(inThreads?.outside ?? [])])],
    failed,
    blindSpots: [
      ...blindSpotsOfUnseen(
        compiled.flatMap((candidate) => analysed.get(candidate)?.unseen ?? []),
        // An explained file lists each use by itself.
        (file) => (options.explained.has(file) ? {} : scan.packages.of(file)),
      ),
      ...inTemplates.map((use) => blindSpotOfTemplate(use, sdk)),
      ...inPages.map(blindSpotOfPage),
    ],
  };
}

function overviewOf({ root, migration, scan }: AnalyseOptions, replacements: Replacements): Overview {
  return {
    seeksRenamed: importsSomeSdk(scan, migration.sdk),
    hasGlobals: scan.candidates.some(
      ({ mentionsSdk, bytes }) => mentionsSdk && declaresGlobals(bytes.toString('latin1')),
    ),
    standIns: new Set([...replacements.standIns].map((file) => `${root}/${file}`)),
    ambient: scan.candidates
      .filter(({ file, mentionsSdk }) => mentionsSdk && isTypeScript(file))
      .filter(({ bytes }) => declaresForOthers(bytes.toString('latin1')))
      .map(({ file }) => `${root}/${file}`),
    clientOptions: new Set(
      migration.clientOptions.filter((option) =>
        scan.candidates.some(
          ({ bytes, mentionsSdk, file }) => mentionsSdk && !file.endsWith('.md') && bytes.includes(option),
        ),
      ),
    ),
  };
}

/** The distinct crossings, sorted, so that their order does not depend on the threads. */
function inOrder(crossings: readonly (readonly [string, string])[]): [string, string][] {
  return [...new Set(crossings.map((crossing) => crossing.join('\0')))]
    .sort()
    .map((crossing) => crossing.split('\0') as [string, string]);
}

/** Whether some file still imports the old SDK, so that a reviewed name may be on its client. */
const importsSomeSdk = ({ candidates }: Scan, sdk: Sdk): boolean =>
  candidates.some(
    ({ file, mentionsSdk, bytes }) =>
      mentionsSdk && !isPage(file) && importsSdk(bytes.toString('latin1'), sdk),
  );

/** The names that the blind spots list already, which do not count as left alone. */
function exceptIn(
  uses: readonly Pick<TemplateUse, 'file' | 'offset'>[],
  names: readonly LeftName[],
): readonly LeftName[] {
  if (uses.length === 0) return names;
  const places = new Set(uses.map(({ file, offset }) => `${offset}:${file}`));
  return names.filter(({ file, offset }) => !places.has(`${offset}:${file}`));
}

/** A file that mentions the SDK without a legacy name: only its imports may have to change. */
function withoutSites(candidate: Candidate, context: BatchContext): FileAnalysis {
  const { file } = candidate;
  return {
    file,
    candidate,
    sites: [],
    unasked: [],
    advice: [],
    unseen: [],
    renamed: [],
    accepted: [],
    honoured: [],
    leftAlone: unreadNames(candidate, context),
    rewritten() {
      try {
        return blaming(file, () => onlyImports(candidate, context));
      } catch (error) {
        if (!(error instanceof FileFault)) throw error;
        if (context.needsStack && isStackOverflow(error.cause)) throw new StackTooShort();
        return { error: failureOf(file, error).error! };
      }
    },
  };
}

function unreadNames(
  { file, bytes }: Candidate,
  { migration, transforms, scan, explained }: BatchContext,
): LeftName[] {
  if (!scan.packages.of(file).usesSdk) return [];
  const text = bytes.toString('utf8');
  const names = leftUnread(file, text, sdkOfRules(migration.sdk, transforms));
  if (names.length === 0 || !explained.has(file)) return names;
  const lines = lineTable(text);
  return names.map((name) => ({ ...name, told: lines.positionOf(name.offset) }));
}

function onlyImports(candidate: Candidate, context: BatchContext): RewrittenFile | Unparsable {
  const { file, bytes } = candidate;
  const text = bytes.toString('utf8');
  const parsed = unitsOf(`${context.root}/${file}`, text, context.readTemplate).map((unit) =>
    parseUnit(unit, context.migration.sdk, true),
  );
  const broken = parsed.find(({ error, unit }) => error && unit.kind !== 'fence');
  if (broken) return { error: broken.error! };
  const drafted = parsed
    .filter(({ error }) => !error)
    .map(({ unit, source }): DraftedUnit => ({ unit, source, drafts: [] }));
  return rewrittenFile(text, drafted, rewriteOptions(file, context));
}
