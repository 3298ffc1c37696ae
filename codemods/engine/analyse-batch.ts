import type { Accepted, Advice, FileOutcome } from '../report/report';
import { bindAlone } from '../resolve/bind-alone';
import { tokenAt } from '../resolve/places';
import { createSources } from '../resolve/program';
import type { Unit } from '../resolve/unit';
import { vocabularyOf } from '../resolve/vocabulary';
import { draftsOf } from '../rewrite/drafts';
import { lineTable } from '../rewrite/lines';
import { type RewriteOptions, type RewrittenFile, rewrittenFile } from '../rewrite/rewritten-file';
import { isOfAnyMethod, roleOf } from '../rewrite/site-role';
import type { BatchContext } from './batch-context';
import { type CauseReader, createCauseReader } from './causes';
import { blaming, contained, FileFault, failureOf } from './contained';
import { type RenamedUse, renamedUseOf } from './half-switched';
import { type LeftName, leftAloneIn, sdkOfRules } from './left-alone';
import type { PlacedUse } from './lone-fakes';
import { switchTargetOf } from './migration';
import { answeredDraft, ownQuestions } from './questions/own-question';
import { settled } from './questions/settled';
import { relativeTo } from './relative-to';
import { type ResolvedUnit, resolveUnits } from './resolve';
import type { Candidate } from './scan/scan';
import { unitsOf } from './scan/units';
import { createSight } from './sight';
import {
  type AskedDraft,
  acceptedOf,
  adviceOf,
  type FileText,
  type SiteDraft,
  shown,
  siteDraft,
} from './site';
import { toldReceiver } from './told-receiver';
import { type UnseenUse, unseenUseOf } from './unseen-modules';

/** The analysis of one file, before its imports are decided. */
export interface FileAnalysis {
  file: string;
  candidate: Candidate;
  sites: readonly SiteDraft[];
  /** Calls that may be any method's and are not asked about, because their rule was not chosen. */
  unasked: readonly PlacedUse[];
  advice: readonly Advice[];
  accepted: readonly Accepted[];
  /** Ids of the answers that settled a site of the file. */
  honoured: readonly string[];
  /** Legacy names of the file that are no sites; none in packages that do not use the SDK. */
  leftAlone: readonly LeftName[];
  /** Uses of exports of modules out of sight; none in packages that do not use the SDK. */
  unseen: readonly UnseenUse[];
  /** Reviewed names on clients, where some client may still be the old SDK's. */
  renamed: readonly RenamedUse[];
  /** The rewritten file, parsed on demand where only the imports may have to change. */
  rewritten(): RewrittenFile | Unparsable;
}

export interface Unparsable {
  error: string;
}

export interface BatchResult {
  files: readonly FileAnalysis[];
  failed: readonly FileOutcome[];
}

/**
 * Resolves and rewrites some files in memory, and loads the other files that this needs. The result depends on the batch and the
 * repository alone, not on other batches or the thread.
 *
 * @param onProgress receives the number of resolved files of the batch
 * @throws {StackTooShort}
 */
export function analyseBatch(
  batch: readonly Candidate[],
  context: BatchContext,
  onProgress: (done: number) => void = () => {},
): BatchResult {
  const { root, needsStack = false } = context;
  const read = new Set<string>();
  const { results, left } = contained(batch, {
    pathOf: ({ file }) => `${root}/${file}`,
    do: (items, broken) => analyseTogether(items, { ...context, broken, read, onBatchProgress: onProgress }),
    suspects: () => faultsAmong(read, context),
    needsStack,
  });
  return {
    files: results.flatMap((result) => result.files),
    failed: [
      ...results.flatMap((result) => result.failed),
      ...left.map(([{ file }, fault]) => failureOf(file, fault)),
    ],
  };
}

/** The context that all files of a batch share. */
interface FileContext extends BatchContext {
  /** The absolute path of the file of a compiler's name, which is another for scripts of components. */
  fileOf: (name: string) => string;
  readCause: CauseReader;
}

function analyseTogether(
  batch: readonly Candidate[],
  context: BatchContext & {
    /** Absolute paths of files that must not be read. */
    broken: ReadonlySet<string>;
    /** Receives the absolute paths of the files read. */
    read: Set<string>;
    onBatchProgress: (done: number) => void;
  },
): BatchResult {
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

/** The files that the compiler fails on even one by one. */
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
  const rough = units.map(([unit, { source, resolution, occurrences }]) => {
    // An untyped receiver is worth a person's time only where a client may come to.
    const relevant = occurrences.filter(
      ({ kind, verdict: { origin } }) =>
        kind !== 'renamed' &&
        (origin === 'sdk' ||
          origin === 'partly' ||
          (origin !== 'unseen' && batch.mayHoldClients(`${batch.root}/${file}`))),
    );
    const context = { checker: resolution.checker, clientOptions };
    const known = relevant.map((occurrence) => {
      const { verdict, by } = settled(occurrence.verdict, batch.readCause, answers);
      for (const { id } of by) honoured.add(id);
      return { ...occurrence, verdict };
    });
    const open = known.filter((occurrence) => isOfAnyMethod(roleOf(occurrence)));
    return {
      unit,
      source,
      drafts: draftsOf(unit, source, known, transforms, context),
      unasked: draftsOf(unit, source, open, batch.otherTransforms, context),
    };
  });
  const asked = ownQuestions(
    file,
    rough.flatMap(({ drafts }) => drafts),
    migration.sdk,
    answers,
  );
  const drafted = rough.map(({ unit, source, drafts }) => ({
    unit,
    source,
    drafts: drafts.map((draft): AskedDraft => {
      const own = asked.get(draft);
      const decided = own ? answeredDraft(draft, own, answers) : draft;
      if (own && decided !== draft) honoured.add(own.id);
      const doors = draft.doors.map((door) => ({ ...door, file: fileOf(door.file) }));
      return { ...decided, doors, own };
    }),
  }));
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
    unasked: rough.flatMap(({ source, unasked }) =>
      unasked
        .filter(({ outcome }) => outcome.status === 'review')
        .map(({ rule, anchor, doors, role }) => ({
          site: { file, rule, line: place.lines.positionOf(anchor.getStart(source)).line },
          rewrite: {
            role,
            outcome: { status: 'review' as const },
            doors: doors.map((door) => ({ ...door, file: fileOf(door.file) })),
          },
        })),
    ),
    advice: located.flatMap(({ draft, source }) => adviceOf(place, source, draft)),
    accepted: located.flatMap(({ draft, source }) => acceptedOf(place, source, draft)),
    honoured: [...honoured],
    leftAlone: toldNames(
      owner.usesSdk ? leftAloneIn(file, text, drafted, unseen, sdkOfRules(migration.sdk, transforms)) : [],
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

/** Adds places and owners to the names of an explained file. */
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

export function rewriteOptions(
  file: string,
  { root, migration, scan, takenElsewhere }: BatchContext,
): RewriteOptions {
  return {
    target: switchTargetOf(migration),
    packageIsEsm: scan.packages.of(file).isEsm,
    takenElsewhere: (exported) => takenElsewhere(`${root}/${file}`, exported),
  };
}

/** Made at the top level, so that the closure keeps its result alone and not a file's text. */
const always =
  <T>(result: T) =>
  () =>
    result;
