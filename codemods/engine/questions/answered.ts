import type { Answer } from '../../answers/answer';
import type { Answered, Site } from '../../report/report';
import type { Question } from './question';

/**
 * The status of each answer.
 *
 * @param honoured ids of the answers that settled a site or blind spot
 * @param questions the open questions
 * @param isWhole whether the run covers everything that the answers may be about
 */
export function answeredQuestions(
  answers: readonly Answer[],
  honoured: ReadonlySet<string>,
  questions: readonly Question[],
  isWhole: boolean,
): Answered[] {
  const open = new Set(questions.map(({ id }) => id));
  return answers.flatMap(({ fingerprint: _, ...answer }): Answered[] => {
    if (open.has(answer.id)) return [{ ...answer, status: 'stale' }];
    if (honoured.has(answer.id)) return [{ ...answer, status: 'honoured' }];
    return isWhole ? [{ ...answer, status: 'unneeded' }] : [];
  });
}

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
