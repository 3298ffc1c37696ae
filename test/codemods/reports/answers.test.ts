import { describe, expect, it, test } from 'vitest';
import type { Answered } from '../../../codemods/report/report';
import type { Format } from '../../../codemods/reports/render';
import { render } from './rendered';
import { aReport, aSite } from './sample-report';

const honoured: Answered = {
  id: 'aaaa',
  file: 'src/kept.ts',
  question: 'Is it one of ours?',
  choice: 'no',
  status: 'honoured',
};
const stale: Answered = { ...honoured, id: 'bbbb', file: 'src/changed.ts', status: 'stale' };
const unneeded = (id: string): Answered => ({ ...honoured, id, file: 'src/gone.ts', status: 'unneeded' });

const toRead: readonly Format[] = ['terminal', 'md', 'html', 'sarif'];

describe('answers that settle nothing', () => {
  it.each(toRead)('are named with what became of them, as %s', (format) => {
    const text = render(
      aReport([aSite()], { answers: [honoured, stale, unneeded('cccc')] }),
      format,
    ).replaceAll('<wbr>', '');
    for (const each of ['bbbb', 'src/changed.ts', 'cccc', 'src/gone.ts']) expect(text).toContain(each);
    expect(text.replace(/\s+/g, ' ')).toContain('not honoured: answer again');
    expect(text).not.toContain('aaaa');
  });

  it('are few in the terminal where they do no harm: each question that was settled leaves one', () => {
    const answers = Array.from({ length: 30 }, (_, index) => unneeded(`id${index}`));
    const text = render(aReport([aSite()], { answers }), 'terminal');
    expect(text.match(/ id\d+/g)).toHaveLength(3);
    expect(text).toContain('… and 27 more');
  });
});

test.each<Format>(['terminal', 'md', 'html'])('a look at nothing says so, as %s', (format) => {
  const { summary, ...rest } = aReport([]);
  const nothing = render({ ...rest, summary: { ...summary, filesWithSdk: 0 } }, format);
  expect(nothing.toLowerCase()).toContain('nothing to look at');
  const something = render({ ...rest, summary: { ...summary, filesWithSdk: 1 } }, format);
  expect(something.toLowerCase()).not.toContain('nothing to look at');
});
