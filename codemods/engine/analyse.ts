import type { Accepted, Advice, BlindSpot, FileOutcome } from '../report/report';
import { bindAlone } from '../resolve/bind-alone';
import type { Files } from '../resolve/files';
import { createModules, type Modules, remembered } from '../resolve/modules';
import { onceEach } from '../resolve/once-each';
import { tokenAt } from '../resolve/places';
import { createSources } from '../resolve/program';
import type { Sdk } from '../resolve/sdk';
import { isTypeScript, parseUnit, type Unit } from '../resolve/unit';
import { vocabularyOf } from '../resolve/vocabulary';
import { draftsOf } from '../rewrite/drafts';
import { lineTable } from '../rewrite/lines';
import {
  type DraftedUnit,
  type RewriteOptions,
  type RewrittenFile,
  rewrittenFile,
} from '../rewrite/rewritten-file';
import type { Transform } from '../rewrite/transform';
import { batchesOf, collectGarbage } from './batches';
import { type CauseReader, createCauseReader } from './causes';
import { compilerFilter, declaresForOthers } from './compiler-filter';
import { blaming, contained, FileFault, failureOf, isStackOverflow } from './contained';
import { importsSdk } from './decide';
import type { FileSystem } from './file-system/file-system';
import { type RenamedUse, renamedUseOf } from './half-switched';
import { createImportGraph, type ImportGraph } from './import-graph';
import { type LeftName, leftAloneIn, leftUnread } from './left-alone';
import { type Migration, switchTargetOf } from './migration';
import type { Progress } from './options';
import { blindSpotOfPage, pageUses } from './page-uses';
import { publicFiles } from './public-files';
import type { AnswerBook } from './questions/answer-book';
import { answeredDraft, createOwnQuestions } from './questions/own-question';
import { settled } from './questions/settled';
import { createReach } from './reach';
import { findReplacements, type Replacements } from './replacements';
import { configurationFiles, mentionedPaths, packageFolders, repositoryFiles } from './repository-files';
import { type ResolvedUnit, resolveUnits } from './resolve';
import { kindOf } from './scan/file-facts';
import type { Candidate, Scan } from './scan/scan';
import { unitsOf } from './scan/units';
import { createSearch, createSight, type Search } from './sight';
import {
  type AskedDraft,
  acceptedOf,
  adviceOf,
  type FileText,
  type SiteDraft,
  shown,
  siteDraft,
} from './site';
import { StackTooShort } from './stack-too-short';
import { createTakenElsewhere, type TakenElsewhere } from './taken-elsewhere';
import { blindSpotOfTemplate, type TemplateUse, templateUses } from './template-uses';
import type { ReadTemplate } from './templates/component';
import type { Parsers } from './templates/parsers';
import { templateReader } from './templates/read-template';
import { toldReceiver } from './told-receiver';
import { blindSpotsOfUnseen, type UnseenUse, unseenUseOf } from './unseen-modules';
import { repositoryOf } from './walk/repository';

export interface AnalyseOptions {
  /** Absolute real path, with `/`. */
  root: string;
  migration: Migration;
  /** Those of the chosen rules. */
  transforms: readonly Transform[];
  fileSystem: FileSystem;
  scan: Scan;
  /** Files that may be changed; the others are only looked at. */
  selected: ReadonlySet<string>;
  assumeClients: ReadonlySet<string>;
  /** Files of which every legacy name is told with what became of it. */
  explained: ReadonlySet<string>;
  /** Those of the components among the scan's candidates. */
  parsers: Parsers;
  answers: AnswerBook;
  scope: 'slice' | 'whole';
  /** Whether a stack that is too short for a file is an error, for the run to go on in a thread with a longer one. */
  needsStack?: boolean | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** What a file holds, before it is decided what becomes of its imports. */
export interface FileAnalysis {
  file: string;
  candidate: Candidate;
  sites: readonly SiteDraft[];
  advice: readonly Advice[];
  accepted: readonly Accepted[];
  /** Ids of the answers that settled something in it. */
  honoured: readonly string[];
  /** Legacy names in it that are no sites; none in packages that do not use the SDK. */
  leftAlone: readonly LeftName[];
  /** Uses of what modules out of sight hand out; none in packages that do not use the SDK. */
  unseen: readonly UnseenUse[];
  /** Reviewed names on clients, where some client may be the old SDK's still. */
  renamed: readonly RenamedUse[];
  /** Parsed on demand where only the imports may have to change. */
  rewritten(): RewrittenFile | Unparsable;
}

export interface Unparsable {
  error: string;
}

export interface Analysis {
  files: readonly FileAnalysis[];
  /**
   * The files that import the SDK and that a file's imports may lead to, whether they were scanned or left out, the file itself
   * included: relative to the root, or absolute outside it.
   */
  sdkFilesBehind(file: string): readonly string[];
  /** What replaces the SDK's module by its name. */
  replacements: Replacements;
  /** Imports that lead from one package into another: importing and imported file. */
  crossings: readonly (readonly [string, string])[];
  /** Paths outside the root that were looked at. */
  outside: readonly string[];
  failed: readonly FileOutcome[];
  /** What resolution could not see, and what may hide legacy use there. */
  blindSpots: readonly BlindSpot[];
}

/** Resolves and rewrites in memory. Everything that needs the compiler is behind this function. */
export function analyse(options: AnalyseOptions): Analysis {
  const { root, migration, fileSystem, scan, selected, needsStack = false } = options;
  const { sdk } = migration;
  const files = repositoryFiles(root, scan, fileSystem);
  const crossings: [string, string][] = [];
  const base = repositoryOf(root, fileSystem)?.folder ?? root;
  const modules = createModules({
    sdk,
    files,
    base,
    packages: packageFolders(root, scan),
    configurations: configurationFiles(root, scan),
  });
  const replacements = findReplacements({ root, sdk, scan, fileSystem });
  const mentions = mentionedPaths(root, scan, files, sdk);
  // Not remembered: every string of a file would be.
  const imports = createImportGraph(files, modules, base);
  const chosen = scan.candidates.filter(({ file }) => selected.has(file));
  const seeksRenamed = importsSomeSdk(scan, sdk);
  const needsCompiler = compilerFilter(options, createReach(imports, mentions), seeksRenamed);
  const compiled = chosen.filter(needsCompiler);
  const readTemplate = templateReader(sdk, options.parsers);
  const context: BatchContext = {
    ...options,
    readTemplate,
    files,
    imports,
    seeksRenamed,
    takenElsewhere: createTakenElsewhere({
      sdk,
      files,
      modules,
      imports,
      sources: scan.files.filter((file) => kindOf(file) === 'source').map((file) => `${root}/${file}`),
    }),
    modules: observed(remembered(modules), (from, to) => {
      const [importer, imported] = [relativeTo(root, from), relativeTo(root, to)];
      if (importer === undefined || imported === undefined) return;
      if (scan.packages.of(importer) !== scan.packages.of(imported)) crossings.push([importer, imported]);
    }),
    mentions,
    standIns: new Set([...replacements.standIns].map((file) => `${root}/${file}`)),
    ...sightOver(root, scan, files, modules, imports),
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
  const analysed = new Map<Candidate, FileAnalysis>();
  const failed: FileOutcome[] = [];
  if (compiled.length > 0) options.onProgress?.({ stage: 'resolve', done: 0, total: compiled.length });
  let done = 0;
  for (const batch of batchesOf(compiled)) {
    const onProgress = (count: number) =>
      options.onProgress?.({ stage: 'resolve', done: done + count, total: compiled.length });
    const read = new Set<string>();
    const { results, left } = contained(batch, {
      pathOf: ({ file }) => `${root}/${file}`,
      do: (items, broken) => analyseBatch(items, { ...context, broken, read, onBatchProgress: onProgress }),
      suspects: () => faultsAmong(read, context),
      needsStack,
    });
    for (const file of results.flatMap((result) => result.files)) analysed.set(file.candidate, file);
    failed.push(...results.flatMap((result) => result.failed));
    failed.push(...left.map(([{ file }, fault]) => failureOf(file, fault)));
    done += batch.length;
    if (done < compiled.length) collectGarbage();
  }
  const broken = new Set(failed.map(({ file }) => file));
  const inTemplates = chosen
    .filter(({ file }) => !broken.has(file) && scan.packages.of(file).usesSdk)
    .flatMap((candidate) => templateUses(candidate, `${root}/${candidate.file}`, readTemplate, sdk));
  const inPages = chosen
    .filter(({ file }) => scan.packages.of(file).usesSdk)
    .flatMap((candidate) => pageUses(candidate, `${root}/${candidate.file}`, sdk));
  return {
    files: chosen
      .filter(({ file }) => !broken.has(file))
      .map((candidate) => analysed.get(candidate) ?? withoutSites(candidate, context))
      .map((found) => ({ ...found, leftAlone: exceptIn([...inTemplates, ...inPages], found.leftAlone) })),
    sdkFilesBehind: onceEach((file: string) =>
      filesBehind(`${root}/${file}`, imports)
        .filter((path) => importsSdk(files.read(path) ?? '', sdk))
        .map((path) => relativeTo(root, path) ?? path),
    ),
    replacements,
    crossings,
    outside: files.outside(),
    failed,
    blindSpots: [
      ...blindSpotsOfUnseen(
        [...analysed.values()].flatMap(({ unseen }) => unseen),
        // Of a file that is explained, each use by itself.
        (file) => (options.explained.has(file) ? {} : scan.packages.of(file)),
      ),
      ...inTemplates.map((use) => blindSpotOfTemplate(use, sdk)),
      ...inPages.map(blindSpotOfPage),
    ],
  };
}

/** Whether some file's client is the old SDK's still, so that a reviewed name may be on it. */
const importsSomeSdk = ({ candidates }: Scan, sdk: Sdk): boolean =>
  candidates.some(
    ({ file, mentionsSdk, bytes }) =>
      mentionsSdk && !/\.mdx?$/.test(file) && importsSdk(bytes.toString('latin1'), sdk),
  );

/** What values may be followed through: the sources of all packages that use the SDK. */
function sightOver(
  root: string,
  { files: all, packages }: Scan,
  files: Files,
  modules: Modules,
  imports: ImportGraph,
): Pick<BatchContext, 'search' | 'isPublic'> {
  return {
    search: createSearch({
      searched: all
        .filter((file) => kindOf(file) === 'source' && !/\.mdx?$/.test(file) && packages.of(file).usesSdk)
        .map((file) => `${root}/${file}`),
      files,
      imports,
    }),
    isPublic: publicFiles(
      packages.all.map(({ folder }) => (folder === '' ? root : `${root}/${folder}`)),
      files,
      modules,
    ),
  };
}

/** The names that stand among the blind spots are not left alone. */
function exceptIn(
  uses: readonly Pick<TemplateUse, 'file' | 'offset'>[],
  names: readonly LeftName[],
): readonly LeftName[] {
  if (uses.length === 0) return names;
  const places = new Set(uses.map(({ file, offset }) => `${offset}:${file}`));
  return names.filter(({ file, offset }) => !places.has(`${offset}:${file}`));
}

interface BatchContext extends AnalyseOptions {
  readTemplate: ReadTemplate;
  files: Files;
  modules: Modules;
  imports: ImportGraph;
  takenElsewhere: TakenElsewhere;
  /** Absolute paths of the files that replace the SDK's module by its name. */
  standIns: ReadonlySet<string>;
  mentions: Pick<ReadonlySet<string>, 'has'>;
  seeksRenamed: boolean;
  /** Absolute paths of what declares a client for files that do not import it. */
  ambient: readonly string[];
  /** Those of the definition's that some file of the repository names. */
  clientOptions: ReadonlySet<string>;
  /** Over the source files of packages that use the SDK. */
  search: Search;
  isPublic: (file: string) => boolean;
}

/** What a batch has for each of its files. */
interface FileContext extends BatchContext {
  /** Absolute path of what the compiler knows by another name. */
  fileOf: (name: string) => string;
  readCause: CauseReader;
}

function analyseBatch(
  batch: readonly Candidate[],
  context: BatchContext & {
    /** Absolute paths of files that are not to be read. */
    broken: ReadonlySet<string>;
    /** Takes the absolute paths of those that were. */
    read: Set<string>;
    onBatchProgress: (done: number) => void;
  },
): Pick<Analysis, 'failed'> & { files: FileAnalysis[] } {
  const { root, files, modules, imports, mentions, ambient, assumeClients, scope, onBatchProgress } = context;
  const sources = createSources(context.migration.sdk, (path) => {
    if (context.broken.has(path)) return [];
    context.read.add(path);
    return blaming(path, () => unitsOf(path, files.read(path) ?? '', context.readTemplate));
  });
  const failed: FileOutcome[] = [];
  const roots: string[] = [];
  for (const { file } of batch) {
    const parsed = sources.namesOf(`${root}/${file}`).map((name) => sources.parsed(name)!);
    const broken = parsed.find(({ error, unit }) => error && unit.kind !== 'fence');
    if (broken) failed.push({ file, status: 'failed', error: broken.error! });
    else roots.push(...parsed.filter(({ error }) => !error).map(({ unit }) => unit.name));
  }
  const fileOf = (name: string) => sources.parsed(name)?.unit.file ?? name;
  const resolved = resolveUnits({
    sdk: context.migration.sdk,
    sources,
    modules,
    imports,
    roots,
    ambient: ambient
      .flatMap((path) => sources.namesOf(path))
      .filter((name) => sources.parsed(name)?.error === undefined),
    mentions,
    assumeClients,
    standIns: context.standIns,
    sight: createSight({
      ...context,
      fileOf,
    }),
    scope,
    seeksRenamed: context.seeksRenamed,
    onProgress: onBatchProgress,
  });
  const readCause = createCauseReader({
    sdk: context.migration.sdk,
    fileOf: (unit) => relativeTo(root, fileOf(unit)) ?? fileOf(unit),
    packageOf: (file) => context.scan.packages.of(file).name,
  });
  const ofFiles = { ...context, fileOf, readCause };
  const analysed = batch.flatMap((candidate): FileAnalysis[] => {
    const units = sources
      .namesOf(`${root}/${candidate.file}`)
      .flatMap((name) => resolved.get(name) ?? [])
      .map((unit): [Unit, ResolvedUnit] => [sources.parsed(unit.name)!.unit, unit]);
    if (units.length === 0) return [];
    return [blaming(`${root}/${candidate.file}`, () => analyseFile(candidate, units, ofFiles))];
  });
  return { files: analysed, failed };
}

/** The files that the compiler does not even get through one by one. */
function faultsAmong(paths: Iterable<string>, { files, migration, readTemplate }: BatchContext): FileFault[] {
  return [...paths].flatMap((path): FileFault[] => {
    try {
      blaming(path, () => {
        const units = unitsOf(path, files.read(path) ?? '', readTemplate);
        for (const unit of units) bindAlone(unit, migration.sdk);
      });
      return [];
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      return [error];
    }
  });
}

function analyseFile(
  candidate: Candidate,
  units: readonly (readonly [Unit, ResolvedUnit])[],
  batch: FileContext,
): FileAnalysis {
  const { migration, transforms, scan, clientOptions, fileOf, answers } = batch;
  const { file, bytes } = candidate;
  const text = bytes.toString('utf8');
  const owner = scan.packages.of(file);
  const honoured = new Set<string>();
  const ownQuestion = createOwnQuestions(file, migration.sdk);
  const drafted = units.map(([unit, { source, resolution, occurrences }]) => {
    // What is untyped is worth a person's time only where the SDK is in use at all.
    const relevant = occurrences.filter(
      ({ kind, verdict: { origin } }) =>
        kind !== 'renamed' &&
        (origin === 'sdk' || origin === 'partly' || (owner.usesSdk && origin !== 'unseen')),
    );
    const context = { checker: resolution.checker, clientOptions };
    const known = relevant.map((occurrence) => {
      const { verdict, by } = settled(occurrence.verdict, batch.readCause, answers);
      for (const { id } of by) honoured.add(id);
      return { ...occurrence, verdict };
    });
    const drafts = draftsOf(unit, source, known, transforms, context).map((draft): AskedDraft => {
      const own = ownQuestion(draft);
      const decided = own ? answeredDraft(draft, own, answers) : draft;
      if (own && decided !== draft) honoured.add(own.id);
      const doors = draft.doors.map((door) => ({ ...door, file: fileOf(door.file) }));
      return { ...decided, doors, own };
    });
    return { unit, source, drafts };
  });
  const located = drafted.flatMap(({ source, drafts }) => drafts.map((draft) => ({ source, draft })));
  const rewritten = rewrittenFile(text, drafted, rewriteOptions(file, batch));
  const inReport = located.filter(({ draft }) => draft.outcome.status !== 'advice');
  const place: FileText = { file, text, lines: lineTable(text) };
  const unseen = units.flatMap(([, { occurrences }]) =>
    occurrences.filter(({ verdict }) => owner.usesSdk && verdict.origin === 'unseen'),
  );
  return {
    file,
    candidate,
    rewritten: always(rewritten),
    sites: inReport
      .map(({ draft, source }, index) => siteDraft(place, source, draft, rewritten.sites[index]!, batch))
      .filter(({ rewrite }) => rewrite.outcome.status !== 'accepted'),
    advice: located.flatMap(({ draft, source }) => adviceOf(place, source, draft)),
    accepted: located.flatMap(({ draft, source }) => acceptedOf(place, source, draft)),
    honoured: [...honoured],
    leftAlone: toldNames(
      owner.usesSdk ? leftAloneIn(file, text, drafted, unseen, migration.sdk) : [],
      place,
      units,
      batch,
    ),
    unseen: unseen.map((occurrence) => unseenUseOf(place, occurrence)),
    renamed: units.flatMap(([{ kind }, { occurrences }]) =>
      occurrences.flatMap((each) =>
        each.kind === 'renamed' && each.verdict.origin === 'sdk' && kind !== 'fence'
          ? [renamedUseOf(place, each, fileOf)]
          : [],
      ),
    ),
  };
}

/** The names with their places, and whose they are, where that is asked for. */
function toldNames(
  names: readonly LeftName[],
  { file, lines }: FileText,
  units: readonly (readonly [Unit, ResolvedUnit])[],
  { explained, migration, root, fileOf }: FileContext,
): readonly LeftName[] {
  if (!explained.has(file)) return names;
  const pathOf = (unit: string) => relativeTo(root, fileOf(unit)) ?? fileOf(unit);
  return names.map((name) => {
    const [because] = units.flatMap(([{ text }, { source, resolution }]) => {
      const token = tokenAt(source, name.offset, text.length, vocabularyOf(migration.sdk));
      return (token && toldReceiver(token, resolution, pathOf)) ?? [];
    });
    return {
      ...name,
      told: { ...lines.positionOf(name.offset), ...(because && { because: shown(because) }) },
    };
  });
}

function rewriteOptions(
  file: string,
  { root, migration, scan, takenElsewhere }: BatchContext,
): RewriteOptions {
  return {
    target: switchTargetOf(migration),
    packageIsEsm: scan.packages.of(file).isEsm,
    takenElsewhere: (as) => takenElsewhere(`${root}/${file}`, as),
  };
}

/** Mentions the SDK, and has no legacy name in it: only its imports may have to change. */
function withoutSites(candidate: Candidate, context: BatchContext): FileAnalysis {
  const { file } = candidate;
  return {
    file,
    candidate,
    sites: [],
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

function unreadNames({ file, bytes }: Candidate, { migration, scan, explained }: BatchContext): LeftName[] {
  if (!scan.packages.of(file).usesSdk) return [];
  const text = bytes.toString('utf8');
  const names = leftUnread(file, text, migration.sdk);
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

function filesBehind(start: string, imports: ImportGraph): string[] {
  const visited = new Set([start]);
  for (const file of visited) for (const target of imports(file)) visited.add(target);
  return [...visited];
}

/** The same resolution, which tells of every file that an import leads to. */
function observed(modules: Modules, onImport: (from: string, to: string) => void): Modules {
  return {
    resolve(specifier, from) {
      const target = modules.resolve(specifier, from);
      if (target.kind === 'file') onImport(from, target.path);
      return target;
    },
  };
}

function relativeTo(root: string, path: string): string | undefined {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}

/** A function that holds on to its result alone; one that is made where a file's text is at hand keeps the text, too. */
const always =
  <T>(result: T) =>
  () =>
    result;
