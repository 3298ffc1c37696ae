import type { Report, Site } from '../../report/report';
import { identify } from '../../report/site-identity';
import { byRule } from '../../zentra/rule-text';
import type { Owners } from '../codeowners';
import { folderOf, ownersOf } from '../tally';

/** What several parts of the page need: the values of the filters, and the identity of each site. */
export interface View {
  rules: readonly string[];
  folders: readonly string[];
  owners: Owners | undefined;
  ownerNames: readonly string[];
  identities: ReadonlyMap<Site, string>;
}

export function viewOf(report: Report, owners: Owners | undefined): View {
  const names = (namesOf: (site: Site) => readonly string[]) =>
    [...new Set(report.sites.flatMap(namesOf))].sort();
  return {
    rules: names((site) => [site.rule]).sort(byRule),
    folders: names((site) => [folderOf(site.file)]),
    owners,
    ownerNames: owners ? names((site) => ownersOf(site, owners)) : [],
    identities: identify(report.sites),
  };
}
