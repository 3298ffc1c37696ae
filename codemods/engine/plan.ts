import { isUtf8 } from 'node:buffer';
import type { BlindSpot, FileOutcome, Site } from '../report/report';
import { applyEdits } from '../rewrite/edits';
import type { Analysis } from './analyse';
import { decide } from './decide';
import type { FileSystem } from './file-system/file-system';
import { addCompat } from './manifest/add-compat';
import type { InstalledSdks } from './manifest/installed-sdk';
import type { Migration } from './migration';
import type { FileChange, MigrateOptions } from './options';
import type { Package } from './scan/packages';
import type { Scan } from './scan/scan';
import { decidedSite } from './site';

export interface Plan {
  sites: Site[];
  changes: FileChange[];
  failed: FileOutcome[];
  /** What was not switched, and may fail or hide legacy use therefore. */
  blindSpots: BlindSpot[];
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
  sdks: InstalledSdks;
}

/** Decides which packages take the replacement instead of the SDK, and what every file becomes. */
export async function planChanges(planning: PlanOptions): Promise<Plan> {
  const { root, migration, scan, analysis, fileSystem, options } = planning;
  const { switching, left } = await decide({ ...planning, ...options, root });
  const plan: Plan = { sites: [], changes: [], failed: [], blindSpots: [] };
  const needing = new Set<Package>();
  for (const { file, candidate, sites, accepted, rewritten: rewrittenIn } of analysis.files) {
    const owner = scan.packages.of(file);
    const switches = switching.has(owner);
    if (!switches && sites.length + accepted.length === 0) continue;
    const rewritten = rewrittenIn();
    if ('error' in rewritten) {
      plan.failed.push({ file, status: 'failed', error: rewritten.error });
      continue;
    }
    const text = candidate.bytes.toString('utf8');
    const siteEdits = rewritten.siteEdits(left);
    plan.sites.push(...sites.map((site) => decidedSite(site, text, siteEdits, left.get(site.rewrite))));
    const edits = rewritten.edits({ sdkBecomesCompat: switches, left });
    const after = Buffer.from(applyEdits(text, edits), 'utf8');
    if (!isUtf8(candidate.bytes)) {
      if (edits.length > 0) plan.failed.push({ file, status: 'failed', error: NOT_UTF8 });
      continue;
    }
    if (!after.equals(candidate.bytes)) plan.changes.push({ file, before: candidate.bytes, after, edits });
    if (rewritten.needsCompat(left) || (switches && rewritten.importsSdk)) needing.add(owner);
  }
  const manifests = await addCompat(
    root,
    [...needing].map(({ folder }) => folder),
    { sdk: migration.sdk, range: migration.replacement.range },
    fileSystem,
  );
  plan.changes.push(...manifests.changes);
  plan.failed.push(...manifests.failed);
  plan.changes.sort((a, b) => (a.file < b.file ? -1 : 1));
  return plan;
}

const NOT_UTF8 = 'is not valid UTF-8, so it is not changed: convert it, then migrate again';
