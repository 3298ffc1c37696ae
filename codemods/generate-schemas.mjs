// Writes schemas/report.schema.json from the zod definition: `npm run schemas`. A test fails when it is stale.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const { outputFiles } = await build({
  entryPoints: [join(here, 'report/json-schema.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const bundle = `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`;
const { jsonSchema } = await import(bundle);
await writeFile(join(here, 'schemas/report.schema.json'), jsonSchema());
