import { median } from '../codemods/statistics';

/** Contenders that were measured in turns. */
export interface Table {
  title: string;
  about: string;
  unit: string;
  /** Measured values of each contender, one per turn. */
  rows: Readonly<Record<string, readonly number[]>>;
  /** The row that ratios are relative to. */
  baseline: string;
}

/** One claim of the project, and the measured result. */
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
  tables: readonly Table[];
  targets: readonly Target[];
}

/** The result as a Markdown file. */
export function markdownOf({
  startedAt,
  commit,
  command,
  machine,
  versions,
  tables,
  targets,
}: Result): string {
  return [
    `# Runtime, ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    `- commit: ${commit}`,
    `- command: \`${command}\``,
    `- machine: ${machine}`,
    `- versions: ${versions.join(', ')}`,
    '',
    ...tables.flatMap(linesOf),
    '## Targets',
    '',
    '| claim | measured | met |',
    '| --- | --- | --- |',
    ...targets.map(({ claim, measured, met }) => `| ${claim} | ${measured} | ${met ? 'yes' : '**no**'} |`),
    '',
  ].join('\n');
}

function linesOf({ title, about, unit, rows, baseline }: Table): string[] {
  const base = median(rows[baseline]!);
  return [
    `## ${title}`,
    '',
    about,
    '',
    `| | median, ${unit} | min–max | ratio | turns |`,
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(rows).map(([name, values]) => {
      const middle = median(values);
      const range = `${shown(Math.min(...values))}–${shown(Math.max(...values))}`;
      return `| ${name} | ${shown(middle)} | ${range} | ${(middle / base).toFixed(2)} | ${values.length} |`;
    }),
    '',
  ];
}

const shown = (value: number): string => value.toFixed(value < 100 ? 2 : 0);
