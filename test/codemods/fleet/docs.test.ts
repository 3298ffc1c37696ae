import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../codemods/fleet/manifest/read';

const text = readFileSync(path.resolve(__dirname, '../../../docs/fleet.md'), 'utf8');

describe('docs/fleet.md', () => {
  it('has an example of a manifest that is one', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const { repositories } = readManifest(example, 'manifest.yaml', '/work');
    expect(repositories.map(({ name }) => name)).toEqual([
      'acme/shop',
      'acme/monorepo-api',
      'checkouts/legacy',
    ]);
  });

  const section = text.slice(text.indexOf('## Threat model'), text.indexOf('## In a customer'));
  const lines = [...section.matchAll(/^\| (?!---)(.*) \| .* \| (.*) \|$/gm)].slice(1);

  it.each(lines.map(([, threat = '', tests = '']) => [threat, tests]))(
    'names a test that is there: %s',
    (_threat, tests) => {
      for (const test of tests.split('; ')) {
        const [file = '', words = ''] = test.split(': ');
        const source = path.join(__dirname, `${file}.test.ts`);
        expect(existsSync(source)).toBe(true);
        expect(readFileSync(source, 'utf8')).toContain(words);
      }
    },
  );

  it('has a threat model', () => {
    expect(lines.length).toBeGreaterThan(20);
  });
});
