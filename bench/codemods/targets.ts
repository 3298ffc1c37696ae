import type { Target } from './result';

/** Largest measured value that still meets the claim. */
export const limits = {
  seconds: { 10000: 2.0, 30000: 4.0 } as Readonly<Record<number, number>>,
  overJscodeshift: 0.22,
  overAstGrep: 0.35,
  peakMb: { 30000: 400 } as Readonly<Record<number, number>>,
  exponent: 1.0,
  untouchedOverWalk: 2,
  unchangedOverWalk: 1.5,
  startOverNode: 1.5,
  oneFileOverNode: 45,
  cliffExponent: 1.1,
  patternsOverFew: 1.5,
  logsPeakMb: 300,
  untypedSeconds: 5,
  untypedPeakMb: 500,
  threadsGain: 1.6,
} as const;

export function atLeast(claim: string, limit: number, measured: number, unit: string): Target {
  return {
    claim: `${claim}: at least ${limit} ${unit}`,
    measured: `${measured.toFixed(2)} ${unit}`,
    met: measured >= limit,
  };
}

export function atMost(claim: string, limit: number, measured: number, unit: string): Target {
  const digits = unit === 'MB' ? 0 : 2;
  return {
    claim: `${claim}: at most ${limit} ${unit}`.trim(),
    measured: `${measured.toFixed(digits)} ${unit}`.trim(),
    met: measured <= limit,
  };
}
