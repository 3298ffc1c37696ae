import type { BlindSpot } from '../report/report';
import { applyEdits } from '../rewrite/edits';
import {
  type CachedChange,
  type CachedFindings,
  digestOfFile,
  noFindings,
  openFindings,
} from './cache/findings';
import { type InstalledSdks, installedSdks } from './dependencies/installed-sdk';
import { type Migration, transformsOf } from './migration';
import type { FileChange, MigrateOptions } from './options';
import { answerBook } from './questions/answer-book';
import type { Candidate, Scan } from './scan/scan';
import type { Setting } from './setting';
import { loadParsers } from './templates/parsers';

/** The findings of this run, or of the last run over the same files. */
export interface Findings extends Omit<CachedFindings, 'changes' | 'outside'> {
  /** The files that change, some of them to another name. */
  changed: readonly Pick<FileChange, 'file' | 'movedTo'>[];
  /** Their bytes, on demand: a check reads none. */
  changes(): readonly FileChange[];
}

const NOTHING: Findings = {
  sites: [],
  causes: [],
  questions: [],
  honoured: [],
  advice: [],
  accepted: [],
  failed: [],
  blindSpots: [],
  mended: [],
  changed: [],
  changes: () => [],
};

/** A scanned project, and the selected files of it that may be changed. */
interface Question {
  root: string;
  options: MigrateOptions;
  scanned: Scan;
  selected: ReadonlySet<string>;
  candidates: readonly Candidate[];
  rules: ReadonlySet<string>;
  sdks: InstalledSdks;
}

/** Loads the compiler only where something may have to change and no cached findings apply. */
export async function findingsOf(
  options: MigrateOptions,
  root: string,
  scanned: Scan,
  selected: ReadonlySet<string>,
  setting: Setting,
): Promise<Findings> {
  const { migration, fileSystem, release } = setting;
  const users = scanned.packages.all.filter(({ usesSdk }) => usesSdk);
  const candidates = scanned.candidates.filter(({ file }) => selected.has(file));
  if (candidates.length === 0) return NOTHING;
  if (users.length === 0 && options.assumeClients.length === 0) {
    return { ...NOTHING, blindSpots: await rawRoutesOf(candidates, root, scanned, migration) };
  }
  const rules = rulesOf(options, migration);
  const sdks = installedSdks(root, migration.sdk, fileSystem);
  const installed = await Promise.all(users.map(({ folder }) => sdks(folder)));
  const { client, reviewedSdk, assumeClients, paths, include, exclude, explained, answers = [] } = options;
  const question = [
    migration.sdk.module,
    [...rules],
    client,
    reviewedSdk,
    assumeClients,
    paths,
    include,
    exclude,
    explained,
    answers,
    installed,
    setting.scope,
  ];
  const cache =
    release === undefined ? noFindings : openFindings(root, release, scanned.digest, question, process.env);
  const known = cache.load();
  if (known) return { ...known, changed: known.changes, changes: () => changesOf(known, scanned) };

  const asked: Question = { root, options, scanned, selected, candidates, rules, sdks };
  const { found, changes, outside } = await analysed(asked, setting);
  // Nobody asks again about files that are written now.
  if (options.mode !== 'write' || changes.length === 0) {
    const digests = outside.map((path) => ({ path, digest: digestOfFile(path) }));
    cache.save({ ...found, changes: asCached(changes), outside: digests });
  }
  return { ...found, changed: changes, changes: () => changes };
}

interface Analysed {
  found: Omit<CachedFindings, 'changes' | 'outside'>;
  changes: readonly FileChange[];
  /** Absolute paths of the files outside the root that were read. */
  outside: readonly string[];
}

async function analysed(
  { root, options, scanned, selected, candidates, rules, sdks }: Question,
  { migration, scope, fileSystem, release, threads, batchBytes, needsStack }: Setting,
): Promise<Analysed> {
  const [{ analyse }, { tally }, { planChanges }, parsers, transforms] = await Promise.all([
    import('./analyse'),
    import('./left-alone'),
    import('./plan'),
    loadParsers(scanned.candidates),
    transformsOf(migration),
  ]);
  const answers = answerBook(options.answers ?? []);
  const analysis = await analyse({
    root,
    migration,
    transforms: transforms.filter(({ rule }) => rules.has(rule)),
    fileSystem,
    scan: scanned,
    selected,
    assumeClients: new Set(options.assumeClients),
    // An explanation of one file needs all the files that its receivers come through.
    scope: options.explained?.length === 1 ? 'whole' : scope,
    parsers,
    answers,
    needsStack,
    explained: new Set(options.explained),
    // Worker threads read the disk and load the published definition.
    threads: release === undefined ? undefined : threads,
    batchBytes,
    onProgress: options.onProgress,
  });
  options.onProgress?.({ stage: 'plan', done: 0, total: 0 });
  const plan = await planChanges({
    root,
    migration,
    fileSystem,
    scan: scanned,
    analysis,
    selected,
    options,
    answers,
    sdks,
  });
  const { files } = analysis;
  const rawRoutes = await rawRoutesOf(candidates, root, scanned, migration);
  const found = {
    sites: plan.sites,
    causes: plan.causes,
    questions: plan.questions,
    honoured: [...files.flatMap(({ honoured }) => honoured), ...plan.honoured],
    advice: files.flatMap(({ advice }) => advice),
    accepted: [...files.flatMap(({ accepted }) => accepted), ...plan.accepted],
    failed: [...analysis.failed, ...plan.failed],
    blindSpots: [...analysis.blindSpots, ...plan.blindSpots, ...rawRoutes],
    mended: plan.mended,
    leftAlone: tally(files.flatMap(({ leftAlone }) => leftAlone)),
  };
  return { found, changes: plan.changes, outside: [...analysis.outside] };
}

async function rawRoutesOf(
  candidates: readonly Candidate[],
  root: string,
  { packages }: Scan,
  { sdk }: Migration,
): Promise<BlindSpot[]> {
  const byHand = candidates.filter(({ mayHoldRoutes }) => mayHoldRoutes);
  if (byHand.length === 0) return [];
  const { rawRoutesIn } = await import('./raw-routes');
  return byHand.flatMap((candidate) =>
    rawRoutesIn(candidate, `${root}/${candidate.file}`, packages.of(candidate.file).usesSdk, sdk),
  );
}

function asCached(changes: readonly FileChange[]): CachedChange[] {
  return changes.map(({ file, movedTo, before, after, edits }) => ({
    file,
    ...(movedTo !== undefined && { movedTo }),
    ...(edits ? { edits } : { before: before.toString('utf8'), after: after.toString('utf8') }),
  }));
}

function changesOf({ changes }: CachedFindings, { candidates }: Scan): FileChange[] {
  const scanned = new Map(candidates.map((candidate) => [candidate.file, candidate]));
  return changes.map((change) => {
    const { file, movedTo } = change;
    if (!('edits' in change)) {
      const [before, after] = [change.before, change.after].map((text) => Buffer.from(text, 'utf8'));
      return { file, movedTo, before: before!, after: after! };
    }
    const before = scanned.get(file)!.bytes;
    const after = Buffer.from(applyEdits(before.toString('utf8'), change.edits), 'utf8');
    return { file, movedTo, before, after, edits: change.edits };
  });
}

function rulesOf({ rules, skipRules }: MigrateOptions, migration: Migration): Set<string> {
  const chosen = rules.length > 0 ? rules : migration.rules;
  return new Set(chosen.filter((rule) => !skipRules.includes(rule)));
}
