import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lastWords } from '../../../codemods/fleet/child/last-words';
import { gitEnvironment, HARDENING } from '../../../codemods/fleet/git/environment';
import { leftOut, type TreeEntry } from '../../../codemods/fleet/git/tree';
import { done, failure, jobOf, migrate, realChild } from './environment';
import { commit, git, repository, SHOP, temporary } from './repository';

/** One test for each line of the threat model in docs/fleet.md. The marker file appears if anything from the repository was executed. */
const marker = path.join(temporary(), 'executed');
const touch = `touch ${marker}`;
const script = `#!/bin/sh\n${touch}\ncat\n`;

/** The configuration of the user who runs the fleet. */
function userConfiguration(text: string): void {
  const file = path.join(temporary(), 'gitconfig');
  writeFileSync(file, text);
  vi.stubEnv('GIT_CONFIG_GLOBAL', file);
}

const cacheOf = ({ environment, state }: Awaited<ReturnType<typeof migrate>>) =>
  path.join(environment.cacheFolder, state.slug, 'git');

afterEach(() => {
  vi.unstubAllEnvs();
  const executed = existsSync(marker);
  rmSync(marker, { force: true });
  expect(executed).toBe(false);
});

describe('nothing of a repository is executed', () => {
  it('no filter that its attributes ask for, even where the user has one of that name', async () => {
    userConfiguration(
      ['evil', 'lfs']
        .map(
          (name) =>
            `[filter "${name}"]\n\tsmudge = ${touch}\n\tclean = ${touch}\n\tprocess = ${touch}\n\trequired = true\n`,
        )
        .join(''),
    );
    const shop = repository({ 'shop.js': SHOP });
    const attributes =
      '* filter=evil ident text eol=crlf working-tree-encoding=latin1\n*.bin filter=lfs diff=lfs -text\n';
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    commit(shop, { '.gitattributes': attributes, 'data.bin': pointer, 'id.js': "const id = '$Id$';\n" });
    const migrated = await migrate(jobOf(shop));
    expect(done(migrated).commit).toBeDefined();
    expect(git(cacheOf(migrated), 'show', 'zentra-codemods/migrate:shop.js')).toBe(
      SHOP.replace('freeze', 'lock').trim(),
    );
    expect(
      git(cacheOf(migrated), 'diff', '--name-only', 'zentra-codemods/migrate^', 'zentra-codemods/migrate'),
    ).toBe('shop.js');
  });

  it('no text conversion and no external diff', async () => {
    userConfiguration(
      `[diff "evil"]\n\ttextconv = ${touch}\n\tcommand = ${touch}\n[diff]\n\texternal = ${touch}\n\tnoprefix = true\n`,
    );
    vi.stubEnv('GIT_EXTERNAL_DIFF', touch);
    const migrated = await migrate(
      jobOf(repository({ 'shop.js': SHOP, '.gitattributes': '*.js diff=evil\n' })),
    );
    expect(readFileSync(path.join(migrated.environment.resultsFolder, 'migration.patch'), 'utf8')).toContain(
      '--- a/shop.js',
    );
  });

  it('no hook, from wherever: a template, the user, the cache', async () => {
    const template = temporary();
    const hooks = [
      'post-checkout',
      'pre-commit',
      'post-commit',
      'commit-msg',
      'reference-transaction',
      'post-index-change',
      'pre-push',
    ];
    execFileSync('mkdir', [path.join(template, 'hooks')]);
    for (const hook of hooks) writeFileSync(path.join(template, 'hooks', hook), script, { mode: 0o755 });
    userConfiguration(
      `[init]\n\ttemplateDir = ${template}\n[core]\n\thooksPath = ${path.join(template, 'hooks')}\n`,
    );
    const bare = temporary();
    const shop = repository({ 'shop.js': SHOP });
    git(shop, 'clone', '--quiet', '--bare', shop, path.join(bare, 'shop.git'));
    const job = jobOf(path.join(bare, 'shop.git'), {}, { push: true });
    const first = await migrate(job);
    expect(done(first).commit?.pushed).toBe(true);
    expect(existsSync(path.join(cacheOf(first), 'hooks'))).toBe(false);
  });

  it('no monitor of the file system, no helper, no pager, no alias', async () => {
    userConfiguration(
      `[core]\n\tfsmonitor = ${touch}\n\tpager = ${touch}\n\teditor = ${touch}\n[pager]\n\tshow = ${touch}\n[alias]\n\tfetch = !${touch}\n[gpg]\n\tprogram = ${touch}\n[commit]\n\tgpgSign = true\n`,
    );
    expect(done(await migrate(jobOf(repository({ 'shop.js': SHOP })))).commit).toBeDefined();
  });

  it("no hook and no configuration of a local repository's own, when fetching from it and pushing to it", async () => {
    const shop = repository({ 'shop.js': SHOP });
    for (const hook of [
      'pre-receive',
      'update',
      'post-receive',
      'post-update',
      'reference-transaction',
      'proc-receive',
    ]) {
      writeFileSync(path.join(shop, '.git', 'hooks', hook), script, { mode: 0o755 });
    }
    git(shop, 'config', 'core.fsmonitor', touch);
    git(shop, 'config', 'uploadpack.packObjectsHook', touch);
    git(shop, 'config', 'core.alternateRefsCommand', touch);
    const migrated = await migrate(jobOf(shop, {}, { push: true }));
    expect(done(migrated).commit?.pushed).toBe(true);
    expect(
      git(
        shop,
        '-c',
        'core.hooksPath=/dev/null',
        '-c',
        'core.fsmonitor=false',
        'rev-parse',
        'zentra-codemods/migrate',
      ),
    ).toBe(done(migrated).commit?.id);
  });

  it('no submodule', async () => {
    const inner = repository({ 'inner.js': SHOP });
    const shop = repository({ 'shop.js': SHOP });
    git(shop, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner');
    commit(shop, {});
    userConfiguration(
      '[submodule]\n\trecurse = true\n[fetch]\n\trecurseSubmodules = true\n[protocol "file"]\n\tallow = always\n',
    );
    const migrated = await migrate(jobOf(shop));
    expect(done(migrated).leftOut.submodules).toBe(1);
    expect(done(migrated).summary.sites).toBe(1);
  });

  it('no update command of a submodule: git refuses the commit', async () => {
    const modules = `[submodule "inner"]\n\tpath = inner\n\turl = ./inner\n\tupdate = !${touch}\n`;
    const shop = repository({ 'shop.js': SHOP, '.gitmodules': modules });
    expect(failure(await migrate(jobOf(shop))).message).toMatch(/disallowed submodule update/);
  });

  it('no transport that runs a command, even where the user rewrites addresses to one', async () => {
    userConfiguration(
      `[protocol "ext"]\n\tallow = always\n[url "ext::sh -c '${touch}' "]\n\tinsteadOf = https://rewritten.example/\n`,
    );
    vi.stubEnv('GIT_ALLOW_PROTOCOL', 'ext');
    expect(failure(await migrate(jobOf('https://rewritten.example/acme/shop'))).message).toMatch(
      /'ext' not allowed/,
    );
  });

  it('no configuration as code, no package script, no plugin', async () => {
    const code = `require('node:child_process').execSync(${JSON.stringify(touch)});\n`;
    const scripts = { preinstall: touch, install: touch, postinstall: touch, prepare: touch, test: touch };
    const manifest = {
      name: 'shop',
      main: 'evil.js',
      scripts,
      dependencies: { '@zentra/sdk': '^1.0.0' },
      zentraCodemods: './evil.js',
    };
    const migrated = await migrate(
      jobOf(
        repository({
          'package.json': JSON.stringify(manifest, null, 2),
          'evil.js': code,
          'zentra-codemods.config.js': code,
          'zentra-codemods.config.cjs': code,
          'zentra-codemods.config.json': '{ "exclude": ["gen/**"] }',
          'jscodeshift.config.js': code,
          'babel.config.js': code,
          'node_modules/typescript/index.js': code,
          'node_modules/typescript/package.json':
            '{ "name": "typescript", "main": "index.js", "version": "99.0.0" }',
          'tsconfig.json': '{ "compilerOptions": { "allowJs": true, "plugins": [{ "name": "./evil.js" }] } }',
          '.npmrc': 'script-shell=/bin/false\n',
          '.node-version': '0.10\n',
          'shop.js':
            "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey });\nclient.cards.freeze('card_1');\n",
        }),
      ),
      { child: realChild },
    );
    expect(done(migrated).summary).toMatchObject({ rewritten: 1, filesFailed: 0 });
  });
});

describe('paths stay inside', () => {
  it('symbolic links are not followed, not written through, and not lost', async () => {
    const outside = temporary();
    writeFileSync(path.join(outside, 'victim.js'), SHOP);
    const shop = repository({
      'shop.js': SHOP,
      'link.js': { link: path.join(outside, 'victim.js') },
      folder: { link: outside },
      'package.json': { link: '/etc/hostname' },
      'zentra-codemods.config.json': { link: '/etc/passwd' },
    });
    const migrated = await migrate(jobOf(shop), { child: realChild });
    expect(done(migrated).leftOut.symlinks).toBe(4);
    expect(readFileSync(path.join(outside, 'victim.js'), 'utf8')).toBe(SHOP);
    const stub = await migrate(jobOf(shop));
    expect(done(stub).summary.sites).toBe(1);
    expect(git(cacheOf(stub), 'ls-tree', 'zentra-codemods/migrate', 'folder')).toMatch(/^120000 /);
    expect(lstatSync(path.join(shop, 'folder')).isSymbolicLink()).toBe(true);
  });

  it('a sub-folder that is a symbolic link is none', async () => {
    const shop = repository({ 'shop.js': SHOP, services: { link: '/etc' } });
    expect(failure(await migrate(jobOf(shop, { folder: 'services' }))).message).toBe(
      'there is no folder services in the repository',
    );
  });

  it.each([
    '.git',
    '.GIT',
    '.Git',
    '.git.',
    '.git ',
    '.g\u200cit',
    'git~1',
    'GIT~2',
    '.git::$INDEX_ALLOCATION',
    '..',
    '.',
  ])('a tree with %j in it is refused before anything is written', async (name) => {
    const shop = repository({ 'shop.js': SHOP });
    const blob = git(shop, 'rev-parse', 'HEAD:shop.js');
    // Git itself would refuse to add this path, so the test writes the tree object.
    const treeOf = (entries: string) =>
      execFileSync('git', ['-C', shop, 'hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], {
        input: Buffer.concat([Buffer.from(`${entries}\0`), Buffer.from(blob, 'hex')]),
        encoding: 'utf8',
      }).trim();
    const inner = treeOf('100755 config');
    const outer = execFileSync(
      'git',
      ['-C', shop, 'hash-object', '-t', 'tree', '-w', '--literally', '--stdin'],
      {
        input: Buffer.concat([Buffer.from(`40000 ${name}\0`), Buffer.from(inner, 'hex')]),
        encoding: 'utf8',
      },
    ).trim();
    git(shop, 'update-ref', 'refs/heads/main', git(shop, 'commit-tree', outer, '-m', 'Trick'));
    const { stage, message } = failure(await migrate(jobOf(shop)));
    expect(['fetch', 'check-out']).toContain(stage);
    expect(message).toMatch(/is git's own|hasDot|fsck|invalid path/i);
  });

  it('a tree with paths too deep to be walked is refused before anything is written', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const file = `${'d/'.repeat(2500)}shop.js`;
    git(
      shop,
      'update-index',
      '--add',
      '--cacheinfo',
      `100644,${git(shop, 'rev-parse', 'HEAD:shop.js')},${file}`,
    );
    git(shop, 'commit', '--quiet', '--message', 'Deep');
    expect(failure(await migrate(jobOf(shop)))).toMatchObject({
      stage: 'check-out',
      why: 'refused',
      message: expect.stringContaining('more than 2000 bytes or 200 folders: d/d/d/'),
    });
  });

  it('paths that land on each other where case does not count are left out there, and only there', () => {
    const entry = (rawPath: string): TreeEntry => ({
      kind: 'file',
      size: 1,
      rawPath: Buffer.from(rawPath).toString('latin1'),
    });
    const entries = [entry('src/a.js'), entry('src/A.js'), entry('é.js'), entry('e\u0301.js'), entry('b.js')];
    expect(leftOut(entries, { ignoreCase: true })).toHaveLength(4);
    expect(leftOut(entries, { ignoreCase: false })).toHaveLength(0);
  });

  it('a tree that multiplies is refused while it is counted', async () => {
    const shop = repository({ 'shop.js': SHOP });
    let tree = git(shop, 'rev-parse', 'HEAD^{tree}');
    for (let depth = 0; depth < 8; depth += 1) {
      const input = Array.from({ length: 12 }, (_, at) => `040000 tree ${tree}\td${at}\n`).join('');
      tree = execFileSync('git', ['-C', shop, 'mktree'], { input, encoding: 'utf8' }).trim();
    }
    git(shop, 'update-ref', 'refs/heads/main', git(shop, 'commit-tree', tree, '-m', 'Bomb'));
    expect(failure(await migrate(jobOf(shop, { limits: { maxFiles: 1000 } })))).toMatchObject({
      stage: 'check-out',
      why: 'size',
    });
  });
});

describe('secrets stay where they are', () => {
  it('no credential of the user reaches a message, a state or a file', async () => {
    userConfiguration(
      '[url "http://robot:hunter2secret@127.0.0.1:9/"]\n\tinsteadOf = https://closed.example/\n',
    );
    const { state } = await migrate(jobOf('https://closed.example/acme/shop'));
    expect(state.outcome.status).toBe('failed');
    expect(JSON.stringify(state)).not.toContain('hunter2secret');
    expect(lastWords('config.json:\n  client: must be one of auto, keep\nmend it')).toBe(
      'config.json: client: must be one of auto, keep; mend it',
    );
    expect(lastWords("unable to access 'https://robot:hunter@2@git.example.com/acme/shop'")).toBe(
      "unable to access 'https://git.example.com/acme/shop'",
    );
  });

  it('the migration sees no variable of the one who runs the fleet, and no repository', async () => {
    for (const name of [
      'AWS_SECRET_ACCESS_KEY',
      'GITHUB_TOKEN',
      'GIT_ASKPASS',
      'SSH_AUTH_SOCK',
      'NODE_OPTIONS',
      'ZENTRA_FLEET_REDIS',
    ]) {
      vi.stubEnv(name, 'hunter2secret');
    }
    vi.stubEnv('NODE_OPTIONS', '');
    const { environment } = await migrate(jobOf(repository({ 'shop.js': SHOP })));
    const said = readFileSync(path.join(environment.resultsFolder, 'report.md'), 'utf8');
    const seen = JSON.parse(said.split('\n')[1] ?? '') as Record<string, string>;
    expect(JSON.stringify(seen)).not.toContain('hunter2secret');
    expect(seen.HOME).not.toBe(process.env.HOME);
    expect(seen.GIT_DIR).toBeUndefined();
  });

  it('migrations share what was compiled of the command line, and nothing else that they keep', async () => {
    const { environment } = await migrate(jobOf(repository({ 'shop.js': SHOP })));
    const said = readFileSync(path.join(environment.resultsFolder, 'report.md'), 'utf8');
    const seen = JSON.parse(said.split('\n')[1] ?? '') as Record<string, string>;
    expect(seen.NODE_COMPILE_CACHE).toBe(environment.child.compileCache);
    for (const own of ['HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME']) {
      expect(seen[own]).toContain(`${environment.workFolder}/`);
    }
  });

  it("git's variables that would redirect it, or print what it sends, do not reach it", () => {
    const given = {
      PATH: '/bin',
      HOME: '/home/me',
      GIT_DIR: '/elsewhere',
      GIT_INDEX_FILE: '/elsewhere',
      GIT_TRACE_CURL: '/tmp/log',
      GIT_TRACE: '1',
      GIT_CURL_VERBOSE: '1',
      GIT_EXEC_PATH: '/evil',
      GIT_TEMPLATE_DIR: '/evil',
      GIT_SSH_COMMAND: 'ssh -i key',
      GIT_ASKPASS: 'helper',
    };
    const network = gitEnvironment('network', '/empty', given);
    expect(
      Object.keys(network)
        .filter((name) => name in given)
        .sort(),
    ).toEqual(['GIT_ASKPASS', 'GIT_SSH_COMMAND', 'HOME', 'PATH']);
    const local = gitEnvironment('local', '/empty', given);
    expect(local).toMatchObject({
      HOME: '/empty',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
    });
    expect(
      Object.keys(local)
        .filter((name) => name in given)
        .sort(),
    ).toEqual(['HOME', 'PATH']);
  });
});

describe('what is not ours stays', () => {
  it('a branch that has commits of others is not pushed over; one of ours is', async () => {
    const bare = path.join(temporary(), 'shop.git');
    const shop = repository({ 'shop.js': SHOP });
    git(shop, 'clone', '--quiet', '--bare', shop, bare);
    const job = jobOf(bare, {}, { push: true });
    const first = done(await migrate(job));
    git(shop, 'remote', 'add', 'origin', bare);

    commit(shop, { 'more.js': SHOP });
    git(shop, 'push', '--quiet', 'origin', 'main');
    const second = done(await migrate(job));
    expect(second.commit?.id).not.toBe(first.commit?.id);
    expect(git(bare, 'rev-parse', 'zentra-codemods/migrate')).toBe(second.commit?.id);

    git(shop, 'fetch', '--quiet', 'origin', 'zentra-codemods/migrate');
    git(shop, 'checkout', '--quiet', 'FETCH_HEAD');
    const theirs = commit(shop, { 'theirs.js': '// Work of a person\n' });
    git(shop, 'push', '--quiet', 'origin', 'HEAD:zentra-codemods/migrate');
    git(shop, 'checkout', '--quiet', 'main');
    commit(shop, { 'again.js': SHOP });
    git(shop, 'push', '--quiet', 'origin', 'main');
    expect(failure(await migrate(job))).toMatchObject({ stage: 'push', why: 'refused' });
    expect(git(bare, 'rev-parse', 'zentra-codemods/migrate')).toBe(theirs);
  });

  it('a repository that belongs to someone else is not opened: no safe.directory is set', async () => {
    expect(HARDENING.join(' ')).not.toContain('safe.directory');
    // Only the superuser can change a folder's owner.
    if (process.getuid?.() !== 0) return;
    const shop = repository({ 'shop.js': SHOP });
    chownSync(shop, 12_345, 12_345);
    chownSync(path.join(shop, '.git'), 12_345, 12_345);
    expect(failure(await migrate(jobOf(shop))).message).toMatch(/dubious ownership/);
  });

  it('a repository around the output folder has no say', async () => {
    const around = repository({ 'a.txt': '' });
    writeFileSync(path.join(around, '.gitignore'), '*\n');
    const shop = repository({
      'package.json': '{ "name": "shop", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
      'shop.js':
        "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey });\nclient.cards.freeze('card_1');\n",
    });
    const migrated = await migrate(jobOf(shop), {
      child: realChild,
      workFolder: path.join(around, 'out', 'work'),
    });
    expect(done(migrated).summary.rewritten).toBe(1);
  });
});
