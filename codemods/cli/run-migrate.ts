import type { Config } from '../engine/config';
import type { MigrateOptions, Progress } from '../engine/options';
import { ruleIds } from '../engine/rule-ids';
import { UsageError } from '../engine/usage-error';
import { escapeGlob } from '../engine/walk/glob';
import { repositoryOf } from '../engine/walk/repository';
import type { Mode, Report } from '../report/report';
import type { RenderOptions } from '../reports/render';
import type { TextChange } from '../reports/unified-diff';
import { wording } from '../zentra/wording';
import { wantsColor } from './color';
import { readConfig } from './config-file';
import type { Migration } from './engine';
import { exitCodes, type Io } from './io';
import type { MigrateFlags } from './migrate';
import { ownersOf } from './owners';
import { progressView } from './progress';
import { below, planReportFiles, type ReportFile, readReportFile, writeReportFiles } from './report-files';
import { locateRoot, pathBetween, type Root } from './root';
import { readUsageLogs } from './usage-logs';
import { guarded } from './write-guard';

/** The `migrate` command: everything that can be wrong with what was given is found before any work is done. */
export async function runMigrate(given: readonly string[], flags: MigrateFlags, io: Io): Promise<void> {
  const mode: Mode = flags.check ? 'check' : flags.dryRun ? 'dry-run' : 'write';
  if (flags.baseline !== undefined && mode !== 'check') throw new UsageError('--baseline goes with --check');
  requireKnownRules([...(flags.rule ?? []), ...(flags.skipRule ?? [])]);
  const place = locateRoot(given, io.cwd);
  const config = await readConfig(place.root);
  const reportFiles = await planReportFiles(flags.report ?? [], io.cwd);
  const baseline = flags.baseline === undefined ? undefined : await readReportFile(flags.baseline, io.cwd);
  const usage = await readUsageLogs(flags.usage ?? [], io.cwd);

  const options = migrateOptions(mode, place, flags, config, reportFiles);
  const { report: scanned, changes } = await withProgress(options, flags, reportFiles, io);
  const report = usage === undefined ? scanned : (await import('../report/usage')).joinUsage(scanned, usage);

  const comparing = baseline && (await import('../report/compare'));
  const renderOptions: RenderOptions = {
    wording,
    since: comparing?.compare(baseline!, report),
    codeowners: await ownersOf(place.root),
    paths: given,
  };
  const fromTop = pathBetween(repositoryOf(place.root)?.folder ?? place.root, place.root);
  await writeReportFiles(report, reportFiles, { ...renderOptions, base: fromTop }, io);
  await print(report, changes, flags, { ...renderOptions, base: pathBetween(io.cwd, place.root) }, io);
  const remaining = comparing ? comparing.newSites(baseline!, report) : report.sites;
  if (mode === 'check' && remaining.length > 0) io.exit(exitCodes.legacyUse);
  else if (report.summary.filesFailed > 0) io.exit(exitCodes.failures);
}

function requireKnownRules(given: readonly string[]): void {
  const unknown = given.filter((id) => !ruleIds.includes(id));
  if (unknown.length === 0) return;
  throw new UsageError(
    `no such rule: ${unknown.join(', ')}. The rules are\n${ruleIds.map((id) => `  ${id}`).join('\n')}`,
  );
}

/** A flag wins over its key in the configuration. */
function migrateOptions(
  mode: Mode,
  { root, paths }: Root,
  flags: MigrateFlags,
  config: Config,
  reportFiles: readonly ReportFile[],
): MigrateOptions {
  // A report in Markdown quotes the legacy code; it is no part of the project.
  const quoting = reportFiles.filter(({ format }) => format === 'md').map(({ path }) => path);
  const ownReports = below(root, quoting).map(escapeGlob);
  return {
    root,
    paths,
    mode,
    rules: flags.rule ?? config.rules ?? [],
    skipRules: flags.skipRule ?? config.skipRules ?? [],
    client: flags.client ?? config.client ?? 'auto',
    reviewedSdk: config.reviewedSdk,
    assumeClients: flags.assumeClient ?? config.assumeClients ?? [],
    include: flags.include ?? config.include ?? [],
    exclude: [...(flags.exclude ?? config.exclude ?? []), ...ownReports],
  };
}

async function withProgress(
  options: MigrateOptions,
  flags: MigrateFlags,
  reportFiles: readonly ReportFile[],
  io: Io,
): Promise<Migration> {
  const view = progressView(io.stderr);
  const migrate = () =>
    io
      .migrate({ ...options, onProgress: (progress: Progress) => view.update(progress) })
      .finally(() => view.end());
  if (options.mode !== 'write') return migrate();
  const ownFiles = below(
    options.root,
    reportFiles.map(({ path }) => path),
  );
  return guarded(options.root, { ownFiles, force: flags.force === true, env: io.env }, migrate);
}

async function print(
  report: Report,
  changes: readonly TextChange[],
  flags: MigrateFlags,
  options: RenderOptions,
  io: Io,
): Promise<void> {
  const { render } = await import('../reports/render');
  if (flags.format === 'json') {
    io.stdout.write(render(report, 'json', options));
    return;
  }
  const color = wantsColor(io.stdout, io);
  if (report.mode === 'dry-run' && changes.length > 0) {
    const { unifiedDiff } = await import('../reports/unified-diff');
    io.stdout.write(`${unifiedDiff(changes, { color })}\n`);
  }
  io.stdout.write(render(report, 'terminal', { ...options, color, width: io.stdout.columns }));
}
