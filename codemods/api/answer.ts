import type { Answer } from '../answers/answer';
import type { Question } from '../engine/questions/question';
import { ANSWERS_FILE } from '../engine/tool';
import { UsageError } from '../engine/usage-error';
import { redact } from '../report/redaction';
import { readAnswers, withAnswers } from './answers-file';
import { checkOptions, kindOf } from './check-options';
import { type Migration, migrateIn, type Surroundings, sourceOf } from './migrate';
import { type MigrateOptions, migrateChecks } from './migrate-options';
import { run } from './run';

/** An answer to a question that `migrate` asks. */
export interface GivenAnswer {
  /** The question's id. */
  id: string;
  /** One of the question's choices. */
  choice: string;
  /** A fact about the code, which another person can check. `accept` needs one. */
  reason?: string | undefined;
}

/** Options of {@link answer}: the options of `migrate`, and the answers. */
export interface AnswerOptions extends MigrateOptions {
  answers: readonly GivenAnswer[];
}

/**
 * Answers questions that `migrate` asks, stores the answers in `zentra-codemods.answers.json` at the project's root, and migrates, with
 * these answers and without any further one. The same journal holds the answers file and the changes, so that {@link undo} restores
 * both. The command line's `review --answer` calls this function.
 *
 * @param options `root` and `answers` are required; the others are those of `migrate`
 * @throws {UsageError} for an id of no open question, a choice that the question does not have, a missing reason, and as `migrate`
 *   does; nothing was written
 * @example
 * ```ts
 * import { answer, migrate } from 'zentra-codemods';
 *
 * const { questions } = await migrate({ root: '.', mode: 'dry-run' });
 * console.log(`${questions.length} questions`);
 * for (const { id, text, choices } of questions) console.log(id, text, choices.map(({ choice }) => choice));
 * const [first] = questions;
 * if (first) {
 *   const reason = 'the router knows lock and unlock only';
 *   await answer({ root: '.', answers: [{ id: first.id, choice: 'accept', reason }] });
 * }
 * ```
 */
export function answer(options: AnswerOptions): Promise<Migration> {
  return answerIn({ engine: run, env: process.env }, options);
}

/** {@link answer}, in surroundings that the caller provides. */
export async function answerIn(surroundings: Surroundings, all: AnswerOptions): Promise<Migration> {
  checkOptions('answer', all, { ...migrateChecks, answers: givenAnswers });
  const { answers: given, ...options } = all;
  if (given === undefined)
    throw new UsageError("answers is missing: give a list, such as [{ id: '…', choice: 'yes' }]");
  const source = await sourceOf(options);
  const { root, fileSystem } = source;
  const ids = new Set(given.map(({ id }) => id));
  const kept = (await readAnswers(root, fileSystem)).filter(({ id }) => !ids.has(id));
  // Asks again about an answer that is given anew, so that it can be withdrawn.
  const asking: MigrateOptions = { ...options, mode: 'dry-run', verify: false };
  const asked = await migrateIn(surroundings, asking, { source, answers: kept });
  const answers = [...kept, ...given.map((each) => answerTo(each, asked.questions))];
  return migrateIn(surroundings, options, {
    source,
    answers,
    alongside: [{ file: ANSWERS_FILE, after: await withAnswers(root, fileSystem, answers) }],
  });
}

/** Each question is answered once: the file of answers has one answer for each. */
function givenAnswers(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `must be a list of answers, and is ${kindOf(value)}`;
  const ids = new Set<string>();
  for (const [index, each] of value.entries()) {
    const at = `has as number ${index + 1}`;
    if (kindOf(each) !== 'an object') return `${at} ${kindOf(each)}, and no answer`;
    const { id, choice, reason, ...others } = each as Record<string, unknown>;
    if (typeof id !== 'string' || typeof choice !== 'string')
      return `${at} an answer without an id and a choice that are texts`;
    if (reason !== undefined && typeof reason !== 'string')
      return `${at} an answer whose reason is ${kindOf(reason)}`;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) return `${at} an answer with ${unknown}: there are id, choice and reason`;
    if (ids.has(id)) return `has ${id} twice: keep one of the two`;
    ids.add(id);
  }
  return undefined;
}

function answerTo({ id, choice, reason }: GivenAnswer, questions: readonly Question[]): Answer {
  const question = questions.find((each) => each.id === id);
  if (!question) throw new UsageError(noSuchQuestion(id, questions));
  const chosen = question.choices.find((each) => each.choice === choice);
  if (!chosen) {
    const words = question.choices.map((each) => each.choice).join(', ');
    throw new UsageError(`no such choice for question ${id}: ${choice}. The choices are ${words}`);
  }
  if (chosen.needsReason && !reason?.trim()) {
    throw new UsageError(
      `${choice} needs a reason, which the next reader can check: --answer ${id}=${choice} --reason '…'`,
    );
  }
  return {
    id,
    file: question.file,
    question: question.text,
    choice,
    ...(reason?.trim() && { reason: redact(reason.trim()) }),
    fingerprint: question.fingerprint,
  };
}

/** Maximum number of questions that an error lists. */
const LISTED = 20;

function noSuchQuestion(id: string, questions: readonly Question[]): string {
  if (questions.length === 0) return `no such question: ${id}. There is none that is open`;
  const more = questions.length - LISTED;
  return [
    `no such question: ${id}. The open ones are`,
    ...questions.slice(0, LISTED).map((each) => `  ${each.id}  ${placeOf(each)}`),
    ...(more > 0 ? [`  … and ${more} more: review --list`] : []),
  ].join('\n');
}

const placeOf = ({ file, line }: Question): string => (line === undefined ? file : `${file}:${line}`);
