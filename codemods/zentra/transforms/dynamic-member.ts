import { methodRules } from 'zentra-compat/contract';
import type { Transform } from '../../rewrite/transform';
import { undecided } from './rename';

const names = methodRules.map(({ legacy, reviewed }) => `${legacy} → ${reviewed}`).join(', ');

/** Review only: which method `cards[name]` is, only the run knows. */
export const transform: Transform = {
  rule: 'dynamic-member',
  rewrite(occurrence) {
    if (occurrence.kind !== 'dynamic') return [];
    const { name, member } = occurrence;
    const outcome = undecided(occurrence) ?? {
      status: 'review' as const,
      reason: `The member ${name.getText().replace(/\s+/g, ' ').slice(0, 60)} is computed at run time: make sure that it is never a legacy name (${names})`,
    };
    return [{ rule: 'dynamic-member', anchor: name, extent: member, notes: [], outcome }];
  },
};
