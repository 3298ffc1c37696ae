import type { Report } from '../report/report';
import { parseCodeowners } from '../reports/codeowners';
import { type Format, render } from '../reports/render';
import { wording } from '../zentra/wording';

/** What {@link renderReport} makes of a report. */
export type ReportFormat = 'terminal' | 'json' | 'markdown' | 'html' | 'sarif' | 'github' | 'gitlab';

/** Options of {@link renderReport}. */
export interface RenderOptions {
  /**
   * Path from where the reader stands to the project's root: from the working directory for `terminal`, from the top of the repository
   * for `sarif`, `github` and `gitlab`.
   * @default '', they are one
   */
  base?: string | undefined;
  /** Whether `terminal` has colours. @default false */
  color?: boolean | undefined;
  /** Columns of `terminal`. @default 80 */
  width?: number | undefined;
  /** Text of a CODEOWNERS file, by which `markdown` and `html` group what is left. */
  codeowners?: string | undefined;
}

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
 * A report as a text: for a terminal, as the JSON of its published schema, as the body of a pull request, as a page of its own, as SARIF
 * 2.1.0 for code scanning, as annotations of a GitHub workflow, as GitLab's code quality report. Whatever made the report, what looks like
 * a key is not in the text.
 *
 * @param format `terminal`, `json`, `markdown`, `html`, `sarif`, `github` or `gitlab`
 * @example
 * ```ts
 * import { readFileSync, writeFileSync } from 'node:fs';
 * import { parseReport, renderReport } from 'zentra-codemods';
 *
 * const report = parseReport(readFileSync('report.json', 'utf8'));
 * writeFileSync('report.html', renderReport(report, 'html'));
 * ```
 */
export function renderReport(
  report: Report,
  format: ReportFormat,
  { base = '', color, width, codeowners }: RenderOptions = {},
): string {
  return render(report, formats[format], {
    wording,
    base,
    color,
    width,
    codeowners: codeowners === undefined ? undefined : parseCodeowners(codeowners, base),
  });
}
