import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const files = [
  'package.json',
  'package-lock.json',
  'codemods/package.json',
  'src/gateway/version.ts',
  'scripts/release.mjs',
  'scripts/origin.json',
];

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'zentra-release-'));
  for (const file of files) cpSync(join(repository, file), join(clone, file), { recursive: true });
  const example = 'https://git.example/zentra/compat';
  write('scripts/origin.json', JSON.stringify({ repository: example, homepage: example, bugs: example }));
  git('init', '-q');
  commit();
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function git(...args: string[]): void {
  execFileSync('git', ['-C', clone, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
}

function commit(): void {
  git('add', '.');
  git('commit', '-qm', 'state');
}

function release(): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/release.mjs'], {
    cwd: clone,
    encoding: 'utf8',
    // No npm here: what is tested comes before it.
    env: { PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(':'), npm_config_offline: 'true' },
  });
  return { status, output: stdout + stderr };
}

function write(file: string, text: string): void {
  writeFileSync(join(clone, file), text);
}

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(clone, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}

test('a release refuses a tree with changes, and names them', () => {
  writeFileSync(join(clone, 'forgotten.ts'), '');
  const { status, output } = release();
  expect(status).toBe(1);
  expect(output).toMatch(/FAIL {2}the working tree is clean[\s\S]*forgotten\.ts/);
});

test.each([
  ['codemods/package.json', /"version": "[^"]+"/, '"version": "9.9.9"'],
  ['src/gateway/version.ts', /'\d[^']*'/, "'9.9.9'"],
  ['codemods/package.json', /"zentra-compat": "[^"]+"/, '"zentra-compat": "^9.9.9"'],
])('a release refuses a version in %s that is out of step', (file, from, to) => {
  edit(file, from, to);
  commit();
  const { status, output } = release();
  expect(status).toBe(1);
  expect(output).toMatch(/FAIL {2}versions are in step/);
  expect(output).toContain(file);
  expect(output).toContain('9.9.9');
});

test('a release refuses a script that would run when the package is installed', () => {
  edit('package.json', '"scripts": {', '"scripts": {\n    "postinstall": "node x.js",');
  commit();
  expect(release().output).toContain('package.json has a postinstall script');
});

test('a release refuses a dependency without a hash', () => {
  edit('package-lock.json', /"integrity": "[^"]+",\n/, '');
  commit();
  expect(release().output).toMatch(/package-lock\.json has no hash of .*node_modules\//);
});

test.each(['', 'git.example/zentra', 'http://git.example/zentra'])(
  'a release refuses the repository %o',
  (repository) => {
    edit('scripts/origin.json', /"repository":"[^"]*"/, `"repository":${JSON.stringify(repository)}`);
    commit();
    const { status, output } = release();
    expect(status).toBe(1);
    expect(output).toContain('scripts/origin.json: set repository to the public https address first');
  },
);
