import { outcomeOf } from './outcome';
import type { BlindSpot, Comparison, Report, Site } from './report';
import { normalisedCode } from './site-identity';

/**
 * Legacy use that is still in the code after the run of this report. Only a run in write mode removes any, and one whose verification
 * did not pass writes nothing.
 */
export function outstanding(report: Report): readonly Site[] {
  return outcomeOf(report) === 'write'
    ? report.sites.filter(({ status }) => status === 'review')
    : report.sites;
}

/**
 * Compares the legacy use that an earlier report left in the code with this run's.
 *
 * @param old The earlier report. Sites that its own run rewrote are neither migrated since nor remaining.
 * @param now This run's report.
 */
export function compare(old: Report, now: Report): Comparison {
  const { pairs, onlyOld, onlyNow } = match(outstanding(old), now.sites);
  const left = new Set(outstanding(now));
  const migratedNow = pairs.filter(([, site]) => !left.has(site)).map(([site]) => site);
  return {
    since: { startedAt: old.startedAt, mode: old.mode },
    migrated: inOrder(old.sites, [...onlyOld, ...migratedNow]),
    appeared: inOrder(now.sites, onlyNow),
    remaining: inOrder(
      now.sites,
      pairs.map(([, site]) => site).filter((site) => left.has(site)),
    ),
  };
}

/** Legacy use that the baseline does not have, for a check that fails only on what is new. */
export function newSites(baseline: Report, now: Report): Site[] {
  const left = outstanding(now);
  return inOrder(now.sites, match(outstanding(baseline), left).onlyNow);
}

/** Blind spots that the baseline does not have. Compared without lines, which move; of equal ones, only the surplus is new. */
export function newBlindSpots(baseline: Report, now: Report): BlindSpot[] {
  const known = new Map<string, number>();
  const keyOfSpot = ({ kind, file, reason }: BlindSpot) => keyOf(kind, file, reason);
  for (const spot of baseline.blindSpots ?? []) {
    known.set(keyOfSpot(spot), (known.get(keyOfSpot(spot)) ?? 0) + 1);
  }
  return (now.blindSpots ?? []).filter((spot) => {
    const left = known.get(keyOfSpot(spot)) ?? 0;
    known.set(keyOfSpot(spot), left - 1);
    return left <= 0;
  });
}

interface Matched {
  pairs: [old: Site, now: Site][];
  onlyOld: Site[];
  onlyNow: Site[];
}

/**
 * Keys from strong to weak. Each key pairs off, one to one, the sites that the stronger keys left unpaired, so that a copy of a known site
 * is new. No key has lines or columns.
 */
const keys: readonly ((site: Site) => string | undefined)[] = [
  // The same code in the same function, wherever its lines went.
  (site) => keyOf(site.rule, site.file, site.function ?? '', normalisedCode(site.before)),
  // The function was renamed, or the code was moved into another one.
  (site) => keyOf(site.rule, site.file, normalisedCode(site.before)),
  // The file was moved to another folder.
  (site) => keyOf(site.rule, baseName(site.file), site.function ?? '', normalisedCode(site.before)),
  // The call's arguments were edited in place.
  (site) => (site.function === undefined ? undefined : keyOf(site.rule, site.file, site.function)),
];

function match(old: readonly Site[], now: readonly Site[]): Matched {
  const matched: Matched = { pairs: [], onlyOld: [...old], onlyNow: [...now] };
  for (const key of keys) pairOff(matched, key);
  return matched;
}

function pairOff(matched: Matched, key: (site: Site) => string | undefined): void {
  const waiting = new Map<string, Site[]>();
  for (const site of matched.onlyOld) {
    const own = key(site);
    if (own === undefined) continue;
    const queue = waiting.get(own);
    if (queue) queue.push(site);
    else waiting.set(own, [site]);
  }
  const paired = new Set<Site>();
  matched.onlyNow = matched.onlyNow.filter((site) => {
    const own = key(site);
    const counterpart = own === undefined ? undefined : waiting.get(own)?.shift();
    if (!counterpart) return true;
    paired.add(counterpart);
    matched.pairs.push([counterpart, site]);
    return false;
  });
  matched.onlyOld = matched.onlyOld.filter((site) => !paired.has(site));
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function inOrder(order: readonly Site[], sites: readonly Site[]): Site[] {
  const kept = new Set(sites);
  return order.filter((site) => kept.has(site));
}
