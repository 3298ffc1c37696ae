import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

export const publishedSchemaText = readFileSync(
  fileURLToPath(new URL('../../../codemods/schemas/report.schema.json', import.meta.url)),
  'utf8',
);

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(publishedSchemaText));

/** What is wrong with a report by the published schema; empty for a valid one. */
export function reportErrors(report: unknown): string[] {
  return validate(report)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
