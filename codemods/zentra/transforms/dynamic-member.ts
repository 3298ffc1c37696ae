import ts from 'typescript';
import { reviewRules } from 'zentra-compat/contract';
import type { HandedEnd } from '../../resolve/handed-over';
import type { HandedOccurrence } from '../../resolve/occurrences';
import { shortenedCode } from '../../resolve/shortened-code';
import type { Transform } from '../../rewrite/transform';
import { isLookedUp, lookUp } from './look-up';
import { undecided } from './rename';

const [rule] = reviewRules;

/** The method of `cards[name]` is known only at run time, so it is for review. A person's answer may rewrite it to a lookup. */
export const transform: Transform = {
  rule: rule.id,
  rewrite(occurrence, { checker }) {
    if (occurrence.kind === 'handed') return [handedOver(occurrence)];
    if (occurrence.kind !== 'dynamic' || isLookedUp(occurrence.name)) return [];
    const { name, member } = occurrence;
    const outcome = undecided(occurrence) ?? {
      status: 'review' as const,
      reason: `The member ${name.getText().replace(/\s+/g, ' ').slice(0, 60)} is computed at run time: make sure that it is never the name of a legacy method`,
      choices: lookUp(name, checker),
    };
    return [{ rule: rule.id, anchor: name, extent: member, notes: [], outcome }];
  },
};

/** What is called of a client that is handed on is not known. */
function handedOver(occurrence: HandedOccurrence): ReturnType<Transform['rewrite']>[number] {
  const { name, end } = occurrence;
  const taken = ts.isBindingElement(name.parent) ? name : name.parent;
  const outcome = undecided(occurrence) ?? {
    status: 'review' as const,
    reason: `${shortenedCode(taken.getText())} ${whatBecomes(end)}`,
  };
  return { rule: rule.id, anchor: name, extent: taken, notes: [], outcome };
}

function whatBecomes(end: HandedEnd): string {
  switch (end.kind) {
    case 'unseen':
      return `is handed to ${end.callee}, which is not in sight: make sure that no legacy method of it is called there`;
    case 'computed':
      return `is handed on, and its member ${end.member} in another file is computed at run time: make sure that it is never a legacy method`;
    case 'faked':
      return `is handed to ${end.callee}, which replaces a method whose name is computed at run time: let it replace the reviewed methods`;
    case 'prototype':
      return 'is asked for its prototype, which has no methods in zentra-compat: take or replace the methods of the namespace itself';
  }
}
