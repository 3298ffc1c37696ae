import type { Answer } from '../../answers/answer';
import { ACCEPT } from '../../answers/choices';
import type { Accepted } from '../../report/report';
import { normalisedCode } from '../../report/site-identity';
import { append } from '../../resolve/append';
import type { SiteRewrite } from '../../rewrite/rewritten-file';
import type { SiteDraft } from '../site';
import type { AnswerBook, Asked } from './answer-book';
import { fingerprintOf, idOf } from './identity';
import type { Question } from './question';

/** Sites that could be rewritten and wait for the same reason. */
export interface Waiting extends Asked {
  reason: string;
  sites: readonly SiteDraft[];
  /** The answer that lets them stay as they are. */
  accepting: Answer | undefined;
}

/** @param left the reason why each site is not rewritten */
export function waitingSites(
  sites: readonly SiteDraft[],
  left: ReadonlyMap<SiteRewrite, string>,
  book: AnswerBook,
): Waiting[] {
  const byReason = new Map<string, SiteDraft[]>();
  for (const draft of sites) {
    const reason = left.get(draft.rewrite);
    if (reason !== undefined) append(byReason, reason, draft);
  }
  return Array.from(byReason, ([reason, waiting]) => {
    const codes = waiting.map(
      ({ site: { rule, file, before } }) => `${rule} ${file} ${normalisedCode(before)}`,
    );
    const asked = { id: idOf(JSON.stringify(['waiting', reason])), fingerprint: fingerprintOf(codes.sort()) };
    const answer = book.to(asked);
    return { ...asked, reason, sites: waiting, accepting: answer?.choice === ACCEPT ? answer : undefined };
  });
}

export function acceptedOfWaiting({ sites, accepting }: Waiting): Accepted[] {
  if (!accepting) return [];
  return sites.map(({ site: { rule, code, file, line, column, before } }) => ({
    by: 'answer',
    rule,
    ...(code && { code }),
    file,
    line,
    column,
    before,
    reason: accepting.reason!,
  }));
}

export function questionOfWaiting({ id, fingerprint, reason, sites }: Waiting): Question {
  const [{ site }] = sites as readonly [SiteDraft];
  return {
    id,
    about: 'waiting',
    text: `May ${sites.length === 1 ? 'this use' : `these ${sites.length} uses`} stay under the old name? ${reason}.`,
    file: site.file,
    line: site.line,
    column: site.column,
    sites: sites.length,
    places: sites.slice(0, MOST_PLACES).map(({ site: { file, line } }) => ({ file, line })),
    evidence: [],
    callers: [],
    choices: [ACCEPTED_AS_IT_IS],
    fingerprint,
  };
}

/** The most sites that a question names. */
export const MOST_PLACES = 20;

export const ACCEPTED_AS_IT_IS = {
  choice: ACCEPT,
  text: 'it stays as it is, for a reason that you give',
  needsReason: true,
  changes: [],
};
