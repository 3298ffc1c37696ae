import type { Report, Site } from '../report/report';
import type { Owners } from './codeowners';
import type { Wording } from './wording';

/** Number of sites of one rule, folder or owner, and how many of them need a person. */
export interface Tally {
  name: string;
  sites: number;
  rewritten: number;
  review: number;
}

const NO_OWNER = 'no owner';

export function tallyByRule(report: Report, { byRule }: Wording): Tally[] {
  return tally(report.sites, (site) => [site.rule]).sort((a, b) => byRule(a.name, b.name));
}

/** Folders, most work first. */
export function tallyByFolder(report: Report): Tally[] {
  return tally(report.sites, (site) => [folderOf(site.file)]).sort(mostWorkFirst);
}

/** Owners, most work first. A site with two owners counts for each. */
export function tallyByOwner(report: Report, owners: Owners): Tally[] {
  return tally(report.sites, (site) => ownersOf(site, owners)).sort(mostWorkFirst);
}

export function ownersOf(site: Site, owners: Owners): readonly string[] {
  const own = owners(site.file);
  return own.length > 0 ? own : [NO_OWNER];
}

/** The folder of a file, `.` for the root. */
export function folderOf(file: string): string {
  const end = file.lastIndexOf('/');
  return end === -1 ? '.' : file.slice(0, end);
}

/** Per cent of the sites that are rewritten, rounded down so that 100 means all. */
export function percentDone(tally: { sites: number; rewritten: number }): number {
  return tally.sites === 0 ? 100 : Math.floor((100 * tally.rewritten) / tally.sites);
}

function tally(sites: readonly Site[], namesOf: (site: Site) => readonly string[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const site of sites) {
    for (const name of namesOf(site)) {
      const entry = tallies.get(name) ?? { name, sites: 0, rewritten: 0, review: 0 };
      entry.sites += 1;
      entry[site.status] += 1;
      tallies.set(name, entry);
    }
  }
  return [...tallies.values()];
}

function mostWorkFirst(a: Tally, b: Tally): number {
  return b.review - a.review || b.sites - a.sites || (a.name < b.name ? -1 : 1);
}
