import { NO, YES } from '../../answers/choices';
import type { Cause, Site } from '../../report/report';
import { append } from '../../resolve/append';
import type { SiteDraft } from '../site';
import type { CodeChange, Question } from './question';
import { ACCEPTED_AS_IT_IS, MOST_PLACES } from './waiting';

/** The most sites whose change a choice shows. */
export const MOST_CHANGES = 3;

/** A site for review in the report, and the draft that it was made from. */
export interface ReviewedSite {
  site: Site;
  draft: SiteDraft;
}

/**
 * The questions that settle sites for review: one for each cause, and one for each site that is left for a reason of its own.
 *
 * @param clientType the name of the client's type
 */
export function siteQuestions(
  reviewed: readonly ReviewedSite[],
  causes: readonly Cause[],
  clientType: string,
): Question[] {
  const following = new Map<string, ReviewedSite[]>();
  for (const each of reviewed) {
    const { cause } = each.site;
    if (cause !== undefined) append(following, cause, each);
  }
  return [
    ...causes.map((cause) => aboutClient(cause, following.get(cause.id) ?? [], clientType)),
    ...reviewed.flatMap(({ site, draft }) => (draft.own ? [aboutUse(site, draft.own)] : [])),
  ];
}

function aboutClient(cause: Cause, following: readonly ReviewedSite[], clientType: string): Question {
  const { id, file, line, column, question, sites, advice, callers = [], fingerprint = '' } = cause;
  return {
    id,
    about: 'client',
    text: question,
    file,
    line,
    column,
    sites,
    places: following.slice(0, MOST_PLACES).map(({ site }) => ({ file: site.file, line: site.line })),
    evidence: [`To settle it in the code instead: ${advice}`],
    callers,
    choices: [
      {
        choice: YES,
        text: `it is ${clientType}'s: its uses are rewritten as far as they can be`,
        needsReason: false,
        changes: following.flatMap(changeIfYes).slice(0, MOST_CHANGES),
      },
      { choice: NO, text: "it is somebody else's: its uses are left alone", needsReason: false, changes: [] },
      ACCEPTED_AS_IT_IS,
    ],
    fingerprint,
  };
}

function changeIfYes({ site, draft: { ifYes } }: ReviewedSite): CodeChange[] {
  if (ifYes === undefined || ifYes === site.before) return [];
  return [{ file: site.file, line: site.line, before: site.before, after: ifYes }];
}

function aboutUse(
  { file, line, column, reason = '', function: name }: Site,
  { id, fingerprint, code, choices }: NonNullable<SiteDraft['own']>,
): Question {
  const where = `${file}:${line}${name === undefined ? '' : ` in ${name}`}`;
  return {
    id,
    about: 'use',
    text:
      choices.length > 0
        ? `What becomes of \`${code}\` at \`${where}\`? ${reason}.`
        : `May \`${code}\` at \`${where}\` stay as it is? ${reason}.`,
    file,
    line,
    column,
    sites: 1,
    places: [{ file, line }],
    evidence: [],
    callers: [],
    choices: [...choices, ACCEPTED_AS_IT_IS],
    fingerprint,
  };
}
