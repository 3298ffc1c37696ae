import { ACCEPT, TAKE_IN } from '../../answers/choices';
import type { Accepted, BlindSpot } from '../../report/report';
import { normalisedCode } from '../../report/site-identity';
import { digestOf } from '../digest';
import type { AnswerBook, Asked } from './answer-book';
import { fingerprintOf, idOf } from './identity';
import type { Choice, Question } from './question';
import { ACCEPTED_AS_IT_IS } from './waiting';

/** Blind spots, by whether a person's answer accepts them. */
export interface AskedBlindSpots {
  open: BlindSpot[];
  accepted: Accepted[];
  questions: Question[];
  /** Ids of the answers that were honoured. */
  honoured: string[];
}

/**
 * Asks about each blind spot whether it may stay.
 *
 * @param textOf a file's text, where it can be read
 */
export function askedBlindSpots(
  spots: readonly BlindSpot[],
  book: AnswerBook,
  textOf: (file: string) => string | undefined,
): AskedBlindSpots {
  const asked: AskedBlindSpots = { open: [], accepted: [], questions: [], honoured: [] };
  const counted = new Map<string, number>();
  for (const spot of spots) {
    const { kind, file, line } = spot;
    const code = codeOf(spot, textOf);
    const identity = JSON.stringify(['blind-spot', kind, file, line === undefined ? '' : code]);
    const ordinal = (counted.get(identity) ?? 0) + 1;
    counted.set(identity, ordinal);
    const known = { id: idOf(`${identity}#${ordinal}`), fingerprint: fingerprintOf([code]) };
    const answer = book.to(known);
    if (answer?.choice === ACCEPT) {
      asked.honoured.push(known.id);
      asked.accepted.push({
        by: 'answer',
        rule: kind,
        file,
        ...(line !== undefined && { line }),
        reason: answer.reason!,
      });
    } else {
      asked.open.push(spot);
      asked.questions.push(questionOf(spot, known));
    }
  }
  return asked;
}

const READ_WITH_THE_REST: Choice = {
  choice: TAKE_IN,
  text: 'it is code like the rest: it is read, and rewritten as far as it can be',
  needsReason: false,
  changes: [],
};

/** The code that an answer holds for: the line, the whole file where there is no line, or the reason given for a folder. */
function codeOf({ file, line, reason }: BlindSpot, textOf: (file: string) => string | undefined): string {
  const text = textOf(file);
  if (text === undefined) return reason;
  return line === undefined ? digestOf(text) : normalisedCode(text.split(/\r\n|\n|\r/)[line - 1] ?? '');
}

function questionOf(spot: BlindSpot, { id, fingerprint }: Asked): Question {
  const { file, line, reason, uses = 0 } = spot;
  return {
    id,
    about: 'blind-spot',
    text: `May \`${file}${line === undefined ? '' : `:${line}`}\` stay out of sight? ${reason}.`,
    file,
    ...(line !== undefined && { line }),
    sites: uses,
    places: [],
    evidence: [],
    callers: [],
    choices: [
      ...(spot.readIfNamed ? [READ_WITH_THE_REST] : []),
      {
        ...ACCEPTED_AS_IT_IS,
        text: 'I have looked: nothing is to be done there, for a reason that you give',
      },
    ],
    fingerprint,
  };
}
