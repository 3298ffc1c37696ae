import type { Io, Output } from './io';

/** Whether to colour output on a stream: decided by `FORCE_COLOR`, then `NO_COLOR`, then whether it is a terminal. */
export function wantsColor(output: Output, { env }: Pick<Io, 'env'>): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return output.isTTY === true && env.TERM !== 'dumb';
}
