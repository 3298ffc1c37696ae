import { expect, test } from 'vitest';
import { migrate, type Progress } from '../../../codemods/index';

const files = (dependency: string) => ({
  'package.json': `{ "name": "a", "dependencies": { "${dependency}": "1" } }`,
  ...Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`src/f${at}.js`, `exports.a = ${at};\n`])),
});

test.each(['@zentra/sdk', 'react'])(
  'reading says how far it is, in a repository with %s',
  async (dependency) => {
    const told: Progress[] = [];
    await migrate({
      root: '/',
      files: files(dependency),
      mode: 'check',
      onProgress: (each) => told.push(each),
    });
    const reading = told.filter(({ stage, total }) => stage === 'scan' && total > 0);
    const counts = reading.map(({ done }) => done);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.filter((done) => done > 0 && done < 200).length).toBeGreaterThan(1);
  },
);

test('files that name the SDK are counted in the report', async () => {
  const { report } = await migrate({ root: '/', files: files('react'), mode: 'check' });
  expect(report.summary).toMatchObject({ filesScanned: 200, filesWithSdk: 0 });
});
