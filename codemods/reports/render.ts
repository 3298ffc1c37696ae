import { redactedReport } from '../report/redacted-report';
import type { Comparison, Report } from '../report/report';
import { ReportError } from '../report/report-error';
import { visible, visibleJson } from '../report/visible';
import type { Owners } from './codeowners';
import { github } from './github';
import { gitlab } from './gitlab';
import { html } from './html/page';
import { markdown } from './markdown';
import { mostUrgentFirst } from './most-urgent-first';
import type { Invocation } from './next-steps';
import { sarif } from './sarif';
import type { SourceLinks } from './source-links';
import { terminal } from './terminal';
import type { Wording } from './wording';

/** Formats that a file extension selects. */
const fileFormats = ['json', 'md', 'html', 'sarif'] as const;

export const formats = [...fileFormats, 'github', 'gitlab', 'terminal'] as const;

export type Format = (typeof formats)[number];

export interface RenderOptions {
  /** Texts about the migrated API. */
  wording: Wording;
  /**
   * Path to the report's root: from the working directory for a terminal, from the
   * repository's root for SARIF, GitHub and GitLab. Empty if they are the same.
   */
  base?: string | undefined;
  /** Terminal only. */
  color?: boolean | undefined;
  /** Columns; terminal only. */
  width?: number | undefined;
  /** Lines; terminal only. */
  height?: number | undefined;
  /** Groups by owner, in Markdown and HTML. */
  codeowners?: Owners | undefined;
  /** Addresses of code lines on the repository's web pages; HTML only. */
  sourceLinks?: SourceLinks | undefined;
  /** Comparison with an earlier report; see `compare`. */
  since?: Comparison | undefined;
  /** How the run was started, for the suggested commands; terminal only, which suggests none without it. */
  invocation?: Invocation | undefined;
}

/**
 * The format for a file's extension.
 *
 * @throws {ReportError} for any other extension.
 */
export function formatOf(file: string): Format {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase();
  const format = fileFormats.find((candidate) => candidate === extension);
  if (format) return format;
  throw new ReportError(
    `No report format for ${visible(file)}: its extension must be .json, .md, .html or .sarif`,
  );
}

/** Renders a report. Redacts everything that looks like a key, even if the report was not redacted before. */
export function render(report: Report, format: Format, options: RenderOptions): string {
  const whole = redactedReport(options.since ? { ...report, comparison: options.since } : report);
  if (format === 'json') return visibleJson(whole);
  const ordered = mostUrgentFirst(whole);
  switch (format) {
    case 'md':
      return markdown(ordered, options);
    case 'html':
      return html(ordered, options);
    case 'sarif':
      return sarif(ordered, options);
    case 'github':
      return github(ordered, options);
    case 'gitlab':
      return gitlab(ordered, options);
    case 'terminal':
      return terminal(ordered, options);
  }
}
