import { readFileSync } from 'node:fs';
import { reportSchema } from '../../codemods/report/report';
import type { TreeSummary } from '../generate/write-tree';
import { type Finds, findsOf, renames } from './finds';

export interface Accuracy {
  expected: number;
  missed: string[];
  /** Sites that are reported but do not exist. */
  invented: string[];
}

/** Compares the report with the sites that the generator wrote: a tool that misses sites must not count as fast. */
export function accuracyOf(report: string, summary: Pick<TreeSummary, 'sites'>): Accuracy {
  const { sites } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  const found = new Set(sites.filter(({ status }) => status === 'rewritten').map(placeOf));
  const expected = new Set(summary.sites.map(placeOf));
  return {
    expected: expected.size,
    missed: [...expected].filter((place) => !found.has(place)),
    invented: sites.map(placeOf).filter((place) => !expected.has(place)),
  };
}

/** What our report would rename, in the terms of the peers. */
export function findsOfReport(report: string, summary: Pick<TreeSummary, 'sites'>): Finds {
  const { sites } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  return findsOf('receivers', renames(sites.filter(({ status }) => status === 'rewritten')), summary);
}

const placeOf = ({ file, line, rule }: { file: string; line: number; rule: string }) =>
  `${file}:${line} ${rule}`;
