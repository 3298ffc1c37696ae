import { expect, it } from 'vitest';
import { progressView } from '../../../codemods/cli/progress';

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { written, output: { isTTY, columns: 80, write: (text: string) => written.push(text) } };
}

it('says what happens before anybody knows how much there is', () => {
  const { written, output } = screen(true);
  const view = progressView(output);
  view.update({ stage: 'scan', done: 0, total: 0 });
  view.update({ stage: 'plan', done: 0, total: 0 });
  expect(written.map((text) => text.split('\x1b[K')[1])).toEqual(['Reading …', 'Planning …']);
});

it('never stands full while it stands there', () => {
  const { written, output } = screen(true);
  progressView(output).update({ stage: 'resolve', done: 50, total: 50 });
  expect(written.join('')).toMatch(/█{23}░ 50\/50$/);
});

it('takes itself off the screen', () => {
  const { written, output } = screen(true);
  const view = progressView(output);
  view.update({ stage: 'scan', done: 1, total: 9 });
  view.end();
  expect(written.at(-1)).toBe('\r\x1b[K');
});

it('is a line for each stage that is over, in a log', () => {
  const { written, output } = screen(false);
  const view = progressView(output);
  for (const done of [0, 1, 2]) view.update({ stage: 'scan', done, total: done === 0 ? 0 : 2 });
  view.update({ stage: 'plan', done: 0, total: 0 });
  view.update({ stage: 'write', done: 1, total: 1 });
  expect(written).toEqual(['Reading: 2 files\n', 'Writing: 1 file\n']);
});
