import type { Report } from '../../report/report';
import { TRAILER } from '../git/push-branch';
import type { FleetJob } from './fleet-job';

/** The job's message or the default one, with the trailer by which a later run recognises the commit. */
export function commitMessage(job: FleetJob, { summary }: Report, toolVersion: string): string {
  const own = [
    summary.rewritten > 0
      ? 'Move Zentra card calls to the reviewed gateway API'
      : 'Mark the Zentra card calls that a person must settle',
    '',
    ...(summary.rewritten > 0
      ? [`${count(summary.rewritten, 'legacy use')} rewritten in ${count(summary.filesChanged, 'file')}.`]
      : []),
    ...(summary.review > 0
      ? [
          `${count(summary.review, 'use')} left to a person: look for TODO(zentra-codemods) and read the report.`,
        ]
      : []),
  ].join('\n');
  return `${(job.commit.message ?? own).trim()}\n\n${TRAILER} ${toolVersion}\n`;
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
