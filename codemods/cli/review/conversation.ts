import pc from 'picocolors';
import { answerIn } from '../../api/answer';
import { type Migration, migrateIn, questionsIn } from '../../api/migrate';
import type { MigrateOptions } from '../../api/migrate-options';
import type { Choice, Question } from '../../engine/questions/question';
import { ANSWERS_FILE } from '../../engine/tool';
import { visible } from '../../report/visible';
import { wrapped } from '../../reports/terminal-screen';
import { countOf } from '../../reports/words';
import { exitCodes, type Io } from '../io';
import { commandOf } from '../runner';
import { supervised } from '../supervised';
import { type Dialogue, openDialogue } from './dialogue';
import { openEditor } from './open-editor';
import { changeLines, evidenceLines, excerptLines } from './question-text';

/** What a person may do with a question besides answering it. */
type Move = 'callers' | 'editor' | 'skip' | 'quit';

/** The outcome of one question. */
type Outcome = { kind: 'answered' } | { kind: 'skipped' } | { kind: 'stopped'; byKey: boolean };

/**
 * Asks one question after another, and applies each answer at once. If the person stops, the next run asks only the questions without
 * an answer.
 */
export async function converse(options: MigrateOptions, io: Io): Promise<void> {
  const talk = new Conversation(options, io, await openDialogue(io));
  await talk.hold();
}

class Conversation {
  readonly #options: MigrateOptions;
  readonly #io: Io;
  readonly #dialogue: Dialogue;
  readonly #skipped = new Set<string>();
  #mayBeDirty: boolean;
  #answered = 0;

  constructor(options: MigrateOptions, io: Io, dialogue: Dialogue) {
    this.#options = options;
    this.#io = io;
    this.#dialogue = dialogue;
    this.#mayBeDirty = options.requireCleanTree === false;
  }

  async hold(): Promise<void> {
    let found = await this.#look();
    if (!(await this.#rewriteFirst(found))) return this.#end(found, true);
    if (found.report.summary.rewritten > 0) found = await this.#look();
    for (;;) {
      const question = found.questions.find(({ id }) => !this.#skipped.has(id));
      if (!question) return this.#end(found, false);
      const outcome = await this.#ask(question, found);
      if (outcome.kind === 'stopped') return this.#end(found, outcome.byKey);
      if (outcome.kind === 'skipped') this.#skipped.add(question.id);
      else found = await this.#look();
    }
  }

  #look(): Promise<Migration> {
    return supervised(questionsIn, this.#options, this.#io);
  }

  /** Rewrites the uses that need no answer, so that only questions are left. @returns whether to go on */
  async #rewriteFirst({ report }: Migration): Promise<boolean> {
    const { rewritten } = report.summary;
    if (rewritten === 0) return true;
    const goesOn = await this.#dialogue.confirm(
      `${countOf(rewritten, 'use')} can be rewritten without a question. Rewrite ${rewritten === 1 ? 'it' : 'them'} now?`,
    );
    if (goesOn !== true) return false;
    await supervised(migrateIn, this.#writing(), this.#io);
    this.#mayBeDirty = true;
    this.#dialogue.say(
      this.#wrapped(
        `Rewritten: ${countOf(rewritten, 'use')}. "${commandOf(this.#io, 'undo')}" takes it back.`,
      ),
    );
    return true;
  }

  async #ask(question: Question, { root, questions }: Migration): Promise<Outcome> {
    const number = this.#skipped.size + 1;
    const { width, color } = this.#dialogue;
    this.#dialogue.say([
      `Question ${number} of ${questions.length}`,
      ...this.#wrapped(question.text),
      ...evidenceLines(question, { root, color, width }),
      ...question.choices.flatMap((choice) =>
        choice.changes.length > 0
          ? ['', `${choice.choice} would change`, ...changeLines(choice, { color, width })]
          : [],
      ),
    ]);
    for (;;) {
      const taken = await this.#dialogue.select<string>('Your answer', [
        ...question.choices.map(({ choice, text }) => ({ value: choice, label: `${choice}: ${text}` })),
        ...movesOf(question),
      ]);
      if (taken === undefined) return { kind: 'stopped', byKey: true };
      const choice = question.choices.find((each) => each.choice === taken);
      if (choice) {
        if (await this.#answer(question, choice)) return { kind: 'answered' };
        continue;
      }
      if (taken === 'skip') return { kind: 'skipped' };
      if (taken === 'quit') return { kind: 'stopped', byKey: false };
      if (taken === 'callers') this.#showCallers(question, root);
      else if (openEditor(question, root, this.#io.env)) return { kind: 'answered' };
      else
        this.#dialogue.say(this.#wrapped('No editor could be started: set EDITOR to the command of yours.'));
    }
  }

  /** @returns whether the answer was given; false if the person cancels the prompt for a reason */
  async #answer({ id }: Question, choice: Choice): Promise<boolean> {
    const reason = choice.needsReason ? await this.#dialogue.reason() : undefined;
    if (choice.needsReason && reason === undefined) return false;
    const answers = [{ id, choice: choice.choice, reason }];
    const { report } = await supervised(answerIn, { ...this.#writing(), answers }, this.#io);
    this.#mayBeDirty = true;
    this.#answered += 1;
    const { rewritten } = report.summary;
    const done = rewritten > 0 ? `${countOf(rewritten, 'use')} rewritten` : 'nothing was rewritten';
    this.#dialogue.say(this.#wrapped(`Kept in ${ANSWERS_FILE}; ${done}.`));
    return true;
  }

  /** The options of a run that writes. Uncommitted changes are asked about only once, not before each answer. */
  #writing(): MigrateOptions {
    return { ...this.#options, mode: 'write', requireCleanTree: !this.#mayBeDirty };
  }

  #showCallers({ callers }: Question, root: string): void {
    const { width, color } = this.#dialogue;
    const colors = pc.createColors(color);
    this.#dialogue.say(
      callers.flatMap((caller) => [
        visible(`${caller.file}:${caller.line}`),
        ...excerptLines(root, caller, caller.line, { colors, width }),
      ]),
    );
  }

  #wrapped(sentence: string): string[] {
    return wrapped(sentence, 0, { width: this.#dialogue.width });
  }

  #end({ questions }: Migration, byKey: boolean): void {
    const left = questions.length;
    const answered = this.#answered > 0 ? [`${countOf(this.#answered, 'question')} answered.`] : [];
    const open =
      left === 0
        ? 'No question is left.'
        : `${countOf(left, 'question')} left: the same command goes on with ${left === 1 ? 'it' : 'them'}.`;
    const sentences = [
      ...answered,
      ...(byKey ? ['Stopped: what was answered is kept, and nothing is half done.'] : []),
      open,
      ...(this.#answered > 0
        ? [
            `Commit ${ANSWERS_FILE} with the changes; "${commandOf(this.#io, 'undo')}" takes the last answer back.`,
          ]
        : []),
    ];
    this.#dialogue.end(sentences.flatMap((sentence) => this.#wrapped(sentence)));
    if (byKey) this.#io.exit(exitCodes.interrupted);
  }
}

function movesOf({ callers, line }: Question): { value: Move; label: string }[] {
  return [
    ...(callers.length > 0
      ? [{ value: 'callers' as const, label: `show ${countOf(callers.length, 'caller')}` }]
      : []),
    ...(line === undefined ? [] : [{ value: 'editor' as const, label: 'open in the editor' }]),
    { value: 'skip', label: 'skip: ask again the next time' },
    { value: 'quit', label: 'quit: what was answered is kept' },
  ];
}
