import { issueText } from './issue-text';
import { type Report, reportSchema, SCHEMA_VERSION } from './report';
import { ReportError } from './report-error';
import { visible } from './visible';

export { ReportError };

/**
 * Parses a saved JSON report.
 *
 * @param text the file's content
 * @param name the file's name, for messages
 * @throws {ReportError} for truncated or malformed JSON, another schema version, or a wrong shape (the message names the key)
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { parseReport } from 'zentra-codemods';
 *
 * const { summary } = parseReport(readFileSync('report.json', 'utf8'), 'report.json');
 * console.log(`${summary.review} sites are left for a person`);
 * ```
 */
export function parseReport(text: string, name = 'the report'): Report {
  const file = visible(String(name));
  if (typeof text !== 'string')
    throw new ReportError(`${file} is no text: read it as one, as readFileSync(name, 'utf8') does`);
  const value = parseJson(text, file);
  if (!isVersioned(value))
    throw new ReportError(`${file} is JSON, but not a migration report: it has no schemaVersion`);
  return checked(value, file, `Make it again with --report ${shown(file)}`);
}

/**
 * Checks a report that a program hands over, which may have made it itself.
 *
 * @param name what the program calls it, for messages
 * @throws {ReportError} for another schema version, or a wrong shape (the message names the key)
 */
export function requireReport(value: unknown, name: string): void {
  if (!isVersioned(value))
    throw new ReportError(`${name} is no report: give what migrate() or parseReport() returned`);
  checked(value, name, 'Give what migrate() or parseReport() returned');
}

function checked(value: { schemaVersion: unknown }, file: string, remedy: string): Report {
  checkVersion(value, file);
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) {
    requireSum(parsed.data, file, remedy);
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.') || 'the whole file';
  throw new ReportError(
    `${file} is not a migration report: at ${visible(key)}, ${issue === undefined ? '' : lowerFirst(issueText(issue))}. ${remedy}`,
  );
}

function parseJson(text: string, file: string): unknown {
  const content = text.replace(/^\ufeff/, '').trim();
  if (content === '') throw new ReportError(`${file} is empty: make the report again`);
  try {
    return JSON.parse(content);
  } catch (error) {
    const truncated = content.startsWith('{') && !content.endsWith('}');
    throw new ReportError(
      truncated
        ? `${file} ends in the middle of its JSON (it is truncated): make the report again`
        : `${file} is not JSON (${visible((error as Error).message)}): give a report saved with --report <file>.json`,
    );
  }
}

const isVersioned = (value: unknown): value is { schemaVersion: unknown } =>
  value !== null && typeof value === 'object' && 'schemaVersion' in value;

/** A report that was edited by hand tells one thing in its head and another in its list. */
function requireSum({ summary, sites }: Report, file: string, remedy: string): void {
  const rewritten = sites.filter(({ status }) => status === 'rewritten').length;
  const counted = { sites: sites.length, rewritten, review: sites.length - rewritten };
  for (const name of ['sites', 'rewritten', 'review'] as const)
    if (summary[name] !== counted[name])
      throw new ReportError(
        `${file} does not add up: summary.${name} is ${summary[name]}, and there are ${counted[name]}. ${remedy}`,
      );
}

function checkVersion({ schemaVersion: version }: { schemaVersion: unknown }, file: string): void {
  if (version === SCHEMA_VERSION) return;
  const remedy =
    typeof version === 'number' && version > SCHEMA_VERSION
      ? 'update zentra-codemods, which made it in a newer version'
      : 'make the report again with this version';
  throw new ReportError(
    `${file} has schemaVersion ${visible(JSON.stringify(version) ?? 'undefined')}, and this version reads ${SCHEMA_VERSION}: ${remedy}`,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function shown(file: string): string {
  return /\s/.test(file) ? JSON.stringify(file) : file;
}
