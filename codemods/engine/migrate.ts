import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { FileOutcome, Report, Site } from '../reports/report';
import { SCHEMA_VERSION } from '../reports/version';
import type { Analysis } from './analyse';
import type { FileChange, MigrateOptions, MigrateResult } from './options';
import { ruleIds } from './rule-ids';
import { type Scan, scan } from './scan/scan';
import { TOOL } from './tool';
import { walk } from './walk/walk';
import { writeChanges } from './write/write';

/** For the proof that a slice of the program is enough: `whole` loads every import. */
export interface MigrateInternals {
  scope?: 'slice' | 'whole';
}

/**
 * Scan → resolve → rewrite → write. Data flows one way; only the first stage reads the tree and only the last one writes.
 *
 * @throws {UsageError} for paths that do not exist, and while another run writes below the same root
 */
export async function migrate(
  options: MigrateOptions,
  { scope = 'slice' }: MigrateInternals = {},
): Promise<MigrateResult> {
  const startedAt = new Date();
  const root = realpathSync(options.root).replaceAll(sep, '/');
  const unreadable: FileOutcome[] = [];
  const onUnreadable = (folder: string, error: NodeJS.ErrnoException) =>
    unreadable.push({ file: folder, status: 'failed', error: `cannot be listed: ${error.code}` });
  const selected = walk(root, { ...options, onUnreadable });
  const isPartial = [options.paths, options.include, options.exclude].some(({ length }) => length > 0);
  const all = isPartial
    ? walk(root, { paths: [], include: [], exclude: [], onUnreadable: () => {} })
    : selected;
  const files = isPartial ? [...new Set([...all, ...selected])].sort() : selected;
  const scanned = scan(root, files, new Set(selected));
  options.onProgress?.({ stage: 'scan', done: scanned.filesScanned, total: scanned.filesScanned });

  const { analysis, changes, unchangeable } = await planned(options, root, scanned, new Set(selected), scope);
  const outcomes =
    options.mode === 'write' ? writeChanges(root, changes, { onProgress: options.onProgress }) : [];
  const unwritten = outcomes.filter((outcome) => outcome.status === 'failed');
  const failed = [...scanned.failed, ...unreadable, ...analysis.failed, ...unchangeable, ...unwritten];
  const report = reportOf(options, startedAt, scanned, analysis, changes, failed);
  return { report, changes };
}

/** The compiler is loaded only where something may have to change. */
async function planned(
  options: MigrateOptions,
  root: string,
  scanned: Scan,
  selected: ReadonlySet<string>,
  scope: 'slice' | 'whole',
): Promise<{ analysis: Analysis; changes: FileChange[]; unchangeable: FileOutcome[] }> {
  const nothing = { analysis: { files: [], crossings: [], failed: [] }, changes: [], unchangeable: [] };
  const inUse = scanned.packages.all.some(({ usesSdk }) => usesSdk);
  if (!inUse || !scanned.candidates.some(({ file }) => selected.has(file))) return nothing;
  const [{ analyse }, { planChanges }] = await Promise.all([import('./analyse'), import('./plan')]);
  const analysis = analyse({
    root,
    scan: scanned,
    selected,
    rules: rulesOf(options),
    assumeClients: new Set(options.assumeClients),
    scope,
    onProgress: options.onProgress,
  });
  const { changes, failed } = planChanges(root, scanned, analysis, options);
  return { analysis, changes, unchangeable: failed };
}

function rulesOf({ rules, skipRules }: MigrateOptions): Set<string> {
  const chosen = rules.length > 0 ? rules : ruleIds;
  return new Set(chosen.filter((rule) => !skipRules.includes(rule)));
}

function reportOf(
  { mode }: MigrateOptions,
  startedAt: Date,
  scanned: Scan,
  analysis: Analysis,
  changes: readonly FileChange[],
  failed: readonly FileOutcome[],
): Report {
  const failedNames = new Set(failed.map(({ file }) => file));
  const changed = changes
    .filter(({ file }) => !failedNames.has(file))
    .map(({ file }): FileOutcome => ({ file, status: 'changed' }));
  const sites = analysis.files.flatMap(({ file, sites: own }) =>
    failedNames.has(file) ? own.map(leftAsItWas) : own,
  );
  const advice = analysis.files.flatMap((file) => file.advice);
  const rewritten = sites.filter(({ status }) => status === 'rewritten').length;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    mode,
    root: '.',
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    summary: {
      filesScanned: scanned.filesScanned,
      filesChanged: changed.length,
      filesFailed: failed.length,
      sites: sites.length,
      rewritten,
      review: sites.length - rewritten,
    },
    sites,
    files: [...changed, ...failed].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    ...(advice.length > 0 && { advice }),
  };
}

/** A site of a file that could not be changed: what was to become of it did not happen. */
function leftAsItWas({ after: _, ...site }: Site): Site {
  const reason = 'The file could not be changed (see files): mend it, then migrate again';
  return { ...site, status: 'review', reason: site.reason ?? reason };
}
