import { describe, expect, it } from 'vitest';
import type { FleetJob } from '../../../codemods/fleet/job/fleet-job';
import { progressLines } from '../../../codemods/fleet/progress/lines';
import { liveTable } from '../../../codemods/fleet/progress/live-table';
import { jobsOf } from './environment';
import { doneState, failedState } from './states';

const [a, b] = jobsOf([
  { url: '/a', name: 'acme/a' },
  { url: '/b', name: 'acme/b' },
]) as [FleetJob, FleetJob];

describe('progress', () => {
  it('without a terminal is one line for each repository that ends', () => {
    let text = '';
    const onEvent = progressLines(2, (more) => {
      text += more;
    });
    onEvent({ kind: 'stage', job: a, stage: 'fetch' });
    onEvent({ kind: 'retry', job: a, state: failedState('acme/a', 'no network') });
    onEvent({ kind: 'finished', job: a, state: failedState('acme/a', 'no\u001b[2J network') });
    onEvent({
      kind: 'skipped',
      job: b,
      state: doneState('acme/b', { rewritten: 2, review: 1, filesFailed: 1 }),
    });
    expect(text).toBe(
      [
        'acme/a: failed at fetch: no network; trying again',
        '[1/2] acme/a: failed at fetch: no\\u001b[2J network',
        '[2/2] acme/b: 2 rewritten, 1 to review, 1 file failed (unchanged)',
        '',
      ].join('\n'),
    );
  });

  it('on a terminal is a table of what runs, redrawn in place, that fits the width; an error is told whole', () => {
    const screen = new Screen(40);
    let now = 0;
    const table = liveTable(3, screen, false, () => now);
    table.onEvent({ kind: 'stage', job: a, stage: 'fetch' });
    now = 5_000;
    table.onEvent({ kind: 'stage', job: b, stage: 'migrate' });
    expect(screen.lines()).toEqual([
      '  fetch        5 s  acme/a',
      '  migrate      0 s  acme/b',
      '0 of 3 repositories: 0 done, 0 unchange',
    ]);
    table.onEvent({
      kind: 'finished',
      job: a,
      state: failedState('acme/a', 'a long story about the network'),
    });
    expect(screen.lines()).toEqual([
      '✗ acme/a  failed at fetch: a long story about the network',
      '  migrate      0 s  acme/b',
      '1 of 3 repositories: 0 done, 0 unchange',
    ]);
    now = 7_000;
    table.tick();
    expect(screen.lines()[1]).toBe('  migrate      2 s  acme/b');
    table.onEvent({ kind: 'skipped', job: b, state: doneState('acme/b') });
    table.stop();
    expect(screen.lines()).toEqual([
      '✗ acme/a  failed at fetch: a long story about the network',
      '✓ acme/b  no legacy use',
    ]);
  });
});

const ESCAPE = '\u001b';
const token = new RegExp(`${ESCAPE}\\[\\d+[A-Z]|\\r|\\n|[^${ESCAPE}\\r\\n]+`, 'g');

/** The parts of a terminal that the table uses: cursor up, carriage return, clear to the end of the screen. */
class Screen {
  #rows: string[] = [''];
  #row = 0;

  constructor(readonly columns: number) {}

  write(text: string): void {
    for (const [part] of text.matchAll(token)) {
      if (part === '\n') this.#rows[++this.#row] ??= '';
      else if (part.endsWith('A') && part.startsWith(ESCAPE)) this.#row -= Number.parseInt(part.slice(2), 10);
      else if (part === `${ESCAPE}[0J`) this.#rows.splice(this.#row, Number.POSITIVE_INFINITY, '');
      else if (part !== '\r') this.#rows[this.#row] += part;
    }
  }

  lines(): string[] {
    return this.#rows.filter((row) => row !== '');
  }
}
