import type { Clock } from '../../src/gateway/clock';

export interface TestClock extends Clock {
  /** Milliseconds of every wait, in order. */
  waits: number[];
}

/** A clock that never waits and always draws the same number. */
export function testClock({ now = Date.UTC(2026, 0, 1), random = 0.5 } = {}): TestClock {
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    random: () => random,
    sleep: async (ms) => {
      waits.push(ms);
    },
  };
}
