import { redact } from 'zentra-compat/contract';
import type { Report } from './report';

/** The report without what looks like a secret, file names and errors included. */
export function redactedReport(report: Report): Report {
  return redacted(report) as Report;
}

/** Its numbers are lines, columns and counts: they stay. */
function redacted(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(redacted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redacted(inner)]));
}
