import type { MigrateOptions } from './options';
import type { Scan } from './scan/scan';

/** A selection without a source file is a mistake, such as a misspelt glob, and a check of it would always pass. */
export const isEmpty = ({ filesScanned, failed, blindSpots }: Scan): boolean =>
  filesScanned + failed.length + blindSpots.length === 0;

/** The error message for an empty selection. */
export function nothingSelected({ paths, include, exclude }: MigrateOptions): string {
  const given = [
    ...(paths.length > 0 ? [`below ${paths.join(', ')}`] : []),
    ...(include.length > 0 ? [`that matches include ${include.join(', ')}`] : []),
    ...(exclude.length > 0 ? [`that exclude ${exclude.join(', ')} leaves`] : []),
  ];
  return `nothing to migrate: there is no source file${given.length > 0 ? ` ${given.join(', ')}` : ''}. Correct what was selected`;
}
