import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

export const sarifSchemaText = readFileSync(
  fileURLToPath(new URL('./testdata/sarif-schema-2.1.0.json', import.meta.url)),
  'utf8',
);

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(sarifSchemaText));

/** What is wrong with a SARIF log by the official schema; empty for a valid one. */
export function sarifErrors(log: unknown): string[] {
  return validate(log)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
