import { isUtf8 } from 'node:buffer';
import type { Accepted, BlindSpot, Cause, FileOutcome, Site } from '../report/report';
import { moduleNamePattern } from '../resolve/escapes';
import { applyEdits } from '../rewrite/edits';
import type { SiteRewrite } from '../rewrite/rewritten-file';
import type { Analysis } from './analyse';
import { type SiteWithCauses, withCauses } from './causes';
import { decide } from './decide';
import { addCompat } from './dependencies/add-compat';
import type { InstalledSdks } from './dependencies/installed-sdk';
import { type FileSystem, textIfAny } from './file-system/file-system';
import { type RenamedUse, toBeSwitched } from './half-switched';
import { importsModule } from './imports-module';
import type { Migration } from './migration';
import { followedImports } from './moved-file';
import type { FileChange, MigrateOptions } from './options';
import type { AnswerBook } from './questions/answer-book';
import type { Question } from './questions/question';
import { siteQuestions } from './questions/site-questions';
import { acceptedOfWaiting, questionOfWaiting, waitingSites } from './questions/waiting';
import type { Package } from './scan/packages';
import { IMPORT_MAP, type Scan } from './scan/scan';
import { isPage } from './scan/units';
import { decidedSite, type SiteDraft } from './site';

export interface Plan {
  sites: Site[];
  /** The places where the data flow of sites for review is lost. */
  causes: Cause[];
  /** The questions that settle the causes. */
  questions: Question[];
  accepted: Accepted[];
  /** Ids of the answers that settled a site. */
  honoured: string[];
  changes: FileChange[];
  failed: FileOutcome[];
  /** Places that were not switched, and so may fail or hide legacy use. */
  blindSpots: BlindSpot[];
  /** Blind spots that every run but a check mends. */
  mended: BlindSpot[];
}

export interface PlanOptions {
  /** Absolute real path, with `/`. */
  root: string;
  migration: Migration;
  fileSystem: FileSystem;
  scan: Scan;
  analysis: Analysis;
  /** Files that may be changed. */
  selected: ReadonlySet<string>;
  options: MigrateOptions;
  answers: AnswerBook;
  sdks: InstalledSdks;
}

/** Decides which packages take the replacement instead of the SDK, and computes the new text of every file. */
export async function planChanges(planning: PlanOptions): Promise<Plan> {
  const { root, migration, scan, analysis, fileSystem, options } = planning;
  // A package's imports decide what its package.json needs, as an interrupted run may have written the imports alone.
  const importers = importersOfReplacement(planning);
  const decided = await decide({ ...planning, ...options, root, importers: new Set(importers.keys()) });
  const { fixed, switching, left, repaired, half } = decided;
  const mended = onePerPackage(repaired, scan).map((use) => toBeSwitched(use, migration.sdk));
  const waiting = waitingSites(
    analysis.files.flatMap(({ sites }) => sites),
    left,
    planning.answers,
  );
  const staying = waiting.filter(({ accepting }) => accepting);
  const accepted = new Set(staying.flatMap(({ sites }) => sites.map(({ rewrite }) => rewrite)));
  const { sites: found, changes, failed, needing } = planFiles(planning, { switching, left, accepted });
  const blindSpots = [...half];
  for (const owner of importers.keys()) needing.add(owner);
  const isSelected = (file: string) => planning.selected.has(file);
  for (const [file, movedTo] of analysis.replacements.moves) {
    if (switching.has(scan.packages.of(file)) && isSelected(file))
      changes.push(movedFile(planning, { left, accepted }, file, movedTo));
  }
  blindSpots.push(...new Set([...fixed].flatMap(([owner, spot]) => (owner.usesSdk ? [spot] : []))));
  for (const file of importMapsWithout(planning, switching))
    blindSpots.push(missingInImportMap(file, migration));
  const mapped = [...switching].filter((owner) => analysis.replacements.filesOf.has(owner));
  const packageJsons = await addCompat(
    root,
    [...needing].map(({ folder }) => folder),
    mapped.map(({ folder }) => folder),
    { sdk: migration.sdk, range: migration.replacement.range },
    fileSystem,
  );
  for (const [owner, importer] of importers) {
    const file = packageJsons.added.get(owner.folder);
    if (file !== undefined) mended.push(missingDependency(file, importer, migration.sdk.replacement));
  }
  changes.push(...packageJsons.changes);
  failed.push(...packageJsons.failed);
  changes.sort((a, b) => (a.file < b.file ? -1 : 1));
  const { sites, causes } = withCauses(found);
  const reviewed = sites.flatMap((site, index) =>
    site.status === 'review' ? [{ site, draft: found[index]!.draft }] : [],
  );
  const questions = [
    ...siteQuestions(reviewed, causes, migration.sdk.clientType),
    ...waiting.filter(({ accepting }) => !accepting).map(questionOfWaiting),
  ];
  return {
    sites,
    causes,
    questions,
    accepted: staying.flatMap(acceptedOfWaiting),
    honoured: staying.map(({ id }) => id),
    changes,
    failed,
    blindSpots,
    mended,
  };
}

/** The decisions that all files share. */
interface Decided {
  /** Packages whose imports become the replacement's. */
  switching: ReadonlySet<Package>;
  /** Sites that stay as they are, and why. */
  left: ReadonlyMap<SiteRewrite, string>;
  /** Sites that a person has accepted as they are. */
  accepted: ReadonlySet<SiteRewrite>;
}

interface PlannedFiles {
  sites: (SiteWithCauses & { draft: SiteDraft })[];
  changes: FileChange[];
  failed: FileOutcome[];
  /** Packages that need the replacement. */
  needing: Set<Package>;
}

/** The new text of each analysed file that is not moved. */
function planFiles({ scan, analysis }: PlanOptions, { switching, left, accepted }: Decided): PlannedFiles {
  const planned: PlannedFiles = { sites: [], changes: [], failed: [], needing: new Set() };
  for (const { file, candidate, sites, accepted: byDraft, rewritten: rewrittenIn } of analysis.files) {
    const owner = scan.packages.of(file);
    const switches = switching.has(owner);
    if (!switches && sites.length + byDraft.length === 0) continue;
    const rewritten = rewrittenIn();
    if ('error' in rewritten) {
      planned.failed.push({ file, status: 'failed', error: rewritten.error });
      continue;
    }
    const text = candidate.bytes.toString('utf8');
    const siteEdits = rewritten.siteEdits(left);
    for (const draft of sites) {
      if (accepted.has(draft.rewrite)) continue;
      const site = decidedSite(draft, text, siteEdits, left.get(draft.rewrite));
      const causes = site.status === 'review' ? draft.causes : [];
      planned.sites.push({ site, causes, client: draft.client, draft });
    }
    if (switches && analysis.replacements.moves.has(file)) continue;
    const edits = rewritten.edits({ sdkBecomesCompat: switches, left, accepted });
    const after = Buffer.from(applyEdits(text, edits), 'utf8');
    if (!isUtf8(candidate.bytes)) {
      if (edits.length > 0) planned.failed.push({ file, status: 'failed', error: NOT_UTF8 });
      continue;
    }
    if (!after.equals(candidate.bytes)) planned.changes.push({ file, before: candidate.bytes, after, edits });
    if (rewritten.needsCompat(left) || (switches && rewritten.importsSdk)) planned.needing.add(owner);
  }
  return planned;
}

/** A file that takes the SDK's name from its own, under its new name. */
function movedFile(
  { root, analysis, fileSystem, migration }: PlanOptions,
  { left, accepted }: Pick<Decided, 'left' | 'accepted'>,
  file: string,
  movedTo: string,
): FileChange {
  const found = analysis.files.find((each) => each.file === file);
  const before = found?.candidate.bytes ?? fileSystem.read(`${root}/${file}`);
  const rewritten = found?.rewritten();
  const own =
    rewritten && !('error' in rewritten) ? rewritten.edits({ sdkBecomesCompat: true, left, accepted }) : [];
  const text = before.toString('utf8');
  const after = applyEdits(text, [...own, ...followedImports(file, movedTo, text, migration.sdk)]);
  return { file, movedTo, before, after: Buffer.from(after, 'utf8') };
}

/** Deno's import maps in switched packages that name the SDK and not the replacement. */
function importMapsWithout(
  { root, scan, migration: { sdk }, fileSystem }: PlanOptions,
  switching: ReadonlySet<Package>,
): string[] {
  return scan.files.filter((file) => {
    if (!IMPORT_MAP.test(file) || !switching.has(scan.packages.of(file))) return false;
    const text = textIfAny(fileSystem, `${root}/${file}`) ?? '';
    return moduleNamePattern(sdk.module).test(text) && !moduleNamePattern(sdk.replacement).test(text);
  });
}

const missingInImportMap = (file: string, { sdk, replacement }: Migration): BlindSpot => ({
  kind: 'missing-dependency',
  file,
  reason: `${file} says where ${sdk.module} is, and not where ${sdk.replacement} is, which the imports name from now on: add "${sdk.replacement}": "npm:${sdk.replacement}@${replacement.range}" to its imports`,
});

/** A file that imports the replacement already, for each package that has one. */
function importersOfReplacement({ scan, migration: { sdk } }: PlanOptions): Map<Package, string> {
  const importers = new Map<Package, string>();
  for (const { file, mentionsSdk, bytes } of scan.candidates) {
    const owner = scan.packages.of(file);
    if (!mentionsSdk || importers.has(owner) || isPage(file)) continue;
    if (importsModule(bytes.toString('latin1'), sdk.replacement)) importers.set(owner, file);
  }
  return importers;
}

const onePerPackage = (uses: readonly RenamedUse[], { packages }: Scan): RenamedUse[] => [
  ...new Map(uses.toReversed().map((use) => [packages.of(use.file), use])).values(),
];

const missingDependency = (file: string, importer: string, replacement: string): BlindSpot => ({
  kind: 'missing-dependency',
  file,
  reason: `${importer} imports ${replacement}, and this file does not ask for it: migrate without --check, or install ${replacement}`,
});

const NOT_UTF8 = 'is not valid UTF-8, so it is not changed: convert it, then migrate again';
