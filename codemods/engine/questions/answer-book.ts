import type { Answer } from '../../answers/answer';

/** The id of a question, and the fingerprint of the code that an answer to it holds for. */
export interface Asked {
  id: string;
  fingerprint: string;
}

/** The answers of a project. */
export interface AnswerBook {
  answers: readonly Answer[];
  /** Whether some answer has this id, for whatever code. */
  has(id: string): boolean;
  /** The answer to a question; `undefined` where it was given for other code. */
  to(asked: Asked): Answer | undefined;
}

export function answerBook(answers: readonly Answer[]): AnswerBook {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  return {
    answers,
    has: (id) => byId.has(id),
    to({ id, fingerprint }) {
      const answer = byId.get(id);
      return answer?.fingerprint === fingerprint ? answer : undefined;
    },
  };
}
