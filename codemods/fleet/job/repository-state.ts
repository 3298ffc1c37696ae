import { z } from 'zod';
import { reportSchema } from '../../report/report';
import { CAUSES, STAGES } from './job-failure';

/**
 * The state of one repository after its job: kept as `state.json` beside its reports, and as the job's result in a queue. The fleet
 * report is made from these states alone.
 */
export const STATE_VERSION = 1;

const doneSchema = z.strictObject({
  status: z.literal('done'),
  summary: reportSchema.shape.summary,
  /** Sites that a person must look at, grouped by reason, the largest group first. */
  review: z.array(
    z.strictObject({ rule: z.string(), reason: z.string(), sites: z.number(), first: z.string() }),
  ),
  /** Files that could not be read, parsed or written. */
  failedFiles: z.array(z.strictObject({ file: z.string(), error: z.string() })),
  /** Places that were not read, or that cannot be seen through, with the first of them. Absent in states of earlier versions. */
  blindSpots: z
    .strictObject({
      count: z.number(),
      first: z.array(z.strictObject({ reason: z.string(), where: z.string() })),
    })
    .optional(),
  /** Uses and blind spots that somebody accepted. Absent in states of earlier versions. */
  accepted: z.number().optional(),
  /** The commit with the migration; none when there was nothing to change. */
  commit: z.strictObject({ id: z.string(), branch: z.string(), pushed: z.boolean() }).optional(),
  /** Files that the check-out left out, counted by kind. */
  leftOut: z.strictObject({ symlinks: z.number(), submodules: z.number(), collisions: z.number() }),
});

const failedSchema = z.strictObject({
  status: z.literal('failed'),
  stage: z.enum(STAGES),
  why: z.enum(CAUSES),
  message: z.string(),
  retryable: z.boolean(),
});

export const repositoryStateSchema = z.strictObject({
  schemaVersion: z.literal(STATE_VERSION),
  name: z.string(),
  slug: z.string(),
  url: z.string(),
  ref: z.string().optional(),
  folder: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  /** The source's commit that the job worked on. */
  sourceCommit: z.string().optional(),
  toolVersion: z.string(),
  /** Digest of the job's settings that the result depends on. */
  digest: z.string(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  outcome: z.discriminatedUnion('status', [doneSchema, failedSchema]),
});

export type RepositoryState = z.infer<typeof repositoryStateSchema>;
export type Done = z.infer<typeof doneSchema>;

/** The files beside `state.json`. A repository that failed, or had nothing to change, has fewer. */
export const ARTIFACTS = ['report.json', 'report.md', 'report.html', 'migration.patch'] as const;

/** Whether a finished state is still the result that the job would give for that commit. */
export const isCurrent = (
  state: RepositoryState,
  wanted: { sourceCommit: string; toolVersion: string; digest: string },
): boolean =>
  state.outcome.status === 'done' &&
  state.sourceCommit === wanted.sourceCommit &&
  state.toolVersion === wanted.toolVersion &&
  state.digest === wanted.digest;
