import type { Report } from '../report/report';
import { countOf } from './words';

type Verification = NonNullable<Report['verification']>;

/** The result of the type verification as one sentence. */
export function verificationTitle({ status, reason, newErrors, files, projects }: Verification): string {
  switch (status) {
    case 'passed':
      return `No new type error: ${countOf(files, 'file')} of ${countOf(projects.length, 'configuration')} compared`;
    case 'failed':
      return `${countOf(newErrors.length, 'new type error')}, so nothing was written`;
    case 'unfinished':
      return `Types could not be compared, so nothing was written: ${reason ?? ''}`;
  }
}

/** Names the rewritten site that caused a new error, if known. */
export function errorOrigin({ site }: Verification['newErrors'][number]): string {
  return site ? `it came from ${site.rule} at ${site.file}:${site.line}` : '';
}
