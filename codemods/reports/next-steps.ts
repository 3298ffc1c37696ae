import { outstanding } from '../report/compare';
import type { Report } from '../report/report';

export interface NextStep {
  /** To type as it stands. */
  command: string;
  why: string;
}

/**
 * What to type next, most urgent first; never empty.
 *
 * @param paths What the run was given, so that the commands mean the same files.
 */
export function nextSteps(report: Report, paths: readonly string[] = []): NextStep[] {
  const migrate = ['zentra-codemods migrate', ...paths.map(shellWord)].join(' ');
  const { rewritten, review } = report.summary;
  if (outstanding(report).length === 0) {
    const written = report.mode === 'write' && rewritten > 0;
    return [
      ...(written ? afterWriting(report) : []),
      { command: `${migrate} --check`, why: 'keep it so: let CI fail when legacy use comes back' },
      ...(written ? [GO_BACK] : []),
    ];
  }
  if (report.mode === 'write') {
    return [
      ...(rewritten > 0 ? afterWriting(report) : []),
      {
        command: "git grep -n 'TODO(zentra-codemods)'",
        why: `work through the ${review === 1 ? 'site' : `${review} sites`} to review`,
      },
      { command: `${migrate} --check`, why: 'see what is left' },
      ...(rewritten > 0 ? [GO_BACK] : []),
    ];
  }
  return [
    ...(rewritten > 0 && report.mode === 'check'
      ? [{ command: `${migrate} --dry-run`, why: 'see the diff of what can be rewritten' }]
      : []),
    rewritten > 0
      ? { command: migrate, why: `rewrite ${rewritten === 1 ? 'the site' : `${rewritten} sites`} in place` }
      : { command: migrate, why: 'mark the sites to review with TODO lines' },
    {
      command: `${migrate} --dry-run --report report.html`,
      why: 'every site with its diff, to filter and share',
    },
  ];
}

const GO_BACK: NextStep = { command: 'zentra-codemods undo', why: 'put every file back as it was' };

function afterWriting({ files }: Report): NextStep[] {
  const needsInstall = files.some(
    ({ file, status }) => status === 'changed' && /(^|\/)package\.json$/.test(file),
  );
  return [
    ...(needsInstall
      ? [
          {
            command: 'npm install',
            why: 'package.json asks for zentra-compat now; or with pnpm, yarn or bun',
          },
        ]
      : []),
    { command: 'git diff', why: 'look at what changed, then run your tests' },
  ];
}

/** A word as a POSIX shell reads it back. */
function shellWord(word: string): string {
  return /^[\w./@:+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
