import { countOf } from '../../reports/words';
import type { FleetJob } from '../job/fleet-job';
import type { RepositoryState } from '../job/repository-state';
import {
  FLEET_REPORT_VERSION,
  type FleetReason,
  type FleetReport,
  type FleetRepository,
  type FleetTotals,
  REPOSITORY_STATUSES,
  type RepositoryStatus,
  type TrendPoint,
} from './fleet-report';
import type { PastRun } from './history';

/** A repository as the manifest lists it or, without a manifest, as its last state does. */
export type Listed = Pick<FleetJob, 'name' | 'slug' | 'labels'> & { url: string };

export interface ReportInput {
  listed: readonly Listed[];
  states: ReadonlyMap<string, RepositoryState>;
  history: readonly PastRun[];
  toolVersion: string;
  generatedAt: Date;
}

/** Builds the fleet report from the state of each repository. */
export function buildFleetReport({
  listed,
  states,
  history,
  toolVersion,
  generatedAt,
}: ReportInput): FleetReport {
  const repositories = listed
    .map((entry) => repositoryOf(entry, states.get(entry.slug), history))
    .sort((a, b) => mostUrgentFirst(a, b));
  return {
    schemaVersion: FLEET_REPORT_VERSION,
    tool: { name: 'zentra-codemods', version: toolVersion },
    generatedAt: generatedAt.toISOString(),
    totals: totalsOf(repositories),
    groups: groupsOf(repositories),
    repositories,
    reasons: commonReasons(repositories),
    trend: trendOf(history),
  };
}

function repositoryOf(
  listed: Listed,
  state: RepositoryState | undefined,
  history: readonly PastRun[],
): FleetRepository {
  const summary = state?.outcome.status === 'done' ? state.outcome.summary : undefined;
  const sites = summary?.sites ?? 0;
  const past = history.map((run) => run.repositories[listed.slug]?.sites ?? 0);
  const commit = state?.outcome.status === 'done' ? state.outcome.commit : undefined;
  return {
    name: listed.name,
    slug: listed.slug,
    url: listed.url,
    labels: listed.labels,
    status: statusOf(state, Math.max(0, ...past)),
    sites,
    rewritten: summary?.rewritten ?? 0,
    review: summary?.review ?? 0,
    peakSites: Math.max(sites, ...past),
    filesFailed: summary?.filesFailed ?? 0,
    blindSpots: spotsOf(state),
    ...(state?.sourceCommit !== undefined && { sourceCommit: state.sourceCommit }),
    ...(state && { migratedAt: state.startedAt }),
    ...(commit && { branch: commit.branch, pushed: commit.pushed }),
    why: reasonsOf(state),
    links: linksOf(state),
  };
}

/** @param before the most legacy uses in an earlier run: a repository that never had any is `unused`, not `migrated` */
function statusOf(state: RepositoryState | undefined, before: number): RepositoryStatus {
  if (state === undefined) return 'pending';
  if (state.outcome.status === 'failed') return 'failed';
  const { sites, review, filesFailed } = state.outcome.summary;
  if (review + filesFailed + spotsOf(state) > 0) return 'attention';
  if (sites > 0) return 'ready';
  return before > 0 ? 'migrated' : 'unused';
}

/** Number of blind spots. What they hide is not known, so that a person must look. */
const spotsOf = (state: RepositoryState | undefined): number =>
  state?.outcome.status === 'done' ? (state.outcome.blindSpots?.count ?? 0) : 0;

function reasonsOf(state: RepositoryState | undefined): FleetRepository['why'] {
  if (state === undefined) return [];
  const { outcome } = state;
  if (outcome.status === 'failed') return [{ text: `Failed at ${outcome.stage}: ${outcome.message}` }];
  const { failedFiles, blindSpots } = outcome;
  const moreFiles = outcome.summary.filesFailed - failedFiles.length;
  return [
    ...outcome.review.map(({ reason, rule, sites, first }) => ({ text: reason, rule, sites, where: first })),
    ...failedFiles.map(({ file, error }) => ({ text: `Not migrated: ${error}`, where: file })),
    ...(moreFiles > 0 ? [{ text: `Not migrated: ${countOf(moreFiles, 'more file')}` }] : []),
    ...(blindSpots?.first ?? []).map(({ reason, where }) => ({
      text: `Blind spot: ${reason}`,
      where,
    })),
  ];
}

/** Adds up each reason over all repositories: one correction or answer often serves them all. */
function commonReasons(repositories: readonly FleetRepository[]): FleetReason[] {
  const reasons = new Map<string, FleetReason>();
  for (const { why } of repositories) {
    const own = new Set<string>();
    for (const { text, sites } of why) {
      if (sites === undefined) continue;
      const known = reasons.get(text) ?? { text, sites: 0, repositories: 0 };
      const isFirst = !own.has(text);
      own.add(text);
      reasons.set(text, {
        text,
        sites: known.sites + sites,
        repositories: known.repositories + Number(isFirst),
      });
    }
  }
  return [...reasons.values()].sort(
    (a, b) => b.sites - a.sites || b.repositories - a.repositories || (a.text < b.text ? -1 : 1),
  );
}

function linksOf(state: RepositoryState | undefined): FleetRepository['links'] {
  if (state?.outcome.status !== 'done') return {};
  const file = (name: string) => `repositories/${encodeURIComponent(state.slug)}/${name}`;
  return {
    html: file('report.html'),
    markdown: file('report.md'),
    json: file('report.json'),
    ...(state.outcome.commit && { patch: file('migration.patch') }),
  };
}

const URGENCY: Readonly<Record<RepositoryStatus, number>> = {
  failed: 0,
  attention: 1,
  ready: 2,
  pending: 3,
  migrated: 4,
  unused: 5,
};

const mostUrgentFirst = (a: FleetRepository, b: FleetRepository): number =>
  URGENCY[a.status] - URGENCY[b.status] ||
  b.review - a.review ||
  b.sites - a.sites ||
  (a.name < b.name ? -1 : 1);

function totalsOf(repositories: readonly FleetRepository[]): FleetTotals {
  const sum = (value: (repository: FleetRepository) => number) =>
    repositories.reduce((total, repository) => total + value(repository), 0);
  const statuses = Object.fromEntries(
    REPOSITORY_STATUSES.map((status) => [status, sum((repository) => Number(repository.status === status))]),
  ) as Record<RepositoryStatus, number>;
  return {
    repositories: repositories.length,
    ...statuses,
    sites: sum(({ sites }) => sites),
    rewritten: sum(({ rewritten }) => rewritten),
    review: sum(({ review }) => review),
    blindSpots: sum(({ blindSpots = 0 }) => blindSpots),
    peakSites: sum(({ peakSites }) => peakSites),
    goneSites: sum(goneOf),
  };
}

/** No legacy use of a failed or pending repository is known to be gone. */
const goneOf = ({ status, peakSites, sites }: FleetRepository): number =>
  status === 'failed' || status === 'pending' ? 0 : peakSites - sites;

/** Groups by team and customer first, then by the manifest's other labels. */
function groupsOf(repositories: readonly FleetRepository[]): FleetReport['groups'] {
  const names = new Set(repositories.flatMap(({ labels }) => Object.keys(labels)));
  const first = ['team', 'customer'].filter((name) => names.has(name));
  const others = [...names].filter((name) => !first.includes(name)).sort();
  return [...first, ...others].map((label) => {
    const byValue = new Map<string, FleetRepository[]>();
    for (const repository of repositories) {
      const value = repository.labels[label] ?? '';
      byValue.set(value, [...(byValue.get(value) ?? []), repository]);
    }
    const values = [...byValue].map(([value, members]) => ({
      value: value || `no ${label}`,
      ...totalsOf(members),
    }));
    return { label, values: values.sort((a, b) => b.sites - a.sites || (a.value < b.value ? -1 : 1)) };
  });
}

function trendOf(history: readonly PastRun[]): TrendPoint[] {
  const everUsed = new Set<string>();
  return history.map(({ at, repositories }) => {
    for (const [slug, { sites }] of Object.entries(repositories)) if (sites > 0) everUsed.add(slug);
    const seen = Object.entries(repositories).map(([slug, entry]) => ({
      ...entry,
      used: everUsed.has(slug),
    }));
    const sum = (value: (entry: (typeof seen)[number]) => number) =>
      seen.reduce((total, entry) => total + value(entry), 0);
    return {
      at,
      repositories: seen.length,
      sites: sum(({ sites }) => sites),
      review: sum(({ review }) => review),
      migrated: sum(({ sites, failed, used }) => Number(sites === 0 && !failed && used)),
      failed: sum(({ failed }) => Number(failed)),
    };
  });
}
