import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isCommitId, refProblem } from '../manifest/ref';
import {
  commitSchema,
  labelsSchema,
  limitsSchema,
  migrateChoicesSchema,
  nameSchema,
} from '../manifest/schema';
import { type Source, sourceOf, sourceSchema, sourceText } from '../manifest/source';
import { folderProblem } from '../manifest/sub-folder';

const without = (problem: (value: string) => string | undefined) =>
  z.string().refine((value) => problem(value) === undefined);

/** A folder that is called remote would be talked to without the guards of a local one; a relative one would be another. */
function isAsManifestGives(source: Source): boolean {
  const result = sourceOf(sourceText(source), '/');
  return result.ok && result.source.kind === source.kind && sourceText(result.source) === sourceText(source);
}

/**
 * What one repository's migration needs to know: plain data, so that it can wait in a queue. A job that comes out of a queue is
 * checked as strictly as the manifest was.
 */
export const fleetJobSchema = z.strictObject({
  name: nameSchema,
  /** File name of the repository's results: lower case, unique in the fleet. */
  slug: z.string().regex(/^[a-z0-9][a-z0-9._-]*-[0-9a-f]{8}$/),
  source: sourceSchema.refine(isAsManifestGives),
  ref: without(refProblem).optional(),
  /** The commit that `ref` was when the job was queued: every attempt works on the same one. */
  pinned: z.string().refine(isCommitId).optional(),
  folder: without(folderProblem).optional(),
  labels: labelsSchema,
  options: migrateChoicesSchema,
  limits: limitsSchema.required(),
  branch: without(refProblem),
  commit: commitSchema.required({ name: true, email: true }),
  push: z.boolean(),
});

export type FleetJob = z.infer<typeof fleetJobSchema>;

/** Changes when something changes that the result depends on. Limits are not such a thing, nor are labels. */
export function jobDigest({ source, ref, folder, options, branch, commit, push }: FleetJob): string {
  const relevant = [source, ref ?? null, folder ?? null, options, branch, commit, push];
  return createHash('sha256').update(JSON.stringify(relevant, sortedKeys)).digest('hex').slice(0, 32);
}

const sortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
