import { outstanding } from '../report/compare';
import type { Report } from '../report/report';
import type { Wording } from './wording';

export interface NextStep {
  /** Complete command line. */
  command: string;
  why: string;
}

/** How the run was started. */
export interface Invocation {
  /** Paths and flags that select files or rules. The suggested commands repeat them. */
  selection?: readonly string[] | undefined;
  /** Prefix that runs the tool, `npx` or `pnpm exec`; absent if the tool is on the PATH. */
  runner?: string | undefined;
  /** Whether the files are in a git repository; true by default. */
  isInGit?: boolean | undefined;
  /** Command that installs the repository's packages; `npm install` by default. */
  install?: string | undefined;
}

/**
 * Suggests the next commands, most urgent first; never empty. No command does more than the run before it.
 */
export function nextSteps(
  report: Report,
  wording: Pick<Wording, 'command' | 'replacement'>,
  { selection = [], runner, install = 'npm install', isInGit = true }: Invocation = {},
): NextStep[] {
  const { command, replacement } = wording;
  const run = runner === undefined ? command : `${runner} ${command}`;
  const afterWriting = stepsAfterWriting(report, replacement, install, isInGit);
  const goBack = { command: `${run} undo`, why: 'put every file back as it was' };
  const migrate = [`${run} migrate`, ...selection.map(shellWord)].join(' ');
  const settle = {
    command: selection.length === 0 ? `${run} review` : `${migrate} --interactive`,
    why: 'answer what is left: one question for each cause, and each answer is kept',
  };
  const { rewritten, review } = report.summary;
  const spots = report.blindSpots?.length ?? 0;
  const isWritten = report.mode === 'write' && rewritten > 0;
  if (outstanding(report).length === 0 && spots > 0) {
    const what = spots === 1 ? 'the blind spot' : `the ${spots} blind spots`;
    return [
      ...(isWritten ? afterWriting : []),
      ...(report.mode === 'write' ? [settle] : []),
      { command: `${migrate} --check`, why: `once ${what} above can be seen or are accepted` },
      ...(isWritten ? [goBack] : []),
    ];
  }
  if (outstanding(report).length === 0) {
    return [
      ...(isWritten ? afterWriting : []),
      { command: `${migrate} --check`, why: 'keep it so: let CI fail when legacy use comes back' },
      ...(isWritten ? [goBack] : []),
    ];
  }
  if (report.mode === 'write') {
    return [
      ...(rewritten > 0 ? afterWriting : []),
      settle,
      {
        command: isInGit
          ? `git grep -n --untracked 'TODO(${command})'`
          : `grep -rn --exclude-dir=node_modules 'TODO(${command})' .`,
        why: `work through the ${review === 1 ? 'site' : `${review} sites`} to review`,
      },
      { command: `${migrate} --check`, why: 'see what is left' },
      ...(rewritten > 0 ? [goBack] : []),
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

function stepsAfterWriting(
  { files }: Report,
  replacement: string,
  install: string,
  isInGit: boolean,
): NextStep[] {
  const needsInstall = files.some(
    ({ file, status }) => status === 'changed' && /(^|\/)package\.json$/.test(file),
  );
  return [
    ...(needsInstall ? [{ command: install, why: `package.json asks for ${replacement} now` }] : []),
    ...(isInGit ? [{ command: 'git diff', why: 'look at what changed, then run your tests' }] : []),
  ];
}

/** Quotes a word for a POSIX shell, if needed. */
export function shellWord(word: string): string {
  return /^[\w./@:+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
