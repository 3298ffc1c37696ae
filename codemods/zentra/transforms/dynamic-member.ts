import { reviewRules } from 'zentra-compat/contract';
import type { Transform } from '../../rewrite/transform';
import { undecided } from './rename';

const [rule] = reviewRules;

/** Review only: which method `cards[name]` is, only the run knows. */
export const transform: Transform = {
  rule: rule.id,
  rewrite(occurrence) {
    if (occurrence.kind !== 'dynamic') return [];
    const { name, member } = occurrence;
    const outcome = undecided(occurrence) ?? {
      status: 'review' as const,
      reason: `The member ${name.getText().replace(/\s+/g, ' ').slice(0, 60)} is computed at run time: make sure that it is never the name of a legacy method`,
    };
    return [{ rule: rule.id, anchor: name, extent: member, notes: [], outcome }];
  },
};
