import type { Answer } from '../../answers/answer';
import { ACCEPT, NO, YES } from '../../answers/choices';
import type { Verdict } from '../../resolve/verdict';
import type { CauseReader } from '../causes';
import type { AnswerBook } from './answer-book';

export interface Settled {
  verdict: Verdict;
  /** The answers that were honoured. */
  by: readonly Answer[];
}

/**
 * Applies a person's answers to the causes of a verdict. Only causes are asked about, so no answer can contradict the code. If the code
 * says otherwise about another data flow, the value is in part the SDK's.
 */
export function settled(verdict: Verdict, read: CauseReader, book: AnswerBook): Settled {
  const { origin, causes = [] } = verdict;
  if (origin !== 'unknown' && origin !== 'unloaded') return { verdict, by: [] };
  const asked = causes.map((cause) => ({ cause, answer: aboutClient(book.to(read(cause))) }));
  const by = asked.flatMap(({ answer }) => answer ?? []);
  if (by.length === 0) return { verdict, by };
  const open = asked.filter(({ answer }) => !answer).map(({ cause }) => cause);
  return { verdict: open.length > 0 ? { ...verdict, causes: open } : answered(verdict, by), by };
}

/** Drops an answer whose choice does not say whose a client is. */
const aboutClient = (answer: Answer | undefined): Answer | undefined =>
  answer && [ACCEPT, YES, NO].includes(answer.choice) ? answer : undefined;

function answered(verdict: Verdict, by: readonly Answer[]): Verdict {
  const { doors, beside } = verdict;
  const accepting = by.find(({ choice }) => choice === ACCEPT);
  if (accepting) return { ...verdict, accepted: accepting.reason! };
  const isOurs = beside === 'sdk' || by.some(({ choice }) => choice === YES);
  const foreign = by.find(({ choice }) => choice === NO);
  if (isOurs && (foreign || beside === 'elsewhere')) return { origin: 'partly', doors };
  if (foreign)
    return { ...verdict, accepted: foreign.reason ?? `Somebody else's, as answer ${foreign.id} says` };
  const ids = by.map(({ id }) => id).join(', ');
  return { origin: 'sdk', doors, because: { text: `a person has answered yes (answer ${ids})`, places: [] } };
}
