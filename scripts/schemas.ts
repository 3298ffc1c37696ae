import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersJsonSchema } from '../codemods/answers/answer';
import { configJsonSchema } from '../codemods/api/config';
import { manifestJsonSchema } from '../codemods/fleet/manifest/manifest-json-schema';
import { fleetReportJsonSchema } from '../codemods/fleet/report/fleet-report-json-schema';
import { reportJsonSchema } from '../codemods/report/report-json-schema';

/** The generator of each published schema, by file name. */
const texts: Readonly<Record<string, () => string>> = {
  'answers.schema.json': answersJsonSchema,
  'config.schema.json': configJsonSchema,
  'fleet-manifest.schema.json': manifestJsonSchema,
  'fleet-report.schema.json': fleetReportJsonSchema,
  'report.schema.json': reportJsonSchema,
};

const published = join(import.meta.dirname, '../codemods/schemas');

/** The published schemas that differ from the code, and those without a generator. */
export function staleSchemas(folder = published): string[] {
  const files = readdirSync(folder);
  return [...new Set([...files, ...Object.keys(texts)])].filter(
    (file) => !files.includes(file) || readFileSync(join(folder, file), 'utf8') !== texts[file]?.(),
  );
}

/** Regenerates every published schema. */
export async function main(): Promise<number> {
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(published, file), text());
  return 0;
}
