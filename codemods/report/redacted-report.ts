import { redact } from 'zentra-compat/contract';
import type { Report } from './report';

/** Masks everything in a report that looks like a secret, file names and errors included. */
export function redactedReport(report: Report): Report {
  return redacted(report) as Report;
}

/** A report's numbers are lines, columns and counts: they need no mask. */
function redacted(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(redacted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redacted(inner)]));
}
