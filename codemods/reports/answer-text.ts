import type { Answered } from '../report/report';

/** An answer that settles no site of this run. */
export type UnusedAnswer = Answered & { status: Exclude<Answered['status'], 'honoured'> };

export const UNUSED_ANSWERS_TITLE = 'Answers that are not in use';

/** Most urgent first: a stale answer fails a check. */
export const unusedAnswerTexts: Readonly<Record<UnusedAnswer['status'], string>> = {
  stale: 'Given for other code, or for other callers, and not honoured: answer again',
  unneeded:
    'Asked by nothing any more (the uses are gone, or the code itself tells): they can go from the file',
};

/** The unused answers, grouped by status. */
export function unusedAnswers(
  answers: readonly Answered[] = [],
): { status: UnusedAnswer['status']; answers: readonly Answered[] }[] {
  return (['stale', 'unneeded'] as const)
    .map((status) => ({ status, answers: answers.filter((each) => each.status === status) }))
    .filter((group) => group.answers.length > 0);
}
