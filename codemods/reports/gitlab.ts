import { createHash } from 'node:crypto';
import { outstanding } from '../report/compare';
import type { Report } from '../report/report';
import { visible, visibleJson } from '../report/visible';
import { annotationsOf, type Level } from './annotations';
import type { Wording } from './wording';

export interface GitlabOptions {
  wording: Wording;
  /** Path from the top of the repository to the report's root. */
  base?: string | undefined;
}

const severityOf: Readonly<Record<Level, string>> = {
  error: 'critical',
  warning: 'major',
  notice: 'minor',
  remark: 'info',
};

/** GitLab requires a file. An annotation without one, such as an unfinished verification, gets the root's manifest. */
const WITHOUT_PLACE = 'package.json';

/**
 * GitLab's code quality report: an array of violations, which a merge request shows beside its lines. GitLab recognises known violations
 * by their fingerprints, so these contain no line number; identical violations are numbered.
 */
export function gitlab(report: Report, { wording, base = '' }: GitlabOptions): string {
  const known = new Map<string, number>();
  const violations = annotationsOf(report, outstanding(report), wording).map((annotation) => {
    const { level, check, identity, title, message, file = WITHOUT_PLACE, line = 1 } = annotation;
    const key = JSON.stringify([check, file, identity]);
    const occurrence = (known.get(key) ?? 0) + 1;
    known.set(key, occurrence);
    return {
      description: visible(`${title}: ${message}`),
      check_name: check,
      fingerprint: createHash('sha256').update(`${key}#${occurrence}`).digest('hex').slice(0, 32),
      severity: severityOf[level],
      location: { path: [base, file].filter((part) => part !== '').join('/'), lines: { begin: line } },
    };
  });
  return visibleJson(violations);
}
