import { relative } from 'node:path';
import { ownersOf } from '../api/codeowners-file';
import { type Migration, migrateIn } from '../api/migrate';
import type { MigrateOptions } from '../api/migrate-options';
import { pathBetween } from '../engine/root/path-between';
import { UsageError } from '../engine/usage-error';
import { repositoryOf } from '../engine/walk/repository';
import type { Mode } from '../report/report';
import type { RenderOptions } from '../reports/render';
import { wording } from '../zentra/wording';
import { wantsColor } from './color';
import { invocationOf } from './invocation';
import { exitCodes, type Io } from './io';
import type { MigrateFlags } from './migrate';
import { planReportFiles, readReportFile, writeReportFiles } from './report-files';
import { sourceOf } from './source';
import { supervised } from './supervised';

/** The `migrate` command: flags → API → print. */
export async function runMigrate(given: readonly string[], flags: MigrateFlags, io: Io): Promise<void> {
  const mode: Mode = flags.check ? 'check' : flags.dryRun ? 'dry-run' : 'write';
  if (flags.baseline !== undefined && mode !== 'check') throw new UsageError('--baseline goes with --check');
  for (const name of ['verifyTimeout', 'verifyMemory'] as const)
    if (flags[name] !== undefined && !flags.verify)
      throw new UsageError(`--verify-${name === 'verifyTimeout' ? 'timeout' : 'memory'} goes with --verify`);
  if (flags.interactive) requireTerminal(flags, io);
  const reportFiles = await planReportFiles(flags.report ?? [], io.cwd);
  const options: MigrateOptions = {
    root: io.cwd,
    paths: given,
    mode,
    rules: flags.rule,
    skipRules: flags.skipRule,
    client: flags.client,
    assumeClients: flags.assumeClient,
    include: flags.include,
    exclude: flags.exclude,
    ownFiles: reportFiles.map(({ path }) => relative(io.cwd, path)),
    usage: flags.usage,
    verify: flags.verify && {
      ...(flags.verifyTimeout !== undefined && { timeout: flags.verifyTimeout * 1000 }),
      ...(flags.verifyMemory !== undefined && { memory: flags.verifyMemory }),
    },
    baseline: flags.baseline === undefined ? undefined : await readReportFile(flags.baseline, io.cwd),
    requireCleanTree: flags.force !== true,
  };
  const isText = flags.format === 'text';
  const migrated = await supervised(migrateIn, options, isText ? io : { ...io, isInteractive: false });
  const { root, report, remaining } = migrated;
  const invocation = invocationOf(given, flags, root, io);
  const shown = { wording, codeowners: ownersOf(root), invocation };
  const fromTop = pathBetween(repositoryOf(root)?.folder ?? root, root);
  const sourceLinks = reportFiles.length > 0 ? await sourceOf(root, io.env) : undefined;
  await writeReportFiles(report, reportFiles, { ...shown, base: fromTop, sourceLinks }, io);
  const base = isText ? pathBetween(io.cwd, root) : fromTop;
  await print(migrated, flags, { ...shown, base }, io);
  if (flags.interactive && migrated.questions.length > 0) {
    const { converse } = await import('./review/conversation');
    await converse({ ...options, requireCleanTree: false }, io);
  }
  const isLeft = remaining.sites.length + remaining.blindSpots.length > 0;
  const verified = report.verification?.status ?? 'passed';
  if (verified === 'failed' || (mode === 'check' && isLeft)) io.exit(exitCodes.legacyUse);
  else if (verified === 'unfinished') io.exit(exitCodes.failures);
  else if (report.summary.filesFailed > 0) io.exit(exitCodes.failures);
}

/** @throws {UsageError} if there is no terminal to ask a person */
function requireTerminal({ format }: MigrateFlags, { isInteractive }: Io): void {
  if (format !== 'text')
    throw new UsageError(`--interactive has no --format ${format}: leave one of the two out`);
  if (isInteractive) return;
  throw new UsageError(
    '--interactive asks in a terminal, and this is none: use review --list and review --answer <id>=<choice>',
  );
}

async function print(
  { report, changes }: Migration,
  flags: MigrateFlags,
  options: RenderOptions,
  io: Io,
): Promise<void> {
  const { render } = await import('../reports/render');
  if (flags.format !== 'text') {
    io.stdout.write(render(report, flags.format, options));
    return;
  }
  const color = wantsColor(io.stdout, io);
  if (report.mode === 'dry-run' && changes.length > 0) {
    const { unifiedDiff } = await import('../reports/unified-diff');
    io.stdout.write(`${unifiedDiff(changes, { color })}\n`);
  }
  io.stdout.write(
    render(report, 'terminal', { ...options, color, width: io.stdout.columns, height: io.stdout.rows }),
  );
}
