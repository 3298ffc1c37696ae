import { throttled } from '../api/worker/throttled';
import type { Progress } from '../engine/options';
import type { Output } from './io';

const stages: Readonly<Record<Progress['stage'], string>> = {
  scan: 'Reading',
  resolve: 'Resolving',
  plan: 'Planning',
  verify: 'Checking',
  write: 'Writing',
};

const BAR = 24;

export interface ProgressView {
  update(progress: Progress): void;
  /** Erases the bar, so that later output starts on an empty line. */
  end(): void;
}

/** Shows a bar on a terminal; in a log, one line per finished stage. */
export function progressView(output: Output, now: () => number = Date.now): ProgressView {
  return output.isTTY === true ? bar(output, now) : lines(output);
}

function bar(output: Output, now: () => number): ProgressView {
  let drawn = false;
  return {
    update: throttled(({ stage, done, total }) => {
      output.write(`\r\x1b[K${barText(stages[stage], done, total).slice(0, (output.columns ?? 80) - 1)}`);
      drawn = true;
    }, now),
    end() {
      if (drawn) output.write('\r\x1b[K');
      drawn = false;
    },
  };
}

/** The bar is never full: while it is shown, work remains. */
function barText(stage: string, done: number, total: number): string {
  if (total === 0) return `${stage} …`;
  const full = Math.min(BAR - 1, Math.floor((BAR * done) / total));
  return `${stage.padEnd(10)}${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${done}/${total}`;
}

function lines(output: Output): ProgressView {
  let ended: Progress['stage'] | undefined;
  return {
    update({ stage, done, total }) {
      if (total === 0 || done < total || stage === ended) return;
      ended = stage;
      output.write(`${stages[stage]}: ${total} ${total === 1 ? 'file' : 'files'}\n`);
    },
    end() {},
  };
}
