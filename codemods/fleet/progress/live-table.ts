import { createColors } from 'picocolors';
import type { Stage } from '../job/job-failure';
import type { FleetEvent } from '../run/run-fleet';
import { outcomeText } from './outcome-text';

export interface Terminal {
  write(text: string): unknown;
  columns?: number | undefined;
}

export interface LiveTable {
  onEvent(event: FleetEvent): void;
  /** Redraws the running repositories, to show the elapsed seconds. */
  tick(): void;
  /** Removes the running repositories; the lines of ended ones stay on the screen. */
  stop(): void;
}

const CLEAR_BELOW = '\x1b[0J';
const REDRAW_MS = 100;

/**
 * Shows the running repositories, redrawn in place below one line for each repository that has ended.
 *
 * @param now the clock, in milliseconds
 */
export function liveTable(total: number, terminal: Terminal, color: boolean, now = Date.now): LiveTable {
  const paint = createColors(color);
  const running = new Map<string, { stage: Stage; since: number }>();
  const counts = { done: 0, failed: 0, skipped: 0 };
  let drawnLines = 0;
  let lastDrawn = Number.NEGATIVE_INFINITY;

  const fit = (text: string) => text.slice(0, Math.max(20, (terminal.columns || 80) - 1));
  const erase = () => {
    const up = drawnLines > 0 ? `\x1b[${drawnLines}A\r` : '';
    drawnLines = 0;
    return up + CLEAR_BELOW;
  };
  const draw = () => {
    const ended = counts.done + counts.failed + counts.skipped;
    const rows = [...running].map(([name, { stage, since }]) =>
      paint.dim(
        fit(`  ${stage.padEnd(9)} ${String(Math.floor((now() - since) / 1000)).padStart(4)} s  ${name}`),
      ),
    );
    const summary = fit(
      `${ended} of ${total} repositories: ${counts.done} done, ${counts.skipped} unchanged, ${counts.failed} failed`,
    );
    drawnLines = rows.length + 1;
    lastDrawn = now();
    return `${[...rows, paint.bold(summary)].join('\n')}\n`;
  };
  const end = (event: Exclude<FleetEvent, { kind: 'stage' | 'retry' }>) => {
    running.delete(event.job.name);
    const failed = event.state.outcome.status === 'failed';
    counts[event.kind === 'skipped' ? 'skipped' : failed ? 'failed' : 'done'] += 1;
    const line = `${failed ? '✗' : '✓'} ${event.job.name}  ${outcomeText(event.state)}`;
    // An error is shown in full: it stays on the screen, where it may take several lines.
    return `${failed ? paint.red(line) : fit(line)}\n`;
  };

  return {
    onEvent(event) {
      if (event.kind === 'stage') {
        const since = running.get(event.job.name)?.since ?? now();
        running.set(event.job.name, { stage: event.stage, since });
        if (now() - lastDrawn >= REDRAW_MS) terminal.write(erase() + draw());
      } else if (event.kind !== 'retry') {
        terminal.write(erase() + end(event) + draw());
      }
    },
    tick() {
      if (running.size > 0) terminal.write(erase() + draw());
    },
    stop() {
      terminal.write(erase());
    },
  };
}
