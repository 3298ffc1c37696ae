import ts from 'typescript';
import { ACCEPT } from '../../answers/choices';
import { append } from '../../resolve/append';
import type { Sdk } from '../../resolve/sdk';
import { shortenedCode } from '../../resolve/shortened-code';
import { stableCode } from '../../resolve/stable-code';
import type { DraftBehindDoors } from '../../rewrite/transform';
import type { AnswerBook, Asked } from './answer-book';
import { fingerprintOf, idOf } from './identity';

/** The question about a site that is left for a reason of its own. */
export interface OwnQuestion extends Asked {
  /** The code in question, on one line. */
  code: string;
}

/** The question about a draft, before it is numbered among drafts with the same text. */
interface Alike {
  draft: DraftBehindDoors;
  fingerprint: string;
}

/** The questions about the sites of one file, in their order. */
export function ownQuestions(
  file: string,
  drafts: readonly DraftBehindDoors[],
  sdk: Sdk,
  book: AnswerBook,
): ReadonlyMap<DraftBehindDoors, OwnQuestion> {
  // Cached, as many sites may be in one function.
  const fingerprints = new Map<ts.Node, string>();
  const fingerprintAround = (node: ts.Node): string => {
    const around = codeAround(node);
    const fingerprint = fingerprints.get(around) ?? fingerprintOf([stableCode(around, sdk)]);
    fingerprints.set(around, fingerprint);
    return fingerprint;
  };
  const groups = new Map<string, Alike[]>();
  for (const draft of drafts) {
    const { rule, extent, outcome, causes } = draft;
    if (outcome.status !== 'review' || causes) continue;
    const identity = JSON.stringify(['use', rule, file, ownersOf(extent), stableCode(extent, sdk)]);
    const fingerprint = outcome.choices?.length
      ? fingerprintOf([fingerprintAround(extent), ...stableInside(extent, sdk)])
      : fingerprintAround(extent);
    append(groups, identity, { draft, fingerprint });
  }
  const answers = book.answers.filter((answer) => answer.file === file).length;
  return new Map(
    Array.from(groups).flatMap(([identity, group]) =>
      toldApart(group, (ordinal) => idOf(`${identity}#${ordinal}`), answers, book),
    ),
  );
}

/**
 * Numbers the sites that have the same text. A rewritten site is gone, which would change the numbers of those after it. So each site
 * first takes the number whose answer was given for its code, and the others take the remaining numbers in the order of the text.
 *
 * @param answers the file's number of answers, by which a number may exceed the number of sites
 */
function toldApart(
  group: readonly Alike[],
  idAt: (ordinal: number) => string,
  answers: number,
  book: AnswerBook,
): [DraftBehindDoors, OwnQuestion][] {
  const ids = Array.from({ length: group.length + answers }, (_, index) => idAt(index + 1));
  const free = new Set(ids);
  const taken = new Map<Alike, string>();
  const answered = answers > 0 ? ids.filter((id) => book.has(id)) : [];
  for (const each of answered.length > 0 ? group : []) {
    const id = answered.find((one) => free.has(one) && book.to({ id: one, fingerprint: each.fingerprint }));
    if (id === undefined) continue;
    taken.set(each, id);
    free.delete(id);
  }
  const rest = free.values();
  return group.map((each) => {
    const id = taken.get(each) ?? rest.next().value!;
    const code = shortenedCode(each.draft.extent.getText());
    return [each.draft, { id, fingerprint: each.fingerprint, code }];
  });
}

/** The code that a choice rewrites. It counts for this site's own answer alone, as another conflict is another question. */
function stableInside(extent: ts.Node, sdk: Sdk): string[] {
  const inside = ts.isCallExpression(extent) ? extent.arguments : [extent.parent];
  return inside.map((node) => stableCode(node, sdk));
}

/** The code that must stay unchanged for an answer to hold: the named function around a node, else the file's statement. */
export function codeAround(node: ts.Node): ts.Node {
  let found = node;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (isNamedFunction(at)) return at;
    found = at;
  }
  return found;
}

function isNamedFunction(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) &&
    'body' in node &&
    'name' in node &&
    node.name !== undefined &&
    node.name !== null
  );
}

function ownersOf(node: ts.Node): string[] {
  const names: string[] = [];
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    const { name } = at as { name?: ts.Node };
    if (name && (isNamedFunction(at) || ts.isClassLike(at) || ts.isVariableDeclaration(at))) {
      names.unshift(name.getText());
    }
  }
  return names;
}

/** The draft with a person's answer applied. */
export function answeredDraft(
  draft: DraftBehindDoors,
  asked: OwnQuestion,
  book: AnswerBook,
): DraftBehindDoors {
  const answer = book.to(asked);
  if (!answer || draft.outcome.status !== 'review') return draft;
  if (answer.choice === ACCEPT) {
    return { ...draft, outcome: { status: 'accepted', reason: answer.reason!, by: 'answer' } };
  }
  const chosen = draft.outcome.choices?.find(({ choice }) => choice === answer.choice);
  const because = { text: `a person has chosen ${answer.choice} (answer ${answer.id})`, places: [] };
  if (!chosen) return draft;
  return { ...draft, outcome: chosen.outcome, because, notes: [...draft.notes, ...(chosen.notes ?? [])] };
}
