import type { BlindSpot } from '../report/report';
import { applyEdits } from '../rewrite/edits';
import type { Analysis } from './analyse';
import {
  type CachedChange,
  type CachedFindings,
  digestOfFile,
  type FindingsCache,
  noFindings,
  openFindings,
} from './cache/findings';
import { installedSdks } from './dependencies/installed-sdk';
import { type Migration, transformsOf } from './migration';
import type { FileChange, MigrateOptions } from './options';
import type { Plan } from './plan';
import { answerBook } from './questions/answer-book';
import type { Candidate, Scan } from './scan/scan';
import type { ScannedTree } from './scan-tree';
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

/** Loads the compiler only where something may have to change and no cached findings apply. */
export async function findingsOf(
  options: MigrateOptions,
  tree: ScannedTree,
  setting: Setting,
): Promise<Findings> {
  const { root, migration, fileSystem, scope, release } = setting;
  const { selected } = tree;
  const users = tree.packages.all.filter(({ usesSdk }) => usesSdk);
  const candidates = tree.candidates.filter(({ file }) => selected.has(file));
  if (candidates.length === 0) return NOTHING;
  const rawRoutes = () => rawRoutesOf(candidates, root, tree, migration);
  if (users.length === 0 && options.assumeClients.length === 0)
    return { ...NOTHING, blindSpots: await rawRoutes() };
  const sdks = installedSdks(root, migration.sdk, fileSystem);
  const installed = await Promise.all(users.map(({ folder }) => sdks(folder)));
  const rules = rulesOf(options, migration);
  const cache = cacheFor(options, tree, setting, [[...rules], installed]);
  const known = cache.load();
  if (known) return { ...known, changed: known.changes, changes: () => changesOf(known, tree) };

  const [{ analyse }, { planChanges }, parsers, transforms] = await Promise.all([
    import('./analyse'),
    import('./plan'),
    loadParsers(tree.candidates),
    transformsOf(migration),
  ]);
  const answers = answerBook(options.answers ?? []);
  const analysis = await analyse({
    ...setting,
    transforms: transforms.filter(({ rule }) => rules.has(rule)),
    otherTransforms: transforms.filter(({ rule }) => !rules.has(rule)),
    scan: tree,
    selected,
    assumeClients: new Set(options.assumeClients),
    // An explanation of one file needs all the files that its receivers come through.
    scope: options.explained?.length === 1 ? 'whole' : scope,
    parsers,
    answers,
    explained: new Set(options.explained),
    // Worker threads read the disk and load the published definition.
    threads: release === undefined ? undefined : setting.threads,
    onProgress: options.onProgress,
  });
  options.onProgress?.({ stage: 'plan', done: 0, total: 0 });
  const planning = { root, migration, fileSystem, scan: tree, analysis, selected, options, answers, sdks };
  const plan = await planChanges(planning);
  const found = await merged(analysis, plan, await rawRoutes());
  // Nobody asks again about files that are written now.
  if (options.mode !== 'write' || plan.changes.length === 0) {
    const outside = analysis.outside.map((path) => ({ path, digest: digestOfFile(path) }));
    cache.save({ ...found, changes: asCached(plan.changes), outside });
  }
  return { ...found, changed: plan.changes, changes: () => plan.changes };
}

/** @param question what the findings depend on besides the files and the options */
function cacheFor(
  options: MigrateOptions,
  { digest }: ScannedTree,
  { root, migration, scope, release }: Setting,
  question: readonly unknown[],
): FindingsCache {
  if (release === undefined) return noFindings;
  const { client, reviewedSdk, assumeClients, paths, include, exclude, explained, answers = [] } = options;
  const asked = { client, reviewedSdk, assumeClients, paths, include, exclude, explained, answers };
  return openFindings(root, release, digest, [migration.sdk.module, asked, scope, question], process.env);
}

/** What the analysis and the plan found, and the routes that files call by hand. */
async function merged(
  { files, failed, blindSpots }: Analysis,
  plan: Plan,
  rawRoutes: readonly BlindSpot[],
): Promise<Omit<CachedFindings, 'changes' | 'outside'>> {
  const { tally } = await import('./left-alone');
  const { sites, causes, questions, mended } = plan;
  return {
    sites,
    causes,
    questions,
    mended,
    honoured: [...files.flatMap(({ honoured }) => honoured), ...plan.honoured],
    advice: files.flatMap(({ advice }) => advice),
    accepted: [...files.flatMap(({ accepted }) => accepted), ...plan.accepted],
    failed: [...failed, ...plan.failed],
    blindSpots: [...blindSpots, ...plan.blindSpots, ...rawRoutes],
    leftAlone: tally(files.flatMap(({ leftAlone }) => leftAlone)),
  };
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

export function rulesOf({ rules, skipRules }: MigrateOptions, migration: Migration): Set<string> {
  const chosen = rules.length > 0 ? rules : migration.rules;
  return new Set(chosen.filter((rule) => !skipRules.includes(rule)));
}
