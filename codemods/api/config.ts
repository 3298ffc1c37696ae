import { validRange } from 'semver';
import { z } from 'zod';
import { UsageError } from '../engine/usage-error';
import { CLIENT_NAME } from './check-options';
import { ruleNames } from './rule-names';

const words = (description: string) => z.array(z.string().min(1, 'must not be empty')).meta({ description });

const ruleList = (description: string) => z.array(z.enum(ruleNames)).meta({ description });

/** The configuration file: flags of `migrate`, under the same names. A flag takes precedence over its key. */
export const configSchema = z
  .strictObject({
    $schema: z.string().meta({ description: 'Where the schema of this file is, for editors.' }),
    client: z.enum(['auto', 'keep', 'zentra-compat']).meta({
      description:
        'What `@zentra/sdk` imports become. `auto` keeps them where the SDK satisfies `reviewedSdk`, and switches them to `zentra-compat` otherwise.',
    }),
    reviewedSdk: z
      .string()
      .refine((range) => validRange(range) !== null, 'must be a semver range, such as ">=5.0.0"')
      .meta({ description: 'Semver range of `@zentra/sdk` versions that have the reviewed methods.' }),
    assumeClients: z
      .array(z.string().regex(CLIENT_NAME, 'must be the name before .cards alone, such as zentra'))
      .meta({ description: 'Names of untyped receivers to treat as Zentra clients: `<name>.cards`.' }),
    include: words('Globs; where there are any, only files that match one are migrated.'),
    exclude: words('Globs of files that are left out, on top of .gitignore.'),
    rules: ruleList('Only these rules; all of them by default.'),
    skipRules: ruleList('All rules but these.'),
  })
  .partial();

export type Config = z.infer<typeof configSchema>;

/**
 * Parses the text of a configuration file.
 *
 * @param name The file's name, for messages.
 * @throws {UsageError} naming each key at fault and its allowed values
 */
export function parseConfig(text: string, name: string): Config {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${(error as Error).message}`);
  }
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    [`${name}:`, ...parsed.error.issues.flatMap(explain).map((line) => `  ${line}`)].join('\n'),
  );
}

const keys = Object.keys(configSchema.shape);

function explain(issue: z.core.$ZodIssue): string[] {
  const key = issue.path.join('.') || 'the whole file';
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((unknown) => `${unknown}: no such key; there are ${keys.join(', ')}`);
    case 'invalid_value':
      return [`${key}: must be one of ${issue.values.join(', ')}`];
    case 'invalid_type':
      return [`${key}: must be ${issue.expected === 'array' ? 'a list' : `of type ${issue.expected}`}`];
    default:
      return [`${key}: ${issue.message}`];
  }
}

/** The published schema of the file (`schemas/config.schema.json`). */
export function configJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input' });
  const titled = { $schema, title: 'Configuration of zentra-codemods', ...schema };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
