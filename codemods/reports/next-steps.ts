import { outstanding } from '../report/compare';
import { outcomeOf } from '../report/outcome';
import type { Report } from '../report/report';
import type { Wording } from './wording';
import { numberOf } from './words';

export interface NextStep {
  /** Complete command line. */
  command: string;
  why: string;
}

/** How the run was started. */
export interface Invocation {
  /** Paths and flags that select files or rules. The suggested commands repeat them. */
  selection?: readonly string[] | undefined;
  /** The answers that a look was given, as flags of `review`. Nothing keeps them, so the suggested command repeats them. */
  answers?: readonly string[] | undefined;
  /** Whether the run was told to go on with uncommitted changes; the suggested commands that write are told, too. */
  isForced?: boolean | undefined;
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
  invocation: Invocation = {},
): NextStep[] {
  const commands = commandsOf(wording.command, invocation);
  const outcome = outcomeOf(report);
  const isWritten = outcome === 'write' && report.summary.filesChanged > 0;
  const written = isWritten ? stepsAfterWriting(report, wording.replacement, invocation) : [];
  const goBack = isWritten ? [{ command: commands.undo, why: 'put every file back as it was' }] : [];
  const settle = {
    command: commands.settle,
    why: 'answer what is left: one question for each cause, and each answer is kept',
  };
  if (report.mode === 'dry-run' && commands.answer !== undefined) {
    return [{ command: commands.answer, why: 'keep the answers, and write what follows from them' }];
  }
  if (outstanding(report).length === 0) {
    const spots = report.blindSpots?.length ?? 0;
    const { filesFailed } = report.summary;
    const kept =
      filesFailed === 0
        ? 'keep it so: let CI fail when legacy use comes back'
        : `once ${filesFailed === 1 ? 'the file above that failed is' : `the ${numberOf(filesFailed)} files above that failed are`} mended`;
    const why =
      spots === 0
        ? kept
        : `once ${spots === 1 ? 'the blind spot above can be seen or is' : `the ${numberOf(spots)} blind spots above can be seen or are`} accepted`;
    return [
      ...written,
      ...(spots > 0 ? [settle] : []),
      { command: `${commands.migrate} --check`, why },
      ...goBack,
    ];
  }
  if (outcome !== 'write') return stepsAfterLooking(report, commands, settle);
  const { review } = report.summary;
  return [
    ...written,
    settle,
    {
      command: commands.todo,
      why: `work through the ${review === 1 ? 'site' : `${numberOf(review)} sites`} to review`,
    },
    { command: `${commands.migrate} --check`, why: 'see what is left' },
    ...goBack,
  ];
}

/** The commands that steps are made of. */
interface Commands {
  /** To look; with `write`, to write. */
  migrate: string;
  write: string;
  settle: string;
  answer: string | undefined;
  undo: string;
  todo: string;
}

function commandsOf(
  command: string,
  { selection = [], answers = [], isForced = false, runner, isInGit = true }: Invocation,
): Commands {
  const run = runner === undefined ? command : `${runner} ${command}`;
  const selected = selection.map(shellWord);
  const forced = isForced ? ['--force'] : [];
  const line = (...words: readonly string[]) => [run, ...words].join(' ');
  const write = line('migrate', ...selected, ...forced);
  return {
    migrate: line('migrate', ...selected),
    write,
    settle: selection.length === 0 ? line('review', ...forced) : `${write} --interactive`,
    answer:
      answers.length === 0 ? undefined : line('review', ...selected, ...answers.map(shellWord), ...forced),
    undo: line('undo'),
    todo: isInGit
      ? `git grep -n --untracked 'TODO(${command})'`
      : `grep -rn --exclude-dir=node_modules 'TODO(${command})' .`,
  };
}

/** The steps after a run that wrote nothing and found legacy use. TODO lines are offered only where some are missing. */
function stepsAfterLooking(report: Report, commands: Commands, settle: NextStep): NextStep[] {
  const { rewritten, filesChanged } = report.summary;
  const toRewrite = [
    ...(report.mode === 'dry-run'
      ? []
      : [{ command: `${commands.migrate} --dry-run`, why: 'see the diff of what can be rewritten' }]),
    {
      command: commands.write,
      why: `rewrite ${rewritten === 1 ? 'the site' : `${numberOf(rewritten)} sites`} in place`,
    },
  ];
  const toSettle = [
    settle,
    ...(filesChanged > 0
      ? [{ command: commands.write, why: 'mark the sites to review with TODO lines' }]
      : []),
  ];
  return [
    ...(rewritten > 0 ? toRewrite : toSettle),
    {
      command: `${commands.migrate} --dry-run --report report.html`,
      why: 'every site with its diff, to filter and share',
    },
  ];
}

function stepsAfterWriting(
  { files }: Report,
  replacement: string,
  { install = 'npm install', isInGit = true }: Invocation,
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
