import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bin } from '../codemods/fleet/command-line';
import { commit, git, repository, temporary } from '../codemods/fleet/repository';

interface Step {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, string | number | boolean>;
}

const textOf = (name: string): string => readFileSync(path.resolve(__dirname, '../../docs/ci', name), 'utf8');

const text = textOf('github-workflow.yml');
const workflow = parse(text) as {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: { check: { permissions: Record<string, string>; steps: Step[] } };
};
const { steps, permissions } = workflow.jobs.check;
const check = steps.find(({ id }) => id === 'check') as Step;
const upload = steps.find(({ uses }) => uses?.includes('upload-sarif')) as Step;

const client = "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey });\n";
const legacy = (card: string) => `${client}client.cards.freeze('${card}');\n`;
const shop = (files: Record<string, string>) =>
  repository({
    'package.json':
      '{ "name": "shop", "dependencies": { "@zentra/sdk": "^1.0.0", "zentra-compat": "^1.0.0" } }\n',
    ...files,
  });

/** A folder with `npx`, which is the package's own command: of the version that a CI names, or of the one that is installed. */
function npxIn(folder: string, ...named: string[]): string {
  const npx = path.join(folder, 'bin/npx');
  mkdirSync(path.dirname(npx));
  const shift = `[ "$1${named.length > 1 ? ' $2' : ''}" = '${named.join(' ')}' ] || exit 99\nshift ${named.length}`;
  const script = `#!/bin/sh\n${shift}\nexec '${process.execPath}' '${bin}' "$@"\n`;
  writeFileSync(npx, script, { mode: 0o755 });
  return path.dirname(npx);
}

/** Runs a script as CI and hooks do. */
function runScript(script: string, cwd: string, shell: readonly string[], env: Record<string, string>) {
  const [program = '', ...flags] = shell;
  const { status, stdout, stderr } = spawnSync(program, [...flags, script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true', NO_COLOR: '1', ...env },
  });
  return { code: status, printed: stdout + stderr };
}

/** Runs the step as a runner does: GitHub's shell, its files for outputs and summary, and `npx` as the package's own command. */
function runStep(checkedOut: string) {
  const runner = temporary();
  const file = (name: string) => path.join(runner, name);
  for (const name of ['output', 'summary']) writeFileSync(file(name), '');
  const ended = runScript(check.run ?? '', checkedOut, ['bash', '-e', '-c'], {
    ...check.env,
    PATH: `${npxIn(runner, '--yes', 'zentra-codemods@1')}:${process.env.PATH}`,
    RUNNER_TEMP: file('temp with space'),
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
  });
  const output = readFileSync(file('output'), 'utf8');
  return {
    ...ended,
    summary: readFileSync(file('summary'), 'utf8'),
    sarif: /^sarif=(.*)$/m.exec(output)?.[1],
  };
}

/** The command that the first lines of a CI's file give for the beginning. */
function acceptBaseline(folder: string, text: string, baseline: string | undefined): void {
  const command = /npx zentra-codemods@1 (migrate .*--report (\S+))/.exec(text);
  const [, args = '', file = ''] = command ?? [];
  expect(file).toBe(baseline);
  spawnSync(process.execPath, [bin, ...args.split(' ')], { cwd: folder, encoding: 'utf8' });
  expect(existsSync(path.join(folder, file))).toBe(true);
  commit(folder, {});
}

describe('the workflow for customers', () => {
  it('fails on legacy calls, with a SARIF file and a summary', () => {
    const folder = shop({ 'src/shop.js': legacy('card_1') });
    const { code, sarif, summary } = runStep(folder);
    expect(code).toBe(1);
    const { runs } = JSON.parse(readFileSync(sarif ?? '', 'utf8'));
    expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('src/shop.js');
    expect(summary).toContain('freeze-to-lock');
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('passes with the baseline of its first lines, and fails on what is new', () => {
    const folder = shop({ 'src/shop.js': legacy('card_1') });
    acceptBaseline(folder, text, check.env?.BASELINE);
    expect(runStep(folder).code).toBe(0);
    commit(folder, { 'src/new.js': legacy('card_2') });
    const { code, printed } = runStep(folder);
    expect(code).toBe(1);
    expect(printed).toContain('src/new.js');
  });

  it('passes where there is none', () => {
    expect(runStep(shop({ 'src/shop.js': `${client}client.cards.get('card_1');\n` }))).toMatchObject({
      code: 0,
    });
  });

  it('hands on what went wrong', () => {
    const folder = shop({ 'zentra-codemods.config.json': '{ "unknown": 1 }' });
    const { code, sarif } = runStep(folder);
    expect(code).toBe(2);
    expect(sarif).toBeUndefined();
  });

  it('uploads what the check wrote, also after it failed, and not from forks', () => {
    expect(upload.if).toMatch(
      /!cancelled\(\) && steps\.check\.outputs\.sarif != '' && !github\.event\.pull_request\.head\.repo\.fork/,
    );
    expect(upload.with?.sarif_file).toMatch(/^\$\{\{ steps\.check\.outputs\.sarif \}\}$/);
    expect(steps.indexOf(upload)).toBeGreaterThan(steps.indexOf(check));
  });

  it('has the permissions that it needs and no others, and keeps no credentials', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(permissions).toEqual({ contents: 'read', 'security-events': 'write' });
    expect(workflow.on).not.toHaveProperty('pull_request_target');
    const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkout?.with?.['persist-credentials']).toBe(false);
    for (const { uses } of steps.filter((step) => step.uses !== undefined)) expect(uses).toMatch(/@v\d+$/);
  });

  it('does the same as a composite action', () => {
    const action = parse(textOf('action.yml')) as {
      inputs: { baseline: { default: string } };
      runs: { steps: Step[] };
    };
    const own = action.runs.steps.find(({ id }) => id === 'check');
    expect(own?.run).toBe(check.run);
    expect(action.inputs.baseline.default).toBe(check.env?.BASELINE);
  });

  it('puts nothing that a pull request controls into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
    expect(execFileSync('bash', ['-n', '-c', check.run ?? ''], { encoding: 'utf8' })).toBe('');
  });
});

interface GitlabJob {
  variables: Record<string, string>;
  script: string[];
  artifacts: { when: string; paths: string[]; reports: { codequality: string } };
}

describe('the job for GitLab', () => {
  const text = textOf('gitlab-ci.yml');
  const { script, variables, artifacts } = (parse(text) as { zentra: GitlabJob }).zentra;
  const runJob = (folder: string) =>
    runScript(script.join('\n'), folder, ['sh', '-e', '-c'], {
      ...variables,
      PATH: `${npxIn(temporary(), '--yes', 'zentra-codemods@1')}:${process.env.PATH}`,
    });

  it('fails on legacy calls, and leaves the files that it keeps as artifacts', () => {
    const folder = shop({ 'src/shop.js': legacy('card_1') });
    expect(runJob(folder).code).toBe(1);
    const violations = JSON.parse(readFileSync(path.join(folder, artifacts.reports.codequality), 'utf8'));
    expect(violations).toMatchObject([
      { check_name: 'freeze-to-lock', location: { path: 'src/shop.js', lines: { begin: 3 } } },
    ]);
    for (const file of artifacts.paths) expect(existsSync(path.join(folder, file)), file).toBe(true);
    expect(artifacts.when).toBe('always');
  });

  it('passes with the baseline of its first lines, and fails on what is new', () => {
    const folder = shop({ 'src/shop.js': legacy('card_1') });
    acceptBaseline(folder, text, variables.BASELINE);
    expect(runJob(folder).code).toBe(0);
    commit(folder, { 'src/new.js': legacy('card_2') });
    expect(runJob(folder).code).toBe(1);
  });
});

describe('before a commit', () => {
  const lefthook = (parse(textOf('lefthook.yml')) as LefthookFile)['pre-commit'].commands.zentra;
  const [hook] = (parse(textOf('pre-commit-config.yaml')) as PreCommitFile).repos.flatMap(
    ({ hooks }) => hooks,
  );
  const runHook = (folder: string, command: string) =>
    runScript(command, folder, ['sh', '-c'], {
      PATH: `${npxIn(temporary(), 'zentra-codemods')}:${process.env.PATH}`,
    });

  it.each([
    ['lefthook', (staged: string) => lefthook.run.replace('{staged_files}', staged)],
    // pre-commit appends the names.
    ['pre-commit', (staged: string) => `${hook?.entry} ${staged}`],
  ])('%s refuses what is staged with legacy calls, and nothing else', (_, commandFor) => {
    const folder = shop({ 'src/old.js': legacy('card_1') });
    writeFileSync(path.join(folder, 'src/new page.js'), legacy('card_2'));
    writeFileSync(
      path.join(folder, 'src/reviewed.js'),
      legacy('card_3').replace('@zentra/sdk', 'zentra-compat').replace('freeze', 'lock'),
    );
    git(folder, 'add', '--all');
    const { code, printed } = runHook(folder, commandFor("'src/new page.js' src/reviewed.js"));
    expect(code, printed).toBe(1);
    expect(printed).toContain('src/new page.js');
    expect(printed).not.toContain('src/old.js');
    expect(runHook(folder, commandFor('src/reviewed.js'))).toMatchObject({ code: 0 });
  });

  it('both look at every kind of source, components included', () => {
    const kinds = 'js jsx ts tsx mjs cjs mts cts vue svelte astro'.split(' ');
    const globbed = /\{(.*)\}/.exec(lefthook.glob)?.[1]?.split(',');
    expect(globbed).toEqual(kinds);
    for (const kind of kinds) expect(`src/a.${kind}`).toMatch(new RegExp(hook?.files ?? ''));
  });
});

interface LefthookFile {
  'pre-commit': { commands: { zentra: { glob: string; run: string } } };
}

interface PreCommitFile {
  repos: { hooks: { entry: string; files: string }[] }[];
}
