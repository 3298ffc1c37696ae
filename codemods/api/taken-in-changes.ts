import { TAKE_IN } from '../answers/choices';
import type { MigrateOptions } from '../engine/options';
import type { Choice, CodeChange, Question } from '../engine/questions/question';
import { MOST_CHANGES } from '../engine/questions/site-questions';
import type { Report, Site } from '../report/report';
import type { Run } from './run';

/**
 * Adds to each choice that takes in a place the changes that it makes. Only a run that reads those places can tell them, so there is a
 * second one; without such a choice there is none.
 *
 * @param again runs once more, with these options
 */
export async function withTakenInChanges(
  first: Run,
  settings: MigrateOptions,
  again: (settings: MigrateOptions) => Promise<Run>,
): Promise<Run> {
  const asking = first.questions.filter(({ choices }) => choices.some(takesIn));
  if (asking.length === 0) return first;
  const taken = asking.map(({ id, file, text, fingerprint }) => ({
    id,
    file,
    question: text,
    choice: TAKE_IN,
    fingerprint,
  }));
  const answers = [...(settings.answers ?? []), ...taken];
  const { report } = await again({ ...settings, answers, verify: undefined });
  return { ...first, questions: first.questions.map((question) => withChanges(question, report)) };
}

const takesIn = ({ choice }: Choice): boolean => choice === TAKE_IN;

function withChanges(question: Question, { sites }: Report): Question {
  const { file, choices } = question;
  const changes = () =>
    sites
      .filter((site) => site.file === file || site.file.startsWith(`${file}/`))
      .flatMap(changeOf)
      .slice(0, MOST_CHANGES);
  return {
    ...question,
    choices: choices.map((choice) => (takesIn(choice) ? { ...choice, changes: changes() } : choice)),
  };
}

const changeOf = ({ file, line, before, after }: Site): CodeChange[] =>
  after === undefined || after === before ? [] : [{ file, line, before, after }];
