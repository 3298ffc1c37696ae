import { UsageError } from '../engine/usage-error';
import { requireReport } from '../report/parse';
import type { Report } from '../report/report';
import { parseCodeowners } from '../reports/codeowners';
import { type Format, render } from '../reports/render';
import { wording } from '../zentra/wording';
import { type Checks, checkOptions, columns, text, yesOrNo } from './check-options';

/** Formats of {@link renderReport}. */
export type ReportFormat = 'terminal' | 'json' | 'markdown' | 'html' | 'sarif' | 'github' | 'gitlab';

/** Options of {@link renderReport}. */
export interface RenderOptions {
  /**
   * Path from the reader's folder to the project's root. The reader's folder is the working directory for `terminal`, and the top of the
   * repository for `sarif`, `github` and `gitlab`.
   * @default '', both are the same folder
   */
  base?: string | undefined;
  /** Whether `terminal` has colours. @default false */
  color?: boolean | undefined;
  /** Columns of `terminal`. @default 80 */
  width?: number | undefined;
  /** Text of a CODEOWNERS file; `markdown` and `html` group the remaining sites by its owners. */
  codeowners?: string | undefined;
}

const renderChecks: Checks<RenderOptions> = {
  base: text,
  color: yesOrNo,
  width: columns,
  codeowners: text,
};

const formats: Readonly<Record<ReportFormat, Format>> = {
  terminal: 'terminal',
  json: 'json',
  markdown: 'md',
  html: 'html',
  sarif: 'sarif',
  github: 'github',
  gitlab: 'gitlab',
};

/**
 * Renders a report as text: for a terminal, as JSON of the published schema, as the body of a pull request, as a self-contained page, as
 * SARIF 2.1.0 for code scanning, as annotations of a GitHub workflow, or as GitLab's code quality report. Text that looks like a key is
 * masked, whatever wrote the report.
 *
 * @param format `terminal`, `json`, `markdown`, `html`, `sarif`, `github` or `gitlab`
 * @throws {UsageError} for any other format or option
 * @throws {ReportError} for what is no report
 * @example
 * ```ts
 * import { readFileSync, writeFileSync } from 'node:fs';
 * import { parseReport, renderReport } from 'zentra-codemods';
 *
 * const report = parseReport(readFileSync('report.json', 'utf8'));
 * writeFileSync('report.html', renderReport(report, 'html'));
 * ```
 */
export function renderReport(report: Report, format: ReportFormat, options: RenderOptions = {}): string {
  requireReport(report, 'report');
  if (!Object.hasOwn(formats, format))
    throw new UsageError(`format must be one of ${Object.keys(formats).join(', ')}`);
  checkOptions('renderReport', options, renderChecks);
  const { base = '', color, width, codeowners } = options;
  return render(report, formats[format], {
    wording,
    base,
    color,
    width,
    codeowners: codeowners === undefined ? undefined : parseCodeowners(codeowners, base),
  });
}
