import type { Answer } from '../../answers/answer';
import { ACCEPT, NO, TAKE_IN } from '../../answers/choices';
import type { Answered, Site } from '../../report/report';
import type { Question } from './question';

/** What a run found out about the answers of a project. */
export interface AnsweringRun {
  /** Ids of the answers that settled a site or blind spot. */
  honoured: ReadonlySet<string>;
  /** The open questions. */
  questions: readonly Question[];
  /** Whether the run covers everything that the answers may be about. */
  isWhole: boolean;
  /** Whether a file, relative to the root, exists. */
  hasFile: (file: string) => boolean;
}

/**
 * The status of each answer. One whose choice has been carried out stays honoured as long as its file exists: another branch or clone
 * may still have the code that asks.
 */
export function answeredQuestions(
  answers: readonly Answer[],
  { honoured, questions, isWhole, hasFile }: AnsweringRun,
): Answered[] {
  const open = new Set(questions.map(({ id }) => id));
  return answers.flatMap(({ fingerprint: _, ...answer }): Answered[] => {
    if (open.has(answer.id)) return [{ ...answer, status: 'stale' }];
    if (honoured.has(answer.id)) return [{ ...answer, status: 'honoured' }];
    if (!isWhole) return [];
    const isCarriedOut = !LEAVING.has(answer.choice) && hasFile(answer.file);
    return [{ ...answer, status: isCarriedOut ? 'honoured' : 'unneeded' }];
  });
}

/** Choices that change no code. With every other one, the question is meant to disappear. */
const LEAVING: ReadonlySet<string> = new Set([ACCEPT, NO, TAKE_IN]);

/** Adds a note to sites that are open again, so that a person need not look for the answer that was given. */
export function withStaleNotes(
  sites: readonly Site[],
  questions: readonly Question[],
  answered: readonly Answered[],
): Site[] {
  const stale = new Set(answered.filter(({ status }) => status === 'stale').map(({ id }) => id));
  if (stale.size === 0) return [...sites];
  const byPlace = new Map(
    questions
      .filter(({ id }) => stale.has(id))
      .flatMap(({ id, places }) => places.map((at) => [keyOf(at), id])),
  );
  return sites.map((site) => {
    const { cause = '' } = site;
    const id = stale.has(cause) ? cause : byPlace.get(keyOf(site));
    if (id === undefined || site.status !== 'review') return site;
    const note = `Answer ${id} was given for other code, or for other callers, and is not honoured: answer again`;
    return { ...site, notes: [...site.notes, note] };
  });
}

const keyOf = ({ file, line }: { file: string; line: number }): string => `${line}:${file}`;
