import { digestOf } from '../digest';

/** Twelve hexadecimal digits, as those of sites. */
export const idOf = (identity: string): string => digestOf(identity).slice(0, 12);

/** What an answer holds for, in sixteen digits. */
export const fingerprintOf = (codes: readonly string[]): string =>
  digestOf(JSON.stringify(codes)).slice(0, 16);
