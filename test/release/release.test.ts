import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** @param path folders of programs that stand in for real ones */
function release(...path: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/release.mjs'], {
    cwd: clone,
    encoding: 'utf8',
    // No npm here: what is tested comes before it.
    env: {
      PATH: [...path, dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
      npm_config_offline: 'true',
    },
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

/** An `npm` whose every command succeeds at once, but for the audit, which says this. */
function npmWhoseAuditSays(said: string): string {
  write('.gitignore', 'stand-in\ncodemods/dist\n');
  mkdirSync(join(clone, 'codemods/dist'), { recursive: true });
  write('codemods/dist/THIRD-PARTY-LICENSES.txt', 'bundled-one 1.0.0\n');
  mkdirSync(join(clone, 'stand-in'));
  write('stand-in/audit.txt', said);
  const script = `#!/bin/sh\n[ "$1" = audit ] || exit 0\ncat '${join(clone, 'stand-in/audit.txt')}'\nexit 1\n`;
  writeFileSync(join(clone, 'stand-in/npm'), script, { mode: 0o755 });
  commit();
  return join(clone, 'stand-in');
}

test.each([
  ['an error', '{ "message": "404 Not Found - POST /-/npm/v1/security/audits/quick" }', '404 Not Found'],
  ['a page', '<html>no such page</html>', 'no such page'],
  ['nothing', '', 'npm config get registry'],
])('a release refuses to go on where the registry answers the audit with %s', (_, said, shown) => {
  const { status, output } = release(npmWhoseAuditSays(said));
  expect(status).toBe(1);
  expect(output).toMatch(/FAIL {2}no known vulnerability in what is shipped\nNobody answered npm audit: /);
  expect(output).toContain(shown);
});

test('a release refuses a vulnerability of what is shipped, bundled or not, and passes over one of our tools', () => {
  const found = (...names: string[]) =>
    JSON.stringify({
      vulnerabilities: Object.fromEntries(names.map((name) => [name, { severity: 'high' }])),
    });
  const { output } = release(npmWhoseAuditSays(found('bundled-one', 'undici', 'vitest')));
  expect(output).toContain('bundled-one (high): see npm audit\nundici (high): see npm audit\n');
  expect(output).not.toContain('vitest');
  write('stand-in/audit.txt', found('vitest'));
  expect(release(join(clone, 'stand-in')).output).toContain(
    'ok    no known vulnerability in what is shipped',
  );
});
