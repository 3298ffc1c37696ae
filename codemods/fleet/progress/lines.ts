import type { FleetEvent } from '../run/run-fleet';
import { outcomeText } from './outcome-text';

/** One line for each repository that ends, for logs. */
export function progressLines(total: number, write: (text: string) => void): (event: FleetEvent) => void {
  let ended = 0;
  return (event) => {
    if (event.kind === 'stage') return;
    const text = outcomeText(event.state);
    if (event.kind === 'retry') write(`${event.job.name}: ${text}; trying again\n`);
    else {
      ended += 1;
      write(
        `[${ended}/${total}] ${event.job.name}: ${text}${event.kind === 'skipped' ? ' (unchanged)' : ''}\n`,
      );
    }
  };
}
