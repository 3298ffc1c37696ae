import type { Answer } from '../../answers/answer';
import { visible } from '../../report/visible';
import { ANSWERS_FILE } from '../tool';
import { UsageError } from '../usage-error';
import type { Question } from './question';

/**
 * Rejects a misspelt choice. It would settle nothing, and its question would be asked again without a reason.
 *
 * @throws {UsageError} for an answer to an open question, for its current code, with a choice that the question does not have
 */
export function requireKnownChoices(answers: readonly Answer[], questions: readonly Question[]): void {
  const open = new Map(questions.map((question) => [question.id, question]));
  for (const { id, choice, fingerprint } of answers) {
    const question = open.get(id);
    if (question?.fingerprint !== fingerprint) continue;
    const choices = question.choices.map((each) => each.choice);
    if (!choices.includes(choice)) {
      throw new UsageError(
        `${ANSWERS_FILE}: ${visible(choice)} is no choice of question ${id}. The choices are ${choices.join(', ')}`,
      );
    }
  }
}
