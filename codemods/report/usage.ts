import { conflicts } from 'zentra-compat/contract';
import type { Report, Site, SiteUsage, UnseenSite } from './report';
import { standsAt } from './site-at';
import type { Usage, UsedSite } from './usage-log';

/**
 * Adds production's usage to a report: `usage` to every site that ran, and `unseen` for calls that ran and have no site. Sites
 * keep their order; unseen calls are sorted by count, the highest first.
 */
export function joinUsage(report: Report, usage: Usage): Report {
  const index = indexByStem(report.sites);
  const seen = new Map<Site, SiteUsage>();
  const unseen = new Map<string, UnseenSite>();
  for (const used of usage.sites) {
    const found = siteOf(used, index);
    if (found) {
      const joined = seen.get(found.site);
      const matched = joined?.matched === 'exact' ? 'exact' : found.matched;
      seen.set(found.site, { ...added(joined, used), matched });
    } else {
      const key = JSON.stringify([used.code, used.file, used.line, used.column]);
      unseen.set(key, {
        code: used.code,
        ...(used.rule === undefined ? {} : { rule: used.rule }),
        ...placeOf(used),
        ...(used.function === undefined ? {} : { function: used.function }),
        ...added(unseen.get(key), used),
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

function placeOf({ file, line, column }: UsedSite): Pick<UnseenSite, 'file' | 'line' | 'column'> {
  return {
    ...(file === null ? {} : { file: slashed(file) }),
    ...(line === 0 ? {} : { line }),
    ...(column === 0 ? {} : { column }),
  };
}

type Sum = Pick<SiteUsage, 'count' | 'firstSeen' | 'lastSeen' | 'releases'>;

function added(sum: Sum | undefined, { count, firstSeen, lastSeen, releases }: Sum): Sum {
  if (!sum) return { count, firstSeen, lastSeen, releases };
  return {
    count: sum.count + count,
    firstSeen: sum.firstSeen < firstSeen ? sum.firstSeen : firstSeen,
    lastSeen: sum.lastSeen > lastSeen ? sum.lastSeen : lastSeen,
    releases: [...new Set([...sum.releases, ...releases])],
  };
}

/** The site that a call of a usage log belongs to; `undefined` if there is none or it is ambiguous. */
export function findSiteOf(used: UsedSite, sites: readonly Site[]): Site | undefined {
  return siteOf(used, indexByStem(sites))?.site;
}

interface MatchedSite {
  site: Site;
  matched: SiteUsage['matched'];
}

/** Sites by file name without folders and extension: the only part of a path that production always keeps. */
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

function siteOf(line: UsedSite, index: ReadonlyMap<string, readonly Site[]>): MatchedSite | undefined {
  if (line.file === null) return undefined;
  const file = slashed(line.file);
  const candidates = (index.get(stemOf(file)) ?? []).filter((site) => sameUse(site, line));
  const inFile = sameFile(candidates, file);
  const onLine = inFile.filter((site) => standsAt(site, line.line));
  if (onLine.length > 0) return { site: nearest(onLine, line), matched: 'exact' };
  const inFunction = inFile.filter((site) => sameFunction(site, line));
  if (inFunction.length > 0) return { site: nearest(inFunction, line), matched: 'moved' };
  // Built code runs from another folder, with another extension; its functions keep their names.
  const built = candidates.filter((site) => site.function !== undefined && sameFunction(site, line));
  return built.length === 1 && built[0] ? { site: built[0], matched: 'moved' } : undefined;
}

/** A member computed at run time has no code of its own; conflicting references are reported as a site of the reference rule. */
function sameUse(site: Site, line: UsedSite): boolean {
  return (
    site.code === undefined ||
    site.code === line.code ||
    conflicts.some(({ code, reportedAs }) => code === line.code && reportedAs === site.rule)
  );
}

/**
 * Production may know a file by its absolute path, or relative to a folder above or below the root. Of several matching files, the one
 * that shares the most of its path counts; if that is ambiguous, none does.
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

function sameFunction(site: Site, line: UsedSite): boolean {
  return functionName(site.function) === functionName(line.function);
}

/** `async Object.closeCard [as close]`, `Cards.closeCard` and `closeCard` are one name. */
function functionName(name: string | undefined): string {
  const bare = (name ?? '').replace(/\s*\[as [^\]]*\]$/, '').replace(/^(?:async|new)\s+/, '');
  const last = bare.slice(bare.lastIndexOf('.') + 1);
  return last === '<anonymous>' ? '' : last;
}

function nearest(sites: readonly Site[], line: UsedSite): Site {
  return sites.reduce((best, site) => (distance(site, line) < distance(best, line) ? site : best));
}

function distance(site: Site, line: UsedSite): number {
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
