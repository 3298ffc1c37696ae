import type { MigrateOptions } from '../../api/migrate-options';
import type { ReportFormat } from '../../api/render-report';

/** What a child of the fleet is told to do, as JSON on its standard input. */
export interface Order {
  options: MigrateOptions;
  /** An empty folder for the reports. */
  results: string;
}

/** What a child leaves in the folder of its results. */
export const reportFiles: Readonly<Record<string, ReportFormat>> = {
  'report.json': 'json',
  'report.md': 'markdown',
  'report.html': 'html',
};

/** How a child ends that refuses its order: why stands on its standard error. */
export const REFUSED = 2;
