import { digestOf } from '../digest';

/** Twelve hexadecimal digits, as in the ids of sites. */
export const idOf = (identity: string): string => digestOf(identity).slice(0, 12);

/** Digest, in sixteen digits, of the code that an answer holds for. */
export const fingerprintOf = (codes: readonly string[]): string =>
  digestOf(JSON.stringify(codes)).slice(0, 16);
