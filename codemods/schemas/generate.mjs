// Writes the published schemas from the zod definitions: `node codemods/schemas/generate.mjs`. Tests fail when one is stale.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const schemas = [
  { from: '../engine/config.ts', of: 'configJsonSchema', file: 'config.schema.json' },
  { from: '../reports/json-schema.ts', of: 'jsonSchema', file: 'report.schema.json' },
  { from: '../fleet/manifest/json-schema.ts', of: 'manifestJsonSchema', file: 'fleet-manifest.schema.json' },
  { from: '../fleet/report/json-schema.ts', of: 'fleetReportJsonSchema', file: 'fleet-report.schema.json' },
];

for (const { from, of, file } of schemas) {
  const { outputFiles } = await build({
    entryPoints: [join(here, from)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { 'zentra-compat/contract': join(here, '../../src/contract/index.ts') },
    write: false,
  });
  const bundle = `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`;
  await writeFile(join(here, file), (await import(bundle))[of]());
}
