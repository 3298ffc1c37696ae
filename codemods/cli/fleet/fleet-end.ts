import path from 'node:path';
import type { FleetReport } from '../../fleet/report/fleet-report';
import { reasonCount } from '../../fleet/report/reason-text';
import { visible } from '../../report/visible';
import { shellWord } from '../../reports/next-steps';

/** Number of reasons shown on the terminal; the report has all. */
const REASONS_SHOWN = 3;

/** Characters of a reason shown in a line. */
const MAX_REASON = 90;

/**
 * The last lines of a fleet run: the reasons for review with their counts, and the suggested commands.
 *
 * @param folder folder of the report, as given
 * @param again the command line of this run
 */
export function fleetEnd(report: FleetReport, folder: string, again: string): string[] {
  const reasons = (report.reasons ?? []).slice(0, REASONS_SHOWN);
  return [
    ...(reasons.length > 0 ? ['', 'Why sites are for review'] : []),
    ...reasons.map((reason) => `  ${shortened(visible(reason.text))}: ${reasonCount(reason)}`),
    '',
    'Next',
    ...nextLines(report, folder, again),
  ];
}

/** The first part of a reason, without the advice. */
function shortened(reason: string): string {
  const cause = reason.split(/[,:;] /)[0]!;
  return cause.length > MAX_REASON ? `${cause.slice(0, MAX_REASON - 1)}…` : cause;
}

function nextLines({ totals, repositories }: FleetReport, folder: string, again: string): string[] {
  // A patch of TODO lines alone is no migration to begin with.
  const ready = repositories.find(({ links, rewritten }) => links.patch !== undefined && rewritten > 0);
  const step = (command: string, why: string) => [`  ${command}`, `    ${why}`];
  return [
    ...(totals.failed + totals.pending > 0
      ? step(again, 'try again what failed, and go on with the rest')
      : []),
    ...(ready?.links.patch === undefined
      ? []
      : step(
          `git am ${shellWord(path.resolve(folder, decodeURIComponent(ready.links.patch)))}`,
          `in a clone of ${visible(ready.name)}; the report has the other patches`,
        )),
    ...step(path.join(folder, 'fleet.html'), 'every repository, and where a person is needed'),
  ];
}
