import type { Report } from '../../../codemods/report/report';
import * as reports from '../../../codemods/reports/render';
import { wording } from '../../../codemods/zentra/wording';

/** A report as the command line renders it. */
export function render(
  report: Report,
  format: reports.Format,
  options: Partial<reports.RenderOptions> = {},
): string {
  return reports.render(report, format, { wording, invocation: {}, ...options });
}
