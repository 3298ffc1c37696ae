import type { Measured } from './measure';
import { median } from './statistics';

/** One table of a result: commands that were measured in turns. */
export interface Section {
  title: string;
  /** Information that the reader needs about the rows. */
  about: string;
  rows: readonly Measured[];
  /** The row that ratios are relative to. */
  baseline: string;
}

/** One claim of the project about its speed, and the measured result. */
export interface Target {
  claim: string;
  measured: string;
  met: boolean;
}

export interface Result {
  startedAt: Date;
  commit: string;
  command: string;
  machine: string;
  versions: readonly string[];
  sections: readonly Section[];
  targets: readonly Target[];
}

export const secondsOf = ({ runs }: Measured): number => median(runs.map(({ seconds }) => seconds));
export const peakOf = ({ runs }: Measured): number => Math.max(...runs.map(({ peakMb }) => peakMb));

/** The result as a Markdown file. */
export function markdownOf(result: Result): string {
  const { startedAt, commit, command, machine, versions, sections, targets } = result;
  return [
    `# Codemods, ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    `- commit: ${commit}`,
    `- command: \`${command}\``,
    `- machine: ${machine}`,
    `- versions: ${versions.join(', ')}`,
    '',
    ...sections.flatMap(sectionLines),
    ...(targets.length > 0 ? targetLines(targets) : []),
  ].join('\n');
}

function sectionLines({ title, about, rows, baseline }: Section): string[] {
  const base = rows.find(({ name }) => name === baseline);
  const cells = rows.map((row) => {
    const seconds = row.runs.map((run) => run.seconds);
    return [
      row.name,
      shown(secondsOf(row)),
      `${shown(Math.min(...seconds))}–${shown(Math.max(...seconds))}`,
      base ? (secondsOf(row) / secondsOf(base)).toFixed(2) : '',
      peakOf(row).toFixed(0),
      String(row.runs.length),
    ];
  });
  return [
    `## ${title}`,
    '',
    about,
    '',
    `| | median s | min–max s | × ${baseline} | peak MB | runs |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...cells.map((row) => `| ${row.join(' | ')} |`),
    '',
  ];
}

function targetLines(targets: readonly Target[]): string[] {
  return [
    '## Targets',
    '',
    '| claim | measured | |',
    '| --- | ---: | --- |',
    ...targets.map(
      ({ claim, measured, met }) => `| ${claim} | ${measured} | ${met ? 'met' : '**not met**'} |`,
    ),
    '',
  ];
}

const shown = (seconds: number) => (seconds < 1 ? seconds.toFixed(3) : seconds.toFixed(2));
