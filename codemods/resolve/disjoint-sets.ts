import { append } from './append';

/** Sets without a common member, which are joined two by two: files that imports connect, directly or through others. */
export class DisjointSets<T> {
  readonly #above = new Map<T, T>();

  join(one: T, other: T): void {
    const [first, second] = [this.leaderOf(one), this.leaderOf(other)];
    if (first !== second) this.#above.set(second, first);
  }

  /** The member that stands for a set. */
  leaderOf(member: T): T {
    const passed: T[] = [];
    let at = member;
    for (let next = this.#above.get(at); next !== undefined; next = this.#above.get(at)) {
      passed.push(at);
      at = next;
    }
    for (const each of passed) this.#above.set(each, at);
    return at;
  }

  /** The members by their sets, in the order of the sets' first members. */
  grouped(members: Iterable<T>): T[][] {
    const sets = new Map<T, T[]>();
    for (const member of members) append(sets, this.leaderOf(member), member);
    return [...sets.values()];
  }
}
