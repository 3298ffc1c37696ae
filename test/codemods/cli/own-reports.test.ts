import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run as engine } from '../../../codemods/api/run';
import { git, useCommandLine } from './command-line';

const { project, zentra } = useCommandLine();

const source = `const { Zentra } = require('@zentra/sdk');
const zentra = new Zentra({ secretKey });
exports.block = (id) => zentra.cards.freeze(id);
exports.stop = (client, id) => client.cards.freeze(id);
`;
const files = {
  'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
  'a.js': source,
  'README.md': '# Shop\n',
  'page.html': '<!doctype html>\n',
  'other.sarif': '{ "runs": [] }\n',
};

function repository(): string {
  const cwd = project(files);
  git(cwd, 'init', '-q');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-qm', 'before');
  return cwd;
}

const reports = ['r.md', 'r.html', 'r.json', 'docs/r.sarif'].flatMap((file) => ['--report', file]);

describe('reports that a run left beside the code', () => {
  it('are not read as code, and do not keep the next run from writing', async () => {
    const cwd = repository();
    await zentra(['migrate', '--dry-run', ...reports], { cwd, engine });
    const list = await zentra(['review', '--list', '--format', 'json'], { cwd, engine });
    writeFileSync(join(cwd, 'questions.json'), list.stdout);

    const look = await zentra(['migrate', '--check', '--format', 'json'], { cwd, engine });
    const { sites, leftAlone, blindSpots } = JSON.parse(look.stdout);
    expect(sites.map(({ file, line }: { file: string; line: number }) => [file, line])).toEqual([
      ['a.js', 3],
      ['a.js', 4],
    ]);
    expect([leftAlone, blindSpots]).toEqual([undefined, undefined]);

    const written = await zentra(['migrate', '--format', 'json'], { cwd, engine });
    expect([written.exitCode, written.stderr]).toEqual([0, expect.not.stringContaining('uncommitted')]);
    expect(readFileSync(join(cwd, 'a.js'), 'utf8')).toContain('zentra.cards.lock(id)');
  });

  it('are replaced by the next reports', async () => {
    const cwd = repository();
    for (const run of ['--dry-run', '--check', '--dry-run'])
      expect((await zentra(['migrate', run, ...reports], { cwd, engine })).stderr).not.toContain('--report');
    writeFileSync(join(cwd, 'empty.md'), '');
    const { exitCode } = await zentra(['report', 'r.json', '--report', 'empty.md', '--report', 'r.html'], {
      cwd,
    });
    expect(exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'empty.md'), 'utf8')).toMatch(/^## Zentra/);
  });

  it.each(['package.json', 'README.md', 'page.html', 'other.sarif'] as const)(
    'replace nothing else: --report %s is exit 2, and the file keeps its bytes',
    async (file) => {
      const cwd = repository();
      await zentra(['migrate', '--dry-run', '--report', 'r.json'], { cwd, engine });
      for (const command of [['migrate'], ['migrate', '--check'], ['report', 'r.json']]) {
        const { exitCode, stderr } = await zentra([...command, '--report', file], { cwd, engine });
        expect([exitCode, stderr]).toEqual([
          2,
          `zentra-codemods: ${file} is there already and is no report: name another file for --report, or delete it\n`,
        ]);
      }
      expect(readFileSync(join(cwd, file), 'utf8')).toBe(files[file]);
      expect(readFileSync(join(cwd, 'a.js'), 'utf8')).toBe(source);
    },
  );
});
