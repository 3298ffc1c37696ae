/** A stream of numbers that depends only on the seed, on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  unit(): number;
  /** A whole number, `from` ≤ x ≤ `to`. */
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
}

/** mulberry32. Each `stream` is independent, so that the numbers of a file do not depend on earlier files. */
export function randomFrom(seed: number, stream: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(unit() * (to - from + 1));
  return { unit, between, pick: (items) => items[between(0, items.length - 1)] as (typeof items)[number] };
}
