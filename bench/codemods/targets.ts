import type { Target } from './result';

/** Largest measured value that still meets the claim. */
export const limits = {
  seconds: { 10000: 2.0, 30000: 4.0 } as Readonly<Record<number, number>>,
  overJscodeshift: 0.19,
  overAstGrep: 0.35,
  peakMb: { 30000: 400 } as Readonly<Record<number, number>>,
  largeOverSmall: 6.5,
  largePeakMb: 600,
  exponent: 1.0,
  untouchedOverWalk: 1.3,
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

export const atLeast = (claim: string, limit: number, measured: number, unit: string): Target => ({
  claim,
  target: `at least ${limit} ${unit}`.trim(),
  measured: `${shown(measured, unit)} ${unit}`.trim(),
  met: measured >= limit,
});

export const atMost = (claim: string, limit: number, measured: number, unit: string): Target => ({
  claim,
  target: `at most ${limit} ${unit}`.trim(),
  measured: `${shown(measured, unit)} ${unit}`.trim(),
  met: measured <= limit,
});

const shown = (measured: number, unit: string): string => measured.toFixed(unit === 'MB' ? 0 : 2);
