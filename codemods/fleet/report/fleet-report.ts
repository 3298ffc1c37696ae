import { z } from 'zod';

/** The report over a fleet, version 1: the one object that its HTML and Markdown are rendered from. */
export const FLEET_REPORT_VERSION = 1;

/**
 * How far a repository is. `migrated`: its legacy use is gone from its ref. `unused`: none was ever seen. `ready`: everything left is in
 * a patch. `attention`: a person must look. `failed`: the job failed. `pending`: no job has ended yet.
 */
export const REPOSITORY_STATUSES = ['migrated', 'unused', 'ready', 'attention', 'failed', 'pending'] as const;
export type RepositoryStatus = (typeof REPOSITORY_STATUSES)[number];

const count = z.number().int().nonnegative();

const totalsSchema = z.object({
  repositories: count,
  migrated: count,
  /** Absent in reports of earlier versions. */
  unused: count.optional(),
  ready: count,
  attention: count,
  failed: count,
  pending: count,
  /** Legacy uses at the refs now: `rewritten` can be rewritten, `review` need a person. */
  sites: count,
  rewritten: count,
  review: count,
  /** Places that were not read, or that cannot be seen through. Absent in reports of earlier versions. */
  blindSpots: count.optional(),
  /** Legacy uses at each repository's own peak, added up, and how many of them are gone. */
  peakSites: count,
  goneSites: count,
});

const repositorySchema = z.object({
  name: z.string(),
  slug: z.string(),
  url: z.string(),
  labels: z.record(z.string(), z.string()),
  status: z.enum(REPOSITORY_STATUSES),
  sites: count,
  rewritten: count,
  review: count,
  peakSites: count,
  filesFailed: count,
  blindSpots: count.optional(),
  sourceCommit: z.string().optional(),
  migratedAt: z.iso.datetime().optional(),
  branch: z.string().optional(),
  pushed: z.boolean().optional(),
  /** Why a person is needed, most sites first. */
  why: z.array(
    z.object({
      text: z.string(),
      rule: z.string().optional(),
      sites: count.optional(),
      where: z.string().optional(),
    }),
  ),
  /** Relative to the fleet report, with `/`. */
  links: z.object({ html: z.string(), markdown: z.string(), json: z.string(), patch: z.string() }).partial(),
});

const trendPointSchema = z.object({
  at: z.iso.datetime(),
  repositories: count,
  sites: count,
  review: count,
  migrated: count,
  failed: count,
});

export const fleetReportSchema = z.object({
  schemaVersion: z.literal(FLEET_REPORT_VERSION),
  tool: z.object({ name: z.string(), version: z.string() }),
  generatedAt: z.iso.datetime(),
  totals: totalsSchema,
  groups: z.array(
    z.object({ label: z.string(), values: z.array(totalsSchema.extend({ value: z.string() })) }),
  ),
  repositories: z.array(repositorySchema),
  /** Why sites are for review, added up over all repositories, most sites first. Absent in reports of earlier versions. */
  reasons: z.array(z.object({ text: z.string(), sites: count, repositories: count })).optional(),
  trend: z.array(trendPointSchema),
});

export type FleetReport = z.infer<typeof fleetReportSchema>;
export type FleetTotals = z.infer<typeof totalsSchema>;
export type FleetRepository = z.infer<typeof repositorySchema>;
export type FleetReason = NonNullable<FleetReport['reasons']>[number];
export type TrendPoint = z.infer<typeof trendPointSchema>;

/** Per cent of all legacy uses that are gone, rounded down so that 100 means all; `undefined` if none was ever seen. */
export const percentGone = ({ goneSites, peakSites }: FleetTotals): number | undefined =>
  peakSites === 0 ? undefined : Math.floor((100 * goneSites) / peakSites);

/** Legacy uses whose present state is unknown, because their repository failed or no run has reached it. */
export const unknownSites = ({ peakSites, goneSites, sites }: FleetTotals): number =>
  peakSites - goneSites - sites;
