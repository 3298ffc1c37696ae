import { expect, test } from 'vitest';
import { generateTree } from '../../../bench/generate/tree';
import { treeOf } from './migrated-tree';

const shown = ({ file, line, rule }: { file: string; line: number; rule: string }) =>
  `${file}:${line} ${rule}`;

test.each([1, 2])(
  'a slice of the program finds what the whole one finds, and all that the generator wrote (seed %i)',
  async (seed) => {
    const generated = [...generateTree({ seed, files: 400, legacyShare: 0.2 })];
    const tree = treeOf(Object.fromEntries(generated.map(({ file, text }) => [file, text])));
    const slice = await tree.migrate({ mode: 'dry-run' });
    const whole = await tree.migrate({ mode: 'dry-run' }, { scope: 'whole' });
    expect(slice.report.sites).toEqual(whole.report.sites);
    expect(slice.report.causes).toEqual(whole.report.causes);
    expect(slice.changes).toEqual(whole.changes);
    const written = generated.flatMap(({ file, sites }) => sites.map((site) => shown({ file, ...site })));
    expect(slice.report.sites.map(shown).sort()).toEqual(written.sort());
  },
);
