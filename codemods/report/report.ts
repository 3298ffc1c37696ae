import { z } from 'zod';
import { SCHEMA_VERSION } from './version';

export { SCHEMA_VERSION };

/*
 * The migration report, version 1: the one object that every format is rendered from. The published JSON schema is
 * generated from here. Extend it by adding optional keys.
 */

const count = z.number().int().nonnegative();

/** How often production ran a site, from the wrapper's usage log. */
export const siteUsageSchema = z.object({
  count,
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  /** Releases that ran it, in order of their first appearance; empty where the log names none. */
  releases: z.array(z.string()),
  /** `moved`: the line changed since the log was written; joined by code and function. */
  matched: z.enum(['exact', 'moved']),
});

/** A legacy use that production ran and the scan did not find: the one that would break. */
export const unseenSchema = siteUsageSchema.omit({ matched: true }).extend({
  code: z.string(),
  rule: z.string().optional(),
  /** As production saw it; absent, with line and column, where the caller is unknown. */
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
  function: z.string().optional(),
});

/** What was read of production's usage logs. */
export const usageSummarySchema = z.object({
  logs: count,
  /** Distinct call sites of all logs. */
  callSites: count,
  /** Lines that could not be read: half-written by a process that ended, or no usage line at all. */
  tornLines: count,
});

export const siteSchema = z
  .object({
    /** Rule id of the table, or `dynamic-member` for a member computed at run time. */
    rule: z.string(),
    /** Deprecation code; `dynamic-member` has none. */
    code: z.string().optional(),
    /** Relative to the root, with `/`. */
    file: z.string(),
    /** 1-based, in the file before the run. */
    line: z.number().int().positive(),
    column: z.number().int().positive(),
    status: z.enum(['rewritten', 'review']),
    /** Why a person must look, and what to do. */
    reason: z.string().optional(),
    notes: z.array(z.string()),
    /** The site's own lines, whole, from `line` on; before and after. */
    before: z.string(),
    after: z.string().optional(),
    /** Name of the enclosing function or method, where there is one: joins production usage to sites that moved. */
    function: z.string().optional(),
    usage: siteUsageSchema.optional(),
  })
  .meta({ id: 'site' });

/** This run against an earlier report. */
export const comparisonSchema = z.object({
  since: z.object({ startedAt: z.iso.datetime(), mode: z.enum(['write', 'dry-run', 'check']) }),
  /** Sites of the earlier report that are gone, as that report had them. */
  migrated: z.array(siteSchema),
  /** Sites that the earlier report does not have. */
  appeared: z.array(siteSchema),
  /** Sites of both, as this run has them. */
  remaining: z.array(siteSchema),
});

export const fileSchema = z.object({
  file: z.string(),
  status: z.enum(['changed', 'failed']),
  error: z.string().optional(),
});

/** No legacy use, but something that the provider's guide asks for and the code does not do. */
export const adviceSchema = z.object({
  file: z.string(),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  note: z.string(),
});

export const reportSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: z.object({ name: z.string(), version: z.string() }),
  mode: z.enum(['write', 'dry-run', 'check']),
  root: z.string(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  summary: z.object({
    filesScanned: count,
    filesChanged: count,
    filesFailed: count,
    sites: count,
    rewritten: count,
    review: count,
  }),
  sites: z.array(siteSchema),
  files: z.array(fileSchema),
  /** Fundings that a retry could send twice. Never a reason for `--check` to fail. */
  advice: z.array(adviceSchema).optional(),
  /** Only with usage logs. */
  usage: usageSummarySchema.optional(),
  /** Only with usage logs; most used first. */
  unseen: z.array(unseenSchema).optional(),
  /** Only where an earlier report was given. */
  comparison: comparisonSchema.optional(),
});

export type Site = z.infer<typeof siteSchema>;
export type Advice = z.infer<typeof adviceSchema>;
export type FileOutcome = z.infer<typeof fileSchema>;
export type SiteUsage = z.infer<typeof siteUsageSchema>;
export type UnseenSite = z.infer<typeof unseenSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type Report = z.infer<typeof reportSchema>;
export type Mode = Report['mode'];
