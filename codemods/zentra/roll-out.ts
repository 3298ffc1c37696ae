import type { MethodRuleId } from 'zentra-compat/contract';
import type { RollOut } from '../reports/wording';
import { countOf } from '../reports/words';

const TERMINATE = 'terminate-to-lock-and-restrict' satisfies MethodRuleId;

/**
 * The order in which to roll out a migration that touches terminate, because the reviewed API closes no card (contract,
 * sections 2 and 3): code that handles closures must be deployed before the code that requests them.
 */
export const rollOut: RollOut = {
  title: 'Roll-out order: terminate and closures',
  lead: 'Terminate closes nothing any more. In this order:',
  summary: {
    title: 'Terminate closes nothing any more',
    text: 'Cards are locked and restricted. Connect onClosureRequested to your approved closure path before you deploy; a --report file.md or file.html has the whole roll-out order.',
  },
  steps(report) {
    const sites = report.sites.filter((site) => site.rule === TERMINATE);
    if (sites.length === 0) return [];
    const review = sites.filter((site) => site.status === 'review').length;
    return [
      'Agree with operations on the approved path for permanent closure. `lockAndRestrict` locks the card and sets its limits to zero; it closes nothing.',
      'Connect `onClosureRequested` to that path, and see one request arrive from the sandbox, before any rewritten code is deployed.',
      ...(review > 0
        ? [
            `Settle the ${countOf(review, 'site')} of ${TERMINATE} that need${review === 1 ? 's' : ''} a person.`,
          ]
        : []),
      'Deploy the other rules first: they need no new process.',
      'Deploy the terminate sites, to a small share of traffic first. On `restriction_failed` the card is locked and not yet restricted: call again, which is safe.',
      'Reconcile daily: every card passed to `lockAndRestrict` has a closure request, and no closed account has a card that was unlocked again.',
      'Only then remove what the old terminate left behind: its jobs, its alerts, its wording to customers.',
    ];
  },
};
