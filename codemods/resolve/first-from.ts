/**
 * Index of the first item at or after an offset; the number of items if there is none.
 *
 * @param sorted items in ascending order of their offsets
 */
export function firstFrom<Item>(
  sorted: readonly Item[],
  offset: number,
  offsetOf: (item: Item) => number,
): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsetOf(sorted[middle]!) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
