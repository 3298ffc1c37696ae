import { codeSpan, markdownText } from '../../reports/markdown-text';
import { countOf, numberOf, timeOf } from '../../reports/words';
import {
  type FleetReport,
  type FleetRepository,
  type FleetTotals,
  percentGone,
  REPOSITORY_STATUSES,
  unknownSites,
} from './fleet-report';
import { REASONS_SHOWN, reasonCount } from './reason-text';
import { statusText } from './status-text';

const MAX_REASONS = 5;

/** The fleet's report as Markdown, for a wiki page or a message. */
export function fleetMarkdown(report: FleetReport): string {
  const { totals } = report;
  return `${[
    '# Zentra migration: fleet report',
    '',
    `${summary(report)}${unknown(totals)}${blind(totals)}`,
    '',
    '| Status | Repositories | |',
    '| --- | ---: | --- |',
    ...REPOSITORY_STATUSES.map(
      (status) => `| ${statusText[status].name} | ${totals[status]} | ${statusText[status].meaning} |`,
    ),
    ...report.groups.flatMap(({ label, values }) => groupTable(label, values)),
    ...reasons(report),
    ...peopleNeeded(report.repositories),
    ...ready(report.repositories),
    ...trend(report),
    '',
    `Generated ${timeOf(report.generatedAt)} by ${report.tool.name} ${report.tool.version}.`,
  ].join('\n')}\n`;
}

function summary({ totals, repositories }: FleetReport): string {
  const percent = percentGone(totals);
  if (percent === undefined)
    return `No legacy use was seen in ${countOf(repositories.length, 'repository', 'repositories')}.`;
  const holding = countOf(repositories.filter(({ sites }) => sites > 0).length, 'repository', 'repositories');
  return `**${percent} %** of the ${countOf(totals.peakSites, 'legacy use')} ever seen are gone; ${numberOf(totals.sites)} are left in ${holding}. ${numberOf(totals.rewritten)} of them are in patches, ${countOf(totals.review, 'needs', 'need')} a person.`;
}

const blind = ({ blindSpots = 0 }: FleetTotals): string =>
  blindSpots === 0
    ? ''
    : ` ${countOf(blindSpots, 'blind spot')}: what was not read, or cannot be seen through, may hide more.`;

const unknown = (totals: FleetTotals): string =>
  unknownSites(totals) === 0
    ? ''
    : ` Of ${numberOf(unknownSites(totals))} nothing is known now: their repositories failed, or were not run.`;

function groupTable(label: string, values: readonly (FleetTotals & { value: string })[]): string[] {
  return [
    '',
    `## By ${markdownText(label)}`,
    '',
    `| ${markdownText(label)} | Repositories | Migrated | Gone | Left | Need a person |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...values.map(
      (totals) =>
        `| ${markdownText(totals.value)} | ${totals.repositories} | ${totals.migrated} | ${goneText(totals)} | ${totals.sites} | ${totals.review} |`,
    ),
  ];
}

/** A group without a legacy use has no percentage. */
function goneText(totals: FleetTotals): string {
  const percent = percentGone(totals);
  return percent === undefined ? '–' : `${percent} %`;
}

function reasons({ reasons: all = [] }: FleetReport): string[] {
  if (all.length === 0) return [];
  return [
    '',
    '## Why, over all repositories',
    '',
    ...all.slice(0, REASONS_SHOWN).map((reason) => `- ${markdownText(reason.text)}: ${reasonCount(reason)}`),
  ];
}

function peopleNeeded(repositories: readonly FleetRepository[]): string[] {
  const needy = repositories.filter(({ status }) => status === 'failed' || status === 'attention');
  if (needy.length === 0) return [];
  return [
    '',
    '## Where a person is needed',
    ...needy.flatMap((repository) => [
      '',
      `### ${linked(repository)}`,
      '',
      ...repository.why.slice(0, MAX_REASONS).map(reasonLine),
      ...(repository.why.length > MAX_REASONS
        ? [`- and ${repository.why.length - MAX_REASONS} more reasons`]
        : []),
    ]),
  ];
}

function reasonLine({ text, sites, where }: FleetRepository['why'][number]): string {
  const count = sites === undefined ? '' : ` (${countOf(sites, 'site')})`;
  const place = where === undefined ? '' : `, first at ${codeSpan(where)}`;
  return `- ${markdownText(text)}${count}${place}`;
}

function ready(repositories: readonly FleetRepository[]): string[] {
  const waiting = repositories.filter(({ status }) => status === 'ready');
  if (waiting.length === 0) return [];
  return [
    '',
    '## Patches to merge',
    '',
    ...waiting.map((repository) => {
      const { links, pushed, branch, rewritten } = repository;
      const patch = links.patch === undefined ? '' : ` ([patch](${links.patch}))`;
      const pushedTo = pushed === true && branch !== undefined ? `, pushed to ${codeSpan(branch)}` : '';
      return `- ${linked(repository)}: ${countOf(rewritten, 'use')} rewritten${patch}${pushedTo}`;
    }),
  ];
}

const linked = ({ name, links }: FleetRepository) =>
  links.markdown === undefined ? markdownText(name) : `[${markdownText(name)}](${links.markdown})`;

function trend({ trend: points }: FleetReport): string[] {
  if (points.length < 2) return [];
  return [
    '',
    '## Trend',
    '',
    '| Run | Repositories | Legacy uses | Need a person | Migrated | Failed |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...points
      .slice(-12)
      .map(
        ({ at, repositories, sites, review, migrated, failed }) =>
          `| ${timeOf(at)} | ${repositories} | ${sites} | ${review} | ${migrated} | ${failed} |`,
      ),
  ];
}
