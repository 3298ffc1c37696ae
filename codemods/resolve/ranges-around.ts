import { firstFrom } from './first-from';

/** A range that its end does not belong to. */
interface HalfOpen {
  start: number;
  end: number;
}

interface Placed<Item> extends HalfOpen {
  item: Item;
  index: number;
  /** The last range before that is not over where this one begins. */
  before: Placed<Item> | undefined;
}

/**
 * Finds the ranges around an offset. Only those that are nested into each other there are looked at, not all.
 *
 * @returns the items around an offset, in the given order
 */
export function rangesAround<Item>(
  items: readonly Item[],
  rangeOf: (item: Item) => HalfOpen,
): (offset: number) => Item[] {
  const sorted = items
    .map((item, index): Placed<Item> => ({ item, index, ...rangeOf(item), before: undefined }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let last: Placed<Item> | undefined;
  for (const range of sorted) {
    while (last && last.end <= range.start) last = last.before;
    range.before = last;
    last = range;
  }
  return (offset) => {
    const found: Placed<Item>[] = [];
    let at = sorted[firstFrom(sorted, offset + 1, ({ start }) => start) - 1];
    for (; at; at = at.before) if (at.end > offset) found.push(at);
    return found.sort((a, b) => a.index - b.index).map(({ item }) => item);
  };
}
