import ts from 'typescript';
import { ACCEPT } from '../../answers/choices';
import type { Sdk } from '../../resolve/sdk';
import { shortenedCode } from '../../resolve/shortened-code';
import { stableCode } from '../../resolve/stable-code';
import type { DraftBehindDoors } from '../../rewrite/transform';
import type { AnswerBook, Asked } from './answer-book';
import { fingerprintOf, idOf } from './identity';

/** What may be asked about a site that is left for a reason of its own. */
export interface OwnQuestion extends Asked {
  /** The code in question, on one line. */
  code: string;
}

/** Asks about the sites of one file, in their order. */
export function createOwnQuestions(
  file: string,
  sdk: Sdk,
): (draft: DraftBehindDoors) => OwnQuestion | undefined {
  const counted = new Map<string, number>();
  // Many sites may stand in one function.
  const fingerprints = new Map<ts.Node, string>();
  const fingerprintAround = (node: ts.Node): string => {
    const around = codeAround(node);
    const fingerprint = fingerprints.get(around) ?? fingerprintOf([stableCode(around, sdk)]);
    fingerprints.set(around, fingerprint);
    return fingerprint;
  };
  return ({ rule, extent, outcome, causes }) => {
    if (outcome.status !== 'review' || causes) return undefined;
    const identity = JSON.stringify(['use', rule, file, ownersOf(extent), stableCode(extent, sdk)]);
    const ordinal = (counted.get(identity) ?? 0) + 1;
    counted.set(identity, ordinal);
    return {
      id: idOf(`${identity}#${ordinal}`),
      fingerprint: outcome.choices?.length
        ? fingerprintOf([fingerprintAround(extent), ...stableInside(extent, sdk)])
        : fingerprintAround(extent),
      code: shortenedCode(extent.getText()),
    };
  };
}

/** What a choice rewrites is of no account for other answers; for its own it is: another conflict is another question. */
function stableInside(extent: ts.Node, sdk: Sdk): string[] {
  const inside = ts.isCallExpression(extent) ? extent.arguments : [extent.parent];
  return inside.map((node) => stableCode(node, sdk));
}

/** What has to stay as it is for an answer to hold: the named function around a node, else the statement of its file. */
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

/** What becomes of a draft by a person's answer. */
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
