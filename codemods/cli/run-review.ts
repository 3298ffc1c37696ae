import { answerIn, type GivenAnswer } from '../api/answer';
import { type Migration, questionsIn } from '../api/migrate';
import type { MigrateOptions } from '../api/migrate-options';
import { pathBetween } from '../engine/root/path-between';
import { UsageError } from '../engine/usage-error';
import { wording } from '../zentra/wording';
import { wantsColor } from './color';
import { invocationOf } from './invocation';
import { exitCodes, type Io } from './io';
import type { ReviewFlags } from './review';
import { commandOf } from './runner';
import { supervised } from './supervised';

/** The `review` command: flags → API → print, or a conversation. */
export async function runReview(path: string | undefined, flags: ReviewFlags, io: Io): Promise<void> {
  const { list, answer = [], reason, dryRun } = flags;
  if (reason !== undefined && answer.length === 0) throw new UsageError('--reason goes with --answer');
  if (dryRun && answer.length === 0) throw new UsageError('--dry-run goes with --answer');
  const options: MigrateOptions & { paths: string[] } = {
    root: io.cwd,
    paths: path === undefined ? [] : [path],
    client: flags.client,
    assumeClients: flags.assumeClient,
    requireCleanTree: flags.force !== true,
  };
  if (list) return printQuestions(await supervised(questionsIn, options, io), options.paths, flags, io);
  if (answer.length > 0)
    return runAnswers(
      options,
      answer.map((each) => givenAnswer(each, reason)),
      flags,
      io,
    );
  if (!io.isInteractive) {
    throw new UsageError(
      'review asks in a terminal, and this is none. Use --list to print the questions (with --format json for programs), and --answer <id>=<choice> to answer them',
    );
  }
  const { converse } = await import('./review/conversation');
  await converse(options, io);
}

/** Parses `3f0c2a9d81be=accept`, or `3f0c2a9d81be=accept:why` with a reason of its own. */
function givenAnswer(given: string, reason: string | undefined): GivenAnswer {
  const [, id, choice, own] = /^([^=]+)=([\w-]+)(?::(.*))?$/s.exec(given) ?? [];
  if (id === undefined || choice === undefined) {
    throw new UsageError(
      `--answer ${given} is not <id>=<choice>: the ids and choices are those of review --list`,
    );
  }
  return { id, choice, reason: own ?? reason };
}

async function runAnswers(
  options: MigrateOptions,
  answers: readonly GivenAnswer[],
  flags: ReviewFlags,
  io: Io,
): Promise<void> {
  const migrated = await supervised(
    answerIn,
    { ...options, mode: flags.dryRun ? 'dry-run' : 'write', answers },
    flags.format === 'text' ? io : { ...io, isInteractive: false },
  );
  const { root, report, changes } = migrated;
  const { render } = await import('../reports/render');
  const color = wantsColor(io.stdout, io);
  if (flags.format === 'text' && flags.dryRun && changes.length > 0) {
    const { unifiedDiff } = await import('../reports/unified-diff');
    io.stdout.write(`${unifiedDiff(changes, { color })}\n`);
  }
  io.stdout.write(
    render(report, flags.format === 'json' ? 'json' : 'terminal', {
      wording,
      base: pathBetween(io.cwd, root),
      color,
      width: io.stdout.columns,
      invocation: invocationOf(options.paths ?? [], flags, root, io),
    }),
  );
  if (report.summary.filesFailed > 0) io.exit(exitCodes.failures);
}

async function printQuestions(
  migration: Migration,
  paths: readonly string[],
  flags: ReviewFlags,
  io: Io,
): Promise<void> {
  const { listedQuestions, questionsText } = await import('./review/question-list');
  if (flags.format === 'json') {
    const { visibleJson } = await import('../report/visible');
    io.stdout.write(visibleJson(listedQuestions(migration)));
    return;
  }
  const color = wantsColor(io.stdout, io);
  const { selection = [] } = invocationOf(paths, flags, migration.root, io);
  const { shellWord } = await import('../reports/next-steps');
  const command = commandOf(io, 'review', ...selection.map(shellWord));
  const width = io.stdout.columns ?? 80;
  io.stdout.write(questionsText(migration, { color, width, command }));
}
