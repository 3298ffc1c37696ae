import { z } from 'zod';
import { reportSchema } from './report';

/**
 * The published JSON schema (`schemas/report.schema.json`). Unknown keys are allowed, because the report grows by adding
 * keys: a reader of today must accept the report of tomorrow.
 */
export function jsonSchema(): string {
  const schema = z.toJSONSchema(reportSchema, { io: 'input' });
  const { $schema, ...rest } = schema;
  const titled = {
    $schema,
    title: 'Migration report of zentra-codemods, version 1',
    description:
      'Lines and columns are 1-based and refer to the files before the run; files are relative to the root.',
    ...rest,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
