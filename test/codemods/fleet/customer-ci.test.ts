import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bin } from './command-line';
import { commit, git, repository, temporary } from './repository';

interface Step {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, string | number | boolean>;
}

const text = readFileSync(path.resolve(__dirname, '../../../docs/ci/github-workflow.yml'), 'utf8');
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
    'package.json': '{ "name": "shop", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
    ...files,
  });

/** Runs the step as a runner does: GitHub's shell, its files for outputs and summary, and `npx` as the package's own command. */
function runStep(checkedOut: string) {
  const runner = temporary();
  const file = (name: string) => path.join(runner, name);
  const npx = file('bin/npx');
  mkdirSync(path.dirname(npx));
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1 $2" = '--yes zentra-codemods@1' ] || exit 99\nshift 2\nexec '${process.execPath}' '${bin}' "$@"\n`,
    { mode: 0o755 },
  );
  writeFileSync(file('script.sh'), check.run ?? '');
  for (const name of ['output', 'summary']) writeFileSync(file(name), '');
  const { status, stdout, stderr } = spawnSync('bash', ['-e', file('script.sh')], {
    cwd: checkedOut,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...check.env,
      PATH: `${path.dirname(npx)}:${process.env.PATH}`,
      RUNNER_TEMP: file('temp with space'),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      CI: 'true',
      NO_COLOR: '1',
    },
  });
  const output = readFileSync(file('output'), 'utf8');
  return {
    code: status,
    printed: stdout + stderr,
    summary: readFileSync(file('summary'), 'utf8'),
    sarif: /^sarif=(.*)$/m.exec(output)?.[1],
  };
}

/** The command that the workflow's first lines give for the beginning. */
function acceptBaseline(folder: string): void {
  const command = /npx zentra-codemods@1 (migrate .*--report (\S+))/.exec(text);
  const [, args = '', file = ''] = command ?? [];
  expect(file).toBe(check.env?.BASELINE);
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
    acceptBaseline(folder);
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
    const action = parse(readFileSync(path.resolve(__dirname, '../../../docs/ci/action.yml'), 'utf8')) as {
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
