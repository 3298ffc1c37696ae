import type { Transform } from './transform';

export function standalone(_transform: Transform): (file: { source: string }) => string {
  return ({ source }) => source;
}
