import type { Report, Site } from '../../report/report';
import { identify } from '../../report/site-identity';
import type { Owners } from '../codeowners';
import { type DiffLine, siteDiff } from '../site-diff';
import type { SourceLinks } from '../source-links';
import { folderOf, ownersOf } from '../tally';
import type { Wording } from '../wording';
import { placeOf } from '../words';

/** Values that several parts of the page need: the filters' values and the identity of each site. */
export interface View {
  wording: Wording;
  rules: readonly string[];
  folders: readonly string[];
  owners: Owners | undefined;
  sourceLinks: SourceLinks | undefined;
  ownerNames: readonly string[];
  identities: ReadonlyMap<Site, string>;
  /** The site's change, line by line. */
  diffs: ReadonlyMap<Site, readonly DiffLine[]>;
  /** Ids of the causes, and the names that the page shows for them. */
  causes: readonly string[];
  causeNames: readonly string[];
}

export function viewOf(
  report: Report,
  wording: Wording,
  owners: Owners | undefined,
  sourceLinks: SourceLinks | undefined,
): View {
  const names = (namesOf: (site: Site) => readonly string[]) =>
    [...new Set(report.sites.flatMap(namesOf))].sort();
  return {
    wording,
    rules: names((site) => [site.rule]).sort(wording.byRule),
    folders: names((site) => [folderOf(site.file)]),
    owners,
    sourceLinks,
    ownerNames: owners ? names((site) => ownersOf(site, owners)) : [],
    identities: identify(report.sites),
    diffs: new Map(report.sites.map((site) => [site, siteDiff(site)])),
    causes: (report.causes ?? []).map(({ id }) => id),
    causeNames: (report.causes ?? []).map((cause) => placeOf(cause)),
  };
}
