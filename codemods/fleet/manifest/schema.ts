import { z } from 'zod';
import { ruleNames } from '../../api/rule-names';
import { MAX_REF_LENGTH, refProblem } from './ref';
import { folderProblem } from './sub-folder';

/**
 * The manifest, which the migration team writes. The published JSON schema (`schemas/fleet-manifest.schema.json`) is
 * generated from it; rules that a schema cannot express (unique names, credentials in URLs) are checked in `read.ts`.
 */
const MANIFEST_VERSION = 1;

const refusedWith = (problem: (value: string) => string | undefined) =>
  z.string().superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const ref = refusedWith(refProblem).meta({
  description: 'Branch, tag or full commit id; the default branch when left out.',
  minLength: 1,
  maxLength: MAX_REF_LENGTH,
});

const globs = z.array(z.string().min(1).max(1000)).max(1000);
const ruleId = z.enum(ruleNames);

/** Options of `zentra-codemods migrate` that a repository can set, named like the command line's flags. */
export const migrateChoicesSchema = z
  .strictObject({
    client: z.enum(['auto', 'keep', 'zentra-compat']),
    rules: z.array(ruleId).meta({ description: 'Only these rules.' }),
    skipRules: z.array(ruleId),
    assumeClients: z
      .array(
        z.string().regex(/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u, 'must be a name as in `<name>.cards`'),
      )
      .meta({ description: 'Untyped receivers to treat as Zentra clients: `<name>.cards`.' }),
    include: globs,
    exclude: globs,
    verify: z.boolean().meta({
      description:
        'Compare type errors before and after; where there are new ones, nothing is committed and the repository is failed.',
    }),
  })
  .partial();

export const limitsSchema = z
  .strictObject({
    timeSeconds: z
      .number()
      .positive()
      .max(86_400)
      .meta({ description: 'For the whole repository, cloning included.' }),
    memoryMegabytes: z
      .number()
      .int()
      .min(64)
      .max(1_048_576)
      .meta({ description: 'Resident memory of any one step.' }),
    maxFiles: z.number().int().positive().meta({ description: 'Files in the checked-out tree.' }),
    maxMegabytes: z
      .number()
      .positive()
      .meta({ description: 'What is fetched, and the size of the checked-out tree.' }),
  })
  .partial();

const oneLine = z
  .string()
  .regex(/^[^\p{Cc}<>]+$/u, 'must be one line without < and >')
  .max(200);

/** `git am` reads these lines as the end of the message. */
const endsMessage = /^(---|diff -|Index: |From )/m;

export const commitSchema = z
  .strictObject({
    name: oneLine,
    email: oneLine,
    message: z
      .string()
      .min(1)
      .max(10_000)
      .refine((text) => text.trim() !== '' && !text.includes('\0'), 'must say something')
      .refine(
        (text) => !endsMessage.test(text),
        'must not have a line that starts with `---`, `diff -`, `Index: ` or `From `',
      )
      .meta({ description: 'Replaces the message; the trailer `Zentra-Codemods:` is added.' }),
  })
  .partial();

const label = z.string().min(1).max(200);
export const labelsSchema = z
  .record(z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be lower case, like team or customer'), label)
  .meta({ description: 'Groups of the fleet report, such as team and customer.' });

const branch = refusedWith(refProblem).meta({ description: 'Branch that gets the commit.' });

const shared = {
  ref: ref.optional(),
  branch: branch.optional(),
  labels: labelsSchema.optional(),
  options: migrateChoicesSchema.optional(),
  limits: limitsSchema.optional(),
  commit: commitSchema.optional(),
};

export const nameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/,
    'must be letters, digits, `.`, `_`, `-`, with `/` between parts',
  );

const repositorySchema = z.strictObject({
  url: z.string().min(1).max(2000).meta({
    description: 'A git URL (https, ssh, host:path) or a path relative to the manifest. No credentials.',
  }),
  name: nameSchema
    .max(200)
    .optional()
    .meta({ description: 'Unique in the manifest; by default the last two parts of the URL.' }),
  folder: refusedWith(folderProblem)
    .optional()
    .meta({ description: 'Sub-folder to migrate; the whole tree if left out.' }),
  ...shared,
});

export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(MANIFEST_VERSION),
  defaults: z.strictObject(shared).optional(),
  repositories: z.array(repositorySchema).min(1, 'must list at least one repository').max(10_000),
});

export type Manifest = z.infer<typeof manifestSchema>;
