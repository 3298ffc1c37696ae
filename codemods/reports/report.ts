import { z } from 'zod';

/**
 * The migration report, version 1: the one object that every format is rendered from. The published JSON schema is
 * generated from here. Extend it by adding optional keys.
 */
export const SCHEMA_VERSION = 1;

export const siteSchema = z.object({
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
  /** The site's own lines, before and after. */
  before: z.string(),
  after: z.string().optional(),
  /** Name of the enclosing function or method, where there is one: joins production usage to sites that moved. */
  function: z.string().optional(),
});

export const fileSchema = z.object({
  file: z.string(),
  status: z.enum(['changed', 'failed']),
  error: z.string().optional(),
});

export const reportSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: z.object({ name: z.string(), version: z.string() }),
  mode: z.enum(['write', 'dry-run', 'check']),
  root: z.string(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  summary: z.object({
    filesScanned: z.number().int().nonnegative(),
    filesChanged: z.number().int().nonnegative(),
    filesFailed: z.number().int().nonnegative(),
    sites: z.number().int().nonnegative(),
    rewritten: z.number().int().nonnegative(),
    review: z.number().int().nonnegative(),
  }),
  sites: z.array(siteSchema),
  files: z.array(fileSchema),
});

export type Site = z.infer<typeof siteSchema>;
export type FileOutcome = z.infer<typeof fileSchema>;
export type Report = z.infer<typeof reportSchema>;
export type Mode = Report['mode'];
