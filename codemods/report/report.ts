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

/** A legacy use that production ran and the scan did not find; it would break. */
export const unseenSchema = siteUsageSchema.omit({ matched: true }).extend({
  code: z.string(),
  rule: z.string().optional(),
  /** The path as production logged it; absent, with line and column, where the caller is unknown. */
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
  function: z.string().optional(),
});

/** What was read from production's usage logs. */
const usageSummarySchema = z.object({
  logs: count,
  /** Distinct call sites of all logs. */
  callSites: count,
  /** Lines that could not be read: incomplete because their process ended, or not usage lines. */
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
    /** Complete source lines of the site, from `line` on, before and after. */
    before: z.string(),
    after: z.string().optional(),
    /** Name of the enclosing function or method, where there is one: joins production usage to sites that moved. */
    function: z.string().optional(),
    usage: siteUsageSchema.optional(),
    /** Calls on other lines that send the object in which the site is: `fund(` above its `reference`. */
    calls: z
      .array(z.object({ line: z.number().int().positive(), column: z.number().int().positive() }))
      .optional(),
    /** The evidence for a rewrite that the types alone do not prove: "every caller of block(), 2 in sight, passes a client: …". */
    because: z.string().optional(),
    /** Id of the cause (see `causes`) for which the site is left for review. */
    cause: z.string().optional(),
  })
  .meta({ id: 'site' });

/** A place that was not read, or that the analysis cannot see through, and that may hide legacy use. `--check` fails on each. */
export const blindSpotSchema = z.object({
  /** Which kind of place: `unread-file`, `missing-import`, `module-by-name`, `opaque-value`, `raw-route`, … */
  kind: z.string(),
  file: z.string(),
  line: z.number().int().positive().optional(),
  /** What could not be seen, and what to do. */
  reason: z.string(),
  /** How many legacy uses depend on it, where that is known. */
  uses: count.optional(),
  /** The file or folder is read like the rest if it is named on the command line, or if a person's answer takes it in. */
  readIfNamed: z.literal(true).optional(),
});

/** A question that the analysis cannot answer: a person's answer settles all sites that follow from it. */
const causeSchema = z.object({
  /** Stays the same when other code is edited: it is made from the content of the cause, not from its line. */
  id: z.string(),
  file: z.string(),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  question: z.string(),
  /** How many sites follow from it. */
  sites: count,
  /** The smallest change or answer that settles it. */
  advice: z.string(),
  /** The known calls that pass the value, if it is a parameter. */
  callers: z.array(z.object({ file: z.string(), line: z.number().int().positive() })).optional(),
  /** Digest of the code and its callers; an answer is valid only for this code. */
  fingerprint: z.string().optional(),
});

/** A site or blind spot that a person has looked at and accepted. It never makes `--check` fail. */
export const acceptedSchema = z.object({
  /** The place of the acceptance: a comment above the line, or the file of answers. */
  by: z.enum(['comment', 'answer']),
  rule: z.string().optional(),
  code: z.string().optional(),
  file: z.string(),
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
  before: z.string().optional(),
  reason: z.string(),
});

/** A question that a person has answered in the file of answers, and the status of the answer. */
const answeredSchema = z.object({
  id: z.string(),
  file: z.string(),
  question: z.string(),
  choice: z.string(),
  reason: z.string().optional(),
  /**
   * - `honoured`: the sites that follow from the question are settled, or were rewritten as the choice says
   * - `stale`: the code or its callers have changed since, so the question is open again
   * - `unneeded`: the question no longer exists: its uses or its file are gone, or the code itself now answers it
   */
  status: z.enum(['honoured', 'stale', 'unneeded']),
});

/** Legacy names that were proven to belong to another library or to the application. */
export const leftAloneSchema = z.object({
  names: count,
  /** Number of names for each kind of evidence: `type`, `values`, `foreign-package`, … */
  byEvidence: z.record(z.string(), count),
  /** The names one by one, if requested. */
  places: z
    .array(
      z.object({
        file: z.string(),
        line: z.number().int().positive(),
        column: z.number().int().positive(),
        name: z.string(),
        evidence: z.string(),
        /** What the receiver is, and the files through which it was traced. */
        because: z.string().optional(),
      }),
    )
    .optional(),
});

/** Comparison of this run with an earlier report. */
export const comparisonSchema = z.object({
  since: z.object({ startedAt: z.iso.datetime(), mode: z.enum(['write', 'dry-run', 'check']) }),
  /** Sites of the earlier report that are gone, as the earlier report describes them. */
  migrated: z.array(siteSchema),
  /** Sites that the earlier report does not have. */
  appeared: z.array(siteSchema),
  /** Sites in both reports, as this run describes them. */
  remaining: z.array(siteSchema),
});

export const fileSchema = z.object({
  file: z.string(),
  status: z.enum(['changed', 'failed']),
  /** The new name of a file that replaces the SDK's module through its file name: `__mocks__/@zentra/sdk.js`. */
  movedTo: z.string().optional(),
  error: z.string().optional(),
});

/** Code without legacy use that does not do something the provider's guide asks for. */
export const adviceSchema = z.object({
  file: z.string(),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  note: z.string(),
});

/** A type error that the migration would cause. */
export const newTypeErrorSchema = z.object({
  file: z.string(),
  /** 1-based, in the file before the run. */
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  /** TypeScript's number: 2339 for TS2339. */
  code: count,
  message: z.string(),
  /** The site that causes it, where that is known. */
  site: z.object({ rule: z.string(), file: z.string(), line: z.number().int().positive() }).optional(),
});

/** Type errors before and after, under the repository's own configuration; only with `--verify`. */
export const verificationSchema = z.object({
  /** `unfinished`: stopped at a limit of time or memory, so it proves nothing. */
  status: z.enum(['passed', 'failed', 'unfinished']),
  /** Why it is unfinished. */
  reason: z.string().optional(),
  /** Configurations that were checked, relative to the root. */
  projects: z.array(z.string()),
  /** Files of the repository that were checked. */
  files: count,
  /** Number of errors that existed before; they are not listed. */
  errorsBefore: count,
  newErrors: z.array(newTypeErrorSchema),
  /** What was not checked, and why: components, files outside of every configuration, missing types. */
  notSeen: z.array(z.string()),
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
    /** Scanned files that name the SDK or its replacement. */
    filesWithSdk: count.optional(),
    filesChanged: count,
    filesFailed: count,
    sites: count,
    rewritten: count,
    review: count,
  }),
  sites: z.array(siteSchema),
  files: z.array(fileSchema),
  /** The rules that the run was limited to; absent if it asked all of them. */
  rules: z.array(z.string()).optional(),
  /** Fundings that a retry could send twice. They never make `--check` fail. */
  advice: z.array(adviceSchema).optional(),
  /** Only with usage logs. */
  usage: usageSummarySchema.optional(),
  /** Only with usage logs; most used first. */
  unseen: z.array(unseenSchema).optional(),
  /** Only where an earlier report was given. */
  comparison: comparisonSchema.optional(),
  blindSpots: z.array(blindSpotSchema).optional(),
  causes: z.array(causeSchema).optional(),
  accepted: z.array(acceptedSchema).optional(),
  /** Only where there is a file of answers. */
  answers: z.array(answeredSchema).optional(),
  leftAlone: leftAloneSchema.optional(),
  /** Only with `--verify`. */
  verification: verificationSchema.optional(),
});

export type Site = z.infer<typeof siteSchema>;
export type Advice = z.infer<typeof adviceSchema>;
export type FileOutcome = z.infer<typeof fileSchema>;
export type SiteUsage = z.infer<typeof siteUsageSchema>;
export type UnseenSite = z.infer<typeof unseenSchema>;
export type BlindSpot = z.infer<typeof blindSpotSchema>;
export type Cause = z.infer<typeof causeSchema>;
export type Answered = z.infer<typeof answeredSchema>;
export type Accepted = z.infer<typeof acceptedSchema>;
export type LeftAlone = z.infer<typeof leftAloneSchema>;
export type NewTypeError = z.infer<typeof newTypeErrorSchema>;
export type Verification = z.infer<typeof verificationSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type Report = z.infer<typeof reportSchema>;
export type Mode = Report['mode'];
