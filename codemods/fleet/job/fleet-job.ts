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

/** A folder labelled `remote` would escape the guards for local folders; a relative folder would depend on the worker's current one. */
function isAsManifestGives(source: Source): boolean {
  const result = sourceOf(sourceText(source), '/');
  return result.ok && result.source.kind === source.kind && sourceText(result.source) === sourceText(source);
}

/**
 * Everything that one repository's migration needs, as plain data that can wait in a queue. A job read from a queue is checked as
 * strictly as the manifest was.
 */
export const fleetJobSchema = z.strictObject({
  name: nameSchema,
  /** File name of the repository's results: lower case, unique in the fleet. */
  slug: z.string().regex(/^[a-z0-9][a-z0-9._-]*-[0-9a-f]{8}$/),
  source: sourceSchema.refine(isAsManifestGives),
  ref: without(refProblem).optional(),
  /** The commit of `ref` when the job was queued, so that every attempt works on the same commit. */
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

/** Digest of the settings that the result depends on; limits and labels are not among them. */
export function jobDigest({ source, ref, folder, options, branch, commit, push }: FleetJob): string {
  const relevant = [source, ref ?? null, folder ?? null, options, branch, commit, push];
  return createHash('sha256').update(JSON.stringify(relevant, sortedKeys)).digest('hex').slice(0, 32);
}

const sortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
