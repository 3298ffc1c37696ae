import path from 'node:path';
import type { FleetReport } from '../../fleet/report/fleet-report';
import { reasonCount } from '../../fleet/report/reason-text';
import { visible } from '../../report/visible';
import { shellWord } from '../../reports/next-steps';

/** Reasons that a terminal shows; the report has them all. */
const REASONS_SHOWN = 3;

/** How much of a reason stands in a line. */
const MAX_REASON = 90;

/**
 * What a run of a fleet ends with: why sites are for review, added up, and what to type next.
 *
 * @param folder of the report, as it was given
 * @param again the command that was typed
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

/** The cause, without what to do about it. */
function shortened(reason: string): string {
  const cause = reason.split(/[,:;] /)[0]!;
  return cause.length > MAX_REASON ? `${cause.slice(0, MAX_REASON - 1)}…` : cause;
}

function nextLines({ totals, repositories }: FleetReport, folder: string, again: string): string[] {
  const ready = repositories.find(({ links }) => links.patch !== undefined);
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
