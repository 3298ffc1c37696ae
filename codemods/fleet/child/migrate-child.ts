import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { keepCompiledCode } from '../../engine/compile-cache';
import { optimiseLater } from '../../engine/optimise-later';
import { UsageError } from '../../engine/usage-error';
import { type Order, REFUSED, reportFiles } from './order';

/** Migrates one repository of a fleet in a process of its own, which is bounded and can be killed. */
async function obey(): Promise<void> {
  const { options, results } = JSON.parse(await text(process.stdin)) as Order;
  const [{ migrateIn }, { run }, { renderReport }, { codeownersFileOf }] = await Promise.all([
    import('../../api/migrate'),
    import('../../api/run'),
    import('../../api/render-report'),
    import('../../api/codeowners-file'),
  ]);
  const surroundings = { engine: run, env: process.env, wantsWritten: false, mayBeEmpty: true };
  const migration = await migrateIn(surroundings, options);
  const owners = codeownersFileOf(migration.root);
  for (const [file, format] of Object.entries(reportFiles)) {
    const shown = { codeowners: owners?.text, base: owners?.base };
    writeFileSync(join(results, file), renderReport(migration.report, format, shown));
  }
}

optimiseLater();
keepCompiledCode(process.env);
obey().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = REFUSED;
});
