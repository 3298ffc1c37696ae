import { z } from 'zod';
import { reportSchema } from './report';

/**
 * The published JSON schema (`schemas/report.schema.json`). It allows unknown keys, because the report grows by adding keys: a present
 * reader must accept a future report.
 */
export function reportJsonSchema(): string {
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
