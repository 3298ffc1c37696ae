import { describe, expect, it } from 'vitest';
import type { Report } from '../../../codemods/report/report';
import { type Invocation, nextSteps } from '../../../codemods/reports/next-steps';
import { wording } from '../../../codemods/zentra/wording';

function report(
  mode: Report['mode'],
  counts: { rewritten?: number; review?: number },
  files: string[] = ['a.ts'],
): Report {
  const { rewritten = 0, review = 0 } = counts;
  const site = { rule: 'freeze-to-lock', file: 'a.ts', line: 1, column: 1, notes: [], before: 'x' };
  const sites = [
    ...Array.from({ length: rewritten }, () => ({ ...site, status: 'rewritten' as const })),
    ...Array.from({ length: review }, () => ({ ...site, status: 'review' as const })),
  ];
  return {
    schemaVersion: 1,
    tool: { name: 'zentra-codemods', version: '1.0.0' },
    mode,
    root: '.',
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 1,
    summary: {
      filesScanned: 1,
      filesChanged: files.length,
      filesFailed: 0,
      sites: sites.length,
      rewritten,
      review,
    },
    sites,
    files: files.map((file) => ({ file, status: 'changed' })),
  };
}

const commands = (of: Report, selection?: readonly string[], how: Invocation = {}) =>
  nextSteps(of, wording, { selection, ...how }).map(({ command }) => command);

describe('what to type next', () => {
  it('does not call it done where a file failed', () => {
    const failed = { ...report('check', {}, []) };
    failed.summary = { ...failed.summary, filesFailed: 1 };
    const why = nextSteps(failed, wording).map((step) => step.why);
    expect(why).toEqual(['once the file above that failed is mended']);
  });

  it('after everything was rewritten: look, keep it so, or go back', () => {
    expect(commands(report('write', { rewritten: 2 }))).toEqual([
      'git diff',
      'zentra-codemods migrate --check',
      'zentra-codemods undo',
    ]);
  });

  it('begins with an installation where a package.json has changed', () => {
    expect(commands(report('write', { rewritten: 1, review: 1 }, ['a.ts', 'apps/pay/package.json']))).toEqual(
      [
        'npm install',
        'git diff',
        'zentra-codemods review',
        "git grep -n --untracked 'TODO(zentra-codemods)'",
        'zentra-codemods migrate --check',
        'zentra-codemods undo',
      ],
    );
    expect(commands(report('write', { rewritten: 1 }, ['not-package.json']))).not.toContain('npm install');
  });

  it('offers no way back where nothing was written', () => {
    expect(commands(report('write', {}, []))).toEqual(['zentra-codemods migrate --check']);
    expect(commands(report('check', { rewritten: 1 }))).not.toContain('zentra-codemods undo');
  });

  it('names the questions, with what was selected', () => {
    expect(commands(report('write', { review: 1 }, []))[0]).toBe('zentra-codemods review');
    expect(commands(report('write', { review: 1 }, []), ['src'])[0]).toBe(
      'zentra-codemods migrate src --interactive',
    );
  });

  it('offers a way back where only TODO lines were written', () => {
    const typed = commands(report('write', { review: 1 }));
    expect(typed).toEqual(expect.arrayContaining(['git diff', 'zentra-codemods undo']));
  });

  it('offers to write TODO lines only where one is missing, and the questions first', () => {
    expect(commands(report('check', { review: 1 }))).toEqual([
      'zentra-codemods review',
      'zentra-codemods migrate',
      'zentra-codemods migrate --dry-run --report report.html',
    ]);
    expect(commands(report('check', { review: 1 }, []))).not.toContain('zentra-codemods migrate');
  });

  it('after types that did not pass is the next look: nothing was written', () => {
    const verification = {
      status: 'failed' as const,
      projects: [],
      files: 1,
      errorsBefore: 0,
      newErrors: [],
      notSeen: [],
    };
    const refused = { ...report('write', { rewritten: 1 }, []), verification };
    expect(commands(refused, ['--verify'])).toEqual([
      'zentra-codemods migrate --verify --dry-run',
      'zentra-codemods migrate --verify',
      'zentra-codemods migrate --verify --dry-run --report report.html',
    ]);
  });

  it('repeats the answers of a look, which nothing keeps', () => {
    const answers = ['--answer', '3f0c2a9d81be=accept', '--reason', 'never a legacy name'];
    expect(commands(report('dry-run', { rewritten: 1 }), ['src'], { answers })).toEqual([
      "zentra-codemods review src --answer 3f0c2a9d81be=accept --reason 'never a legacy name'",
    ]);
  });

  it('goes on with uncommitted changes where the run did', () => {
    const typed = commands(report('write', { review: 1 }), [], { isForced: true });
    expect(typed).toContain('zentra-codemods review --force');
    expect(typed).toContain('zentra-codemods migrate --check');
    expect(commands(report('dry-run', { rewritten: 1 }), ['src'], { isForced: true })[0]).toBe(
      'zentra-codemods migrate src --force',
    );
  });

  it('names the questions where only blind spots are left', () => {
    const blindSpots = [{ kind: 'unread-file', file: 'gen.js', reason: 'is generated' }];
    const steps = nextSteps({ ...report('check', {}, []), blindSpots }, wording);
    expect(steps).toEqual([
      expect.objectContaining({ command: 'zentra-codemods review' }),
      {
        command: 'zentra-codemods migrate --check',
        why: 'once the blind spot above can be seen or is accepted',
      },
    ]);
  });

  it('means the same paths, quoted for a shell', () => {
    expect(commands(report('dry-run', { rewritten: 1 }, ['package.json']), ['src', "it's here"])[0]).toBe(
      `zentra-codemods migrate src 'it'\\''s here'`,
    );
  });

  it('means the same runner, and installs as the repository does', () => {
    const how = { runner: 'pnpm exec', install: 'pnpm install' };
    expect(
      commands(report('write', { rewritten: 1 }, ['package.json']), ['src', '--rule', 'freeze-to-lock'], how),
    ).toEqual([
      'pnpm install',
      'git diff',
      'pnpm exec zentra-codemods migrate src --rule freeze-to-lock --check',
      'pnpm exec zentra-codemods undo',
    ]);
  });
});

it('names no command of git outside of it', () => {
  const steps = commands(report('write', { rewritten: 1, review: 1 }), [], { isInGit: false });
  expect(steps.join('\n')).not.toContain('git ');
  expect(steps.join('\n')).toContain("grep -rn --exclude-dir=node_modules 'TODO(zentra-codemods)' .");
});
