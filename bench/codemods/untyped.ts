import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptTree } from '../generate/cliffs';
import { generateUntyped } from '../generate/untyped';
import type { TreeSummary } from '../generate/write-tree';
import { accuracyOf } from './accuracy';
import { firstDryRun, reportFile } from './ours';
import { inTurns, type Measuring, type Part, thousands } from './part';
import { peakOf, secondsOf } from './result';
import { growthExponent } from './statistics';
import { atMost, limits } from './targets';

const FILES = [750, 3_000] as const;

/** Applications in old JavaScript. Every client is passed as a value, so only data flow shows its origin, and no type does. */
export const untyped: Part = (measuring) => {
  const trees = FILES.map((files) => treeOf(measuring, files));
  const [, large] = trees;
  const rows = inTurns(
    trees.map(({ folder }, index) => ({
      ...firstDryRun(measuring.home, folder),
      name: `${thousands(FILES[index]!)} untyped files`,
    })),
    measuring.options,
  );
  const { expected, missed, invented } = accuracyOf(reportFile(measuring.home), large!.summary);
  measuring.add({
    title: 'Untyped files, every client injected',
    about: `zentra-codemods migrate --dry-run. Of ${thousands(expected)} sites ${missed.length} were missed, and ${invented.length} were reported that are none.`,
    rows,
    baseline: rows[0]!.name,
  });
  const row = rows[1]!;
  const points = rows.map((each, index) => ({ size: FILES[index]!, time: secondsOf(each) }));
  return [
    atMost(`${row.name}, the whole process`, limits.untypedSeconds, secondsOf(row), 's'),
    atMost(`${row.name}, peak memory`, limits.untypedPeakMb, peakOf(row), 'MB'),
    atMost(`${row.name}, sites missed or invented`, 0, missed.length + invented.length, ''),
    atMost('growth with untyped files, exponent', limits.cliffExponent, growthExponent(points), ''),
  ];
};

function treeOf({ cache, options }: Measuring, files: number) {
  const sites: TreeSummary['sites'][number][] = [];
  const name = `untyped-${files}-files-seed-${options.seed}`;
  const trees = join(cache, 'trees');
  const folder = keptTree(trees, name, function* () {
    for (const { file, text, sites: own } of generateUntyped({ files, seed: options.seed })) {
      sites.push(...own.map((site) => ({ ...site, file })));
      yield [file, text] as const;
    }
  });
  const list = join(trees, `${name}.json`);
  if (!existsSync(list) || sites.length > 0) writeFileSync(list, JSON.stringify({ sites }));
  return { folder, summary: JSON.parse(readFileSync(list, 'utf8')) as Pick<TreeSummary, 'sites'> };
}
