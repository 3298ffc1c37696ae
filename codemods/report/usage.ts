import { conflicts } from 'zentra-compat/contract';
import { z } from 'zod';
import type { Report, Site, SiteUsage, UnseenSite } from './report';
import { ReportError } from './report-error';
import { visible } from './visible';

/** One line of the wrapper's usage log: one call site in one process. Keys that a report does not need are ignored. */
const usageLineSchema = z.object({
  v: z.literal(1),
  code: z.string().min(1),
  rule: z.string().optional(),
  /** `null`, with line and column 0, where the caller is unknown. */
  file: z.string().min(1).nullable(),
  line: z.number().int().nonnegative(),
  column: z.number().int().nonnegative(),
  function: z.string().optional(),
  count: z.number().int().nonnegative(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  release: z.string().optional(),
  /** One process or worker thread. */
  run: z.string(),
  overflow: z.boolean().optional(),
});

export type UsageLine = z.infer<typeof usageLineSchema>;

export interface UsageLog {
  /** For messages. */
  name: string;
  text: string;
}

export interface Usage {
  logs: number;
  /** The last line of each call site, run and release. */
  lines: readonly UsageLine[];
  tornLines: number;
}

/**
 * Reads the wrapper's logs. A line that a process left half-written is counted, not an error; where the next process wrote
 * on behind it, what that one wrote is kept.
 *
 * @throws {ReportError} a log without one readable line, or written in a newer format.
 */
export function readUsage(logs: readonly UsageLog[]): Usage {
  const lines = new Map<string, UsageLine>();
  let tornLines = 0;
  for (const log of logs) {
    const written = log.text.split(/\r?\n/).filter((line) => line.trim() !== '');
    let read = 0;
    for (const text of written) {
      const { line, torn } = parseLine(text, log.name);
      if (torn) tornLines += 1;
      if (!line) continue;
      read += 1;
      // A run adds up as it goes: its later line replaces the earlier one of the same site.
      const { run, release, code, file, line: row, column, overflow } = line;
      lines.set(JSON.stringify([run, release, code, file, row, column, overflow]), line);
    }
    if (written.length > 0 && read === 0) {
      throw new ReportError(
        `${visible(log.name)} is not a usage log: none of its ${written.length} lines can be read. Give a file written under ZENTRA_COMPAT_USAGE`,
      );
    }
  }
  return { logs: logs.length, lines: [...lines.values()], tornLines };
}

function parseLine(text: string, name: string): { line: UsageLine | undefined; torn: boolean } {
  const whole = usageLine(text, name);
  if (whole) return { line: whole, torn: false };
  const start = text.lastIndexOf('{"v":');
  return { line: start > 0 ? usageLine(text.slice(start), name) : undefined, torn: true };
}

function usageLine(text: string, name: string): UsageLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (
    value !== null &&
    typeof value === 'object' &&
    'v' in value &&
    typeof value.v === 'number' &&
    value.v > 1
  ) {
    throw new ReportError(
      `${visible(name)} was written in usage format ${value.v}, and this version reads 1: update zentra-codemods`,
    );
  }
  return usageLineSchema.safeParse(value).data;
}

/**
 * The report with what production says: `usage` on every site that ran, and `unseen` for what ran and has no site. Sites
 * keep their order; unseen ones come most used first.
 */
export function joinUsage(report: Report, usage: Usage): Report {
  const index = indexByStem(report.sites);
  const seen = new Map<Site, SiteUsage>();
  const unseen = new Map<string, UnseenSite>();
  for (const line of usage.lines) {
    const found = siteOf(line, index);
    if (found) {
      const joined = seen.get(found.site);
      const matched = joined?.matched === 'exact' ? 'exact' : found.matched;
      seen.set(found.site, { ...added(joined, line), matched });
    } else {
      const key = JSON.stringify([line.code, line.file, line.line, line.column]);
      unseen.set(key, {
        code: line.code,
        ...(line.rule === undefined ? {} : { rule: line.rule }),
        ...placeOf(line),
        ...(line.function === undefined ? {} : { function: line.function }),
        ...added(unseen.get(key), line),
      });
    }
  }
  return {
    ...report,
    sites: report.sites.map((site) => {
      const own = seen.get(site);
      return own ? { ...site, usage: own } : site;
    }),
    usage: { logs: usage.logs, callSites: seen.size + unseen.size, tornLines: usage.tornLines },
    unseen: [...unseen.values()].sort(
      (a, b) => b.count - a.count || ((a.file ?? '') < (b.file ?? '') ? -1 : 1),
    ),
  };
}

function placeOf(line: UsageLine): Pick<UnseenSite, 'file' | 'line' | 'column'> {
  return {
    ...(line.file === null ? {} : { file: slashed(line.file) }),
    ...(line.line === 0 ? {} : { line: line.line }),
    ...(line.column === 0 ? {} : { column: line.column }),
  };
}

type Sum = Pick<SiteUsage, 'count' | 'firstSeen' | 'lastSeen' | 'releases'>;

function added(sum: Sum | undefined, line: UsageLine): Sum {
  const releases = sum?.releases ?? [];
  return {
    count: (sum?.count ?? 0) + line.count,
    firstSeen: sum && sum.firstSeen < line.firstSeen ? sum.firstSeen : line.firstSeen,
    lastSeen: sum && sum.lastSeen > line.lastSeen ? sum.lastSeen : line.lastSeen,
    releases:
      line.release === undefined || releases.includes(line.release) ? releases : [...releases, line.release],
  };
}

interface Found {
  site: Site;
  matched: SiteUsage['matched'];
}

/** Sites by the name of their file without folders and extension: all that a path of production can be joined by. */
function indexByStem(sites: readonly Site[]): ReadonlyMap<string, readonly Site[]> {
  const index = new Map<string, Site[]>();
  for (const site of sites) {
    const stem = stemOf(site.file);
    const own = index.get(stem);
    if (own) own.push(site);
    else index.set(stem, [site]);
  }
  return index;
}

function siteOf(line: UsageLine, index: ReadonlyMap<string, readonly Site[]>): Found | undefined {
  if (line.file === null) return undefined;
  const file = slashed(line.file);
  const candidates = (index.get(stemOf(file)) ?? []).filter((site) => sameUse(site, line));
  const inFile = sameFile(candidates, file);
  const onLine = inFile.filter((site) => covers(site, line.line));
  if (onLine.length > 0) return { site: nearest(onLine, line), matched: 'exact' };
  const inFunction = inFile.filter((site) => sameFunction(site, line));
  if (inFunction.length > 0) return { site: nearest(inFunction, line), matched: 'moved' };
  // Built code runs from another folder, with another extension; its functions keep their names.
  const built = candidates.filter((site) => site.function !== undefined && sameFunction(site, line));
  return built.length === 1 && built[0] ? { site: built[0], matched: 'moved' } : undefined;
}

/** A member computed at run time has no code of its own, and two references in conflict are a site of the reference rule. */
function sameUse(site: Site, line: UsageLine): boolean {
  return (
    site.code === undefined ||
    site.code === line.code ||
    conflicts.some(({ code, reportedAs }) => code === line.code && reportedAs === site.rule)
  );
}

/**
 * Production may know a file by its absolute path, or from a working directory above or below the root. Where several
 * files fit, the one that shares most of its path; where none is closest, none.
 */
function sameFile(sites: readonly Site[], file: string): readonly Site[] {
  const same = sites.filter((site) => site.file === file);
  if (same.length > 0) return same;
  const inside = sites.filter((site) => file.endsWith(`/${site.file}`));
  const longest = Math.max(0, ...inside.map((site) => site.file.length));
  if (longest > 0) return inside.filter((site) => site.file.length === longest);
  const below = file.replace(/^(?:\.?\/)+/, '');
  const around = sites.filter((site) => site.file.endsWith(`/${below}`));
  return new Set(around.map((site) => site.file)).size === 1 ? around : [];
}

function covers(site: Site, line: number): boolean {
  const last = site.line + site.before.trimEnd().split('\n').length - 1;
  return line >= site.line && line <= last;
}

function sameFunction(site: Site, line: UsageLine): boolean {
  return functionName(site.function) === functionName(line.function);
}

/** `async Object.closeCard [as close]`, `Cards.closeCard` and `closeCard` are one name. */
function functionName(name: string | undefined): string {
  const bare = (name ?? '').replace(/\s*\[as [^\]]*\]$/, '').replace(/^(?:async|new)\s+/, '');
  const last = bare.slice(bare.lastIndexOf('.') + 1);
  return last === '<anonymous>' ? '' : last;
}

function nearest(sites: readonly Site[], line: UsageLine): Site {
  return sites.reduce((best, site) => (distance(site, line) < distance(best, line) ? site : best));
}

function distance(site: Site, line: UsageLine): number {
  return Math.abs(site.line - line.line) * 10_000 + Math.abs(site.column - line.column);
}

/** Windows' separators and file URLs, which stack traces of ES modules have, become plain paths. */
function slashed(file: string): string {
  const path = file.startsWith('file://') ? decoded(file.slice('file://'.length)) : file;
  return path.replaceAll('\\', '/');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function stemOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.[cm]?[jt]sx?$/, '');
}
