import { ownersOf } from '../api/codeowners-file';
import { readUsageLogs } from '../api/usage-logs';
import { type RenderOptions, render } from '../reports/render';
import { wording } from '../zentra/wording';
import { wantsColor } from './color';
import type { Io } from './io';
import type { ReportFlags } from './report';
import { planReportFiles, readReportFile, writeReportFiles } from './report-files';

/** The `report` command. It needs only the saved report, not the project. */
export async function runReport(name: string, flags: ReportFlags, io: Io): Promise<void> {
  const saved = await readReportFile(name, io.cwd);
  const earlier = flags.since === undefined ? undefined : await readReportFile(flags.since, io.cwd);
  const usage = await readUsageLogs(flags.usage ?? [], io.cwd);
  const files = await planReportFiles(flags.report ?? [], io.cwd);

  const report = usage === undefined ? saved : (await import('../report/usage')).joinUsage(saved, usage);
  const options: RenderOptions = {
    wording,
    since: earlier && (await import('../report/compare')).compare(earlier, report),
    codeowners: ownersOf(io.cwd),
  };
  await writeReportFiles(report, files, options, io);
  const format = flags.format ?? (files.length > 0 ? undefined : 'text');
  if (format === 'text') {
    const color = wantsColor(io.stdout, io);
    io.stdout.write(
      render(report, 'terminal', { ...options, color, width: io.stdout.columns, height: io.stdout.rows }),
    );
  } else if (format !== undefined) io.stdout.write(render(report, format, options));
}
