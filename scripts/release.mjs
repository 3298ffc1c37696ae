// npm run release            checks everything and packs, publishes nothing
// npm run release -- --publish   and then publishes both packages, with provenance
//
// A failing step ends the release and says what to do. Provenance needs the identity of a CI job, so --publish works only in CI,
// without exception.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { publish: { type: 'boolean', default: false } } });
const packages = ['package.json', 'codemods/package.json'].map((file) => ({ file, ...json(file) }));
const [compat, codemods] = packages;

/** Repository of the packages, set only in this file. npm ties the provenance to it. */
const origin = json('scripts/origin.json');

const steps = [
  ['the working tree is clean', isClean],
  ['versions are in step', versionsInStep],
  ['the packages say where they come from', hasOrigin],
  ['no package runs a script when it is installed', noInstallScripts],
  ['dependencies are fixed by hash, and none runs a script when it is installed', dependencies],
  ['the lock file matches', () => npm('ci', '--ignore-scripts', '--dry-run')],
  ['lint', () => npm('run', 'lint')],
  ['types', () => npm('run', 'typecheck')],
  ['tests', () => npm('test')],
  ['no known vulnerability in what is shipped', noVulnerability],
  ['types of what codemods export', () => npm('run', 'build:types', '--workspace', codemods.name)],
  ['documentation of what codemods pack', () => npm('run', 'docs', '--workspace', codemods.name)],
  ['the tree is still clean', isClean],
  ['packed files are meant to be', packedFiles],
  ...(values.publish
    ? [
        ['a CI identity for provenance', hasIdentity],
        ['the origin is in both manifests', stampOrigin],
        ['published', publish],
      ]
    : []),
];

for (const [name, step] of steps) {
  try {
    await step();
    console.log(`ok    ${name}`);
  } catch (error) {
    console.error(`FAIL  ${name}\n${error.message}`);
    process.exit(1);
  }
}
if (!values.publish) console.log('Nothing was published: add --publish, in CI, to do it.');

function isClean() {
  const changes = run('git', 'status', '--porcelain');
  if (changes) throw new Error(`Commit or remove these first:\n${changes}`);
}

function versionsInStep() {
  const constant = /version = '([^']+)'/.exec(read('src/gateway/version.ts'))?.[1];
  const range = codemods.dependencies[compat.name];
  const lock = json('package-lock.json').packages;
  const found = {
    'codemods/package.json': codemods.version,
    'src/gateway/version.ts': constant,
    [`codemods/package.json: dependencies["${compat.name}"]`]: range.replace(/^\^/, ''),
    'package-lock.json': lock[''].version,
    'package-lock.json: codemods': lock.codemods.version,
  };
  for (const [where, version] of Object.entries(found)) {
    if (version !== compat.version)
      throw new Error(`${where} says ${version}, package.json says ${compat.version}`);
  }
}

function hasOrigin() {
  const empty = ['repository', 'homepage', 'bugs'].filter(
    (key) => !/^https:\/\/\S+$/.test(origin[key] ?? ''),
  );
  if (empty.length > 0)
    throw new Error(`scripts/origin.json: set ${empty.join(', ')} to the public https address first`);
}

/** Runs only in the checkout of the CI job: the committed manifests have no repository address. */
function stampOrigin() {
  const { repository, homepage, bugs } = origin;
  for (const { file } of packages) {
    const directory = file.includes('/') ? { directory: file.replace('/package.json', '') } : {};
    const stamped = {
      ...json(file),
      repository: { type: 'git', url: `git+${repository}`, ...directory },
      homepage,
      bugs: { url: bugs },
    };
    writeFileSync(new URL(file, new URL('..', import.meta.url)), `${JSON.stringify(stamped, null, 2)}\n`);
  }
}

function noInstallScripts() {
  for (const { file, scripts } of packages) {
    // npm counts `prepare` as an install script when a tarball is installed.
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
      if (scripts?.[script]) throw new Error(`${file} has a ${script} script: users would run it unseen`);
    }
  }
}

function dependencies() {
  for (const [path, entry] of Object.entries(json('package-lock.json').packages)) {
    if (!path.includes('node_modules/') || entry.link) continue;
    if (!entry.integrity) throw new Error(`package-lock.json has no hash of ${path}`);
    if (entry.hasInstallScript && !entry.dev)
      throw new Error(`${path} runs a script when it is installed: bundle it, or do without it`);
  }
}

/** Checks the packages that users install and those that the built codemods bundle; our development tools do not count. */
function noVulnerability() {
  const notices = read('codemods/dist/THIRD-PARTY-LICENSES.txt');
  const bundled = notices.split(/^-{80}$/m).map((notice) => notice.trim().split(' ')[0]);
  const installed = Object.entries(json('package-lock.json').packages)
    .filter(([, { dev, devOptional }]) => !dev && !devOptional)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  const shipped = new Set([...bundled, ...installed]);
  const found = Object.entries(audit()).filter(([name]) => shipped.has(name));
  if (found.length > 0)
    throw new Error(found.map(([name, { severity }]) => `${name} (${severity}): see npm audit`).join('\n'));
}

/**
 * `npm audit` exits with an error for any finding, so only its output is used. A registry mirror may have no audit; without an answer,
 * nothing is released.
 */
function audit() {
  const { stdout, stderr } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8' });
  const { vulnerabilities, message } = answerIn(stdout);
  if (vulnerabilities !== undefined) return vulnerabilities;
  const said = message ?? (stderr.trim() || stdout.trim());
  throw new Error(
    `Nobody answered npm audit: release where the registry of npm (npm config get registry) is reached, and has audits\n${said}`,
  );
}

/** A registry without audits may answer with an HTML page. */
function answerIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Checks that only files listed in `files` are packed, and none that could hold a secret or our sources. */
function packedFiles() {
  for (const { name } of packages) {
    const [packed] = JSON.parse(npm('pack', '--dry-run', '--json', '--ignore-scripts', '--workspace', name));
    const strange = packed.files.filter(({ path }) =>
      /(^|\/)(test|fixtures|\.env|\.npmrc|node_modules)(\/|$)/.test(path),
    );
    if (strange.length > 0) {
      throw new Error(
        `${name} would ship ${strange.map(({ path }) => path).join(', ')}: see "files" in its package.json`,
      );
    }
    console.log(
      `      ${packed.filename}: ${packed.files.length} files, ${packed.size} bytes, ${packed.integrity}`,
    );
  }
}

function hasIdentity() {
  const identity = process.env.ACTIONS_ID_TOKEN_REQUEST_URL ?? process.env.SIGSTORE_ID_TOKEN;
  if (!identity)
    throw new Error('Run this in a CI job that may ask for an id token (permissions: id-token: write)');
}

/** Publishes the wrapper first, because the codemods depend on it. */
function publish() {
  const tag = run('git', 'tag', '--points-at', 'HEAD').split('\n');
  if (!tag.includes(`v${compat.version}`)) throw new Error(`Tag this commit v${compat.version} first`);
  for (const { name } of packages) {
    npm('publish', '--provenance', '--access', 'public', '--ignore-scripts', '--workspace', name);
  }
}

function npm(...args) {
  return run('npm', ...args);
}

function run(command, ...args) {
  try {
    return execFileSync(command, args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    }).trim();
  } catch (error) {
    const said = [error.stdout, error.stderr].filter(Boolean).join('\n').trim();
    throw new Error(`${command} ${args.join(' ')} failed:\n${said || error.message}`);
  }
}

function read(file) {
  return readFileSync(new URL(file, new URL('..', import.meta.url)), 'utf8');
}

function json(file) {
  return JSON.parse(read(file));
}
