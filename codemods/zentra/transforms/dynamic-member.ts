import { reviewRules } from 'zentra-compat/contract';
import type { HandedOccurrence } from '../../resolve/occurrences';
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

/** What code out of sight calls of the client is not known. */
function handedOver(occurrence: HandedOccurrence): ReturnType<Transform['rewrite']>[number] {
  const { name, to } = occurrence;
  const outcome = undecided(occurrence) ?? {
    status: 'review' as const,
    reason: `${name.parent.getText().replace(/\s+/g, ' ').slice(0, 60)} is handed to ${to}, which is not in sight: make sure that no legacy method of it is called there`,
  };
  return { rule: rule.id, anchor: name, extent: name.parent, notes: [], outcome };
}
