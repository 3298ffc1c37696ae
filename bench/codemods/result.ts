import { stripVTControlCharacters } from 'node:util';
import type { Finds } from './finds';
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
  /** What the tools of the rows find, by the name of the row. */
  finds?: ReadonlyMap<string, Finds>;
  /** What is not among the rows, and why. */
  absent?: readonly Absent[];
}

interface Absent {
  name: string;
  why: string;
}

/** One claim of the project about its speed, and the measured result. */
export interface Target {
  claim: string;
  /** The worst result that still meets it. */
  target: string;
  measured: string;
  met: boolean;
}

export interface Result {
  startedAt: Date;
  /** Minutes, trees and installations included. */
  minutes: number;
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
  const { startedAt, minutes, commit, command, machine, versions, sections, targets } = result;
  return [
    `# Codemods, ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    `- commit: ${commit}`,
    `- command: \`${command}\``,
    `- machine: ${machine}`,
    `- versions: ${versions.join(', ')}`,
    `- duration: ${minutes.toFixed(0)} minutes`,
    '',
    ...sections.flatMap(sectionLines),
    ...(targets.length > 0 ? targetLines(targets) : []),
  ].join('\n');
}

function sectionLines({ title, about, rows, baseline, finds, absent = [] }: Section): string[] {
  const measured = rows.filter(({ runs }) => runs.length > 0);
  const base = measured.find(({ name }) => name === baseline);
  const cells = measured.map((row) => [
    ...timeCells(row, base),
    ...(finds ? findCells(finds.get(row.name)) : []),
  ]);
  const expected = [...(finds?.values() ?? [])][0]?.expected ?? 0;
  const header = ['', 'median s', 'min–max s', `× ${baseline}`, 'peak MB', 'runs'];
  if (finds) header.push('goes by', `finds of ${expected}`, 'decoys touched');
  return [
    `## ${title}`,
    '',
    about,
    '',
    `| ${header.join(' | ')} |`.replace('|  |', '| |'),
    `| ---${' | ---:'.repeat(header.length - 1)} |`,
    ...cells.map((row) => `| ${row.join(' | ')} |`),
    '',
    ...absences(rows, absent),
  ];
}

function timeCells(row: Measured, base: Measured | undefined): string[] {
  const seconds = row.runs.map((run) => run.seconds);
  return [
    row.name,
    shown(secondsOf(row)),
    `${shown(Math.min(...seconds))}–${shown(Math.max(...seconds))}`,
    base ? (secondsOf(row) / secondsOf(base)).toFixed(2) : '',
    peakOf(row).toFixed(0),
    String(row.runs.length),
  ];
}

const findCells = (finds: Finds | undefined): string[] =>
  finds ? [finds.goesBy, String(finds.found), String(finds.decoys)] : ['', '', ''];

function absences(rows: readonly Measured[], absent: readonly Absent[]): string[] {
  const failed = rows.flatMap(({ name, runs, failure }) =>
    failure === undefined ? [] : [{ name, why: `failed after ${runs.length} runs: ${oneLine(failure)}` }],
  );
  const lines = [...absent, ...failed].map(({ name, why }) => `- ${name}: ${why}`);
  return lines.length > 0 ? ['Not measured, or not to the end:', '', ...lines, ''] : [];
}

/** What a program said, without colours and in one line. */
const oneLine = (text: string): string =>
  stripVTControlCharacters(text).replaceAll(/\s+/g, ' ').trim().slice(0, 300);

function targetLines(targets: readonly Target[]): string[] {
  return [
    '## Targets',
    '',
    '| | target | measured | |',
    '| --- | ---: | ---: | --- |',
    ...targets.map(
      ({ claim, target, measured, met }) =>
        `| ${claim} | ${target} | ${measured} | ${met ? 'met' : '**missed**'} |`,
    ),
    '',
  ];
}

const shown = (seconds: number) => (seconds < 1 ? seconds.toFixed(3) : seconds.toFixed(2));
