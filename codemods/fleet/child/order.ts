import type { MigrateOptions } from '../../api/migrate-options';
import type { ReportFormat } from '../../api/render-report';

/** Order for a child process of the fleet, sent as JSON on its standard input. */
export interface Order {
  options: MigrateOptions;
  /** An empty folder for the reports. */
  results: string;
}

/** Files that a child writes into its results folder, with the format of each. */
export const reportFiles: Readonly<Record<string, ReportFormat>> = {
  'report.json': 'json',
  'report.md': 'markdown',
  'report.html': 'html',
};

/** Exit code of a child that refuses its order; standard error gives the reason. */
export const REFUSED = 2;
