/** Answers of one question, each under a key of its own. */
export type Answers<T> = ReadonlyMap<string, T>;

/** Questions that one root question may lead to, and how deep. Past that the answer is open, and says so. */
const MAX_QUESTIONS = 5_000;
const MAX_DEPTH = 180;
const MAX_RUNS = 8;

/**
 * Works out questions that lead to each other, in circles, too: a question that is asked again while it is being answered gets
 * what is known so far, and everything is asked once more until no answer grows. Answers only ever grow.
 */
export class Fixpoint {
  readonly #known = new Map<string, Map<string, unknown>>();
  /** Whose answers do not depend on a question that is still open. */
  readonly #final = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #pending: string[] = [];
  readonly #isPending = new Set<string>();
  /** Which questions each one led to. */
  readonly #led = new Map<string, Set<string>>();
  /** Questions whose answers miss what is not loaded. */
  readonly #incomplete = new Set<string>();
  #grew = false;
  #isCyclic = false;
  #isBounded = false;
  #inAll = 0;
  readonly #mostInAll: number;

  /** @param mostInAll questions that all root questions may cost together */
  constructor(mostInAll: number) {
    this.#mostInAll = mostInAll;
  }

  /** @returns the answer to a root question, and whether a bound cut it short */
  settle<T>(ask: () => T): { answer: T; isBounded: boolean } {
    let answer: T;
    this.#isBounded = false;
    let runs = 0;
    do {
      this.#asked.clear();
      this.#grew = false;
      this.#isCyclic = false;
      answer = ask();
      runs += 1;
    } while (this.#isCyclic && this.#grew && !this.#isBounded && runs < MAX_RUNS);
    const isBounded = this.#isBounded || (this.#isCyclic && this.#grew && runs === MAX_RUNS);
    if (!isBounded) for (const key of this.#asked) this.#final.add(key);
    return { answer, isBounded };
  }

  answers<T>(key: string, work: () => Answers<T>): Answers<T> {
    const from = this.#pending.at(-1);
    if (from !== undefined) this.#led.get(from)?.add(key);
    const known = (this.#known.get(key) ?? new Map<string, T>()) as Map<string, T>;
    if (this.#final.has(key)) return known;
    if (this.#asked.has(key)) {
      if (this.#isPending.has(key)) this.#isCyclic = true;
      return known;
    }
    if (
      this.#pending.length > MAX_DEPTH ||
      this.#asked.size > MAX_QUESTIONS ||
      this.#inAll > this.#mostInAll
    ) {
      this.#isBounded = true;
      return known;
    }
    this.#inAll += 1;
    this.#asked.add(key);
    this.#pending.push(key);
    this.#isPending.add(key);
    if (!this.#led.has(key)) this.#led.set(key, new Set());
    this.#known.set(key, known);
    for (const [name, answer] of work()) {
      if (known.has(name)) continue;
      known.set(name, answer);
      this.#grew = true;
    }
    this.#pending.pop();
    this.#isPending.delete(key);
    return known;
  }

  /** Says that what is being answered misses something. */
  misses(): void {
    const key = this.#pending.at(-1);
    if (key !== undefined) this.#incomplete.add(key);
  }

  /** Whether an answer, or one that it rests on, misses something. */
  isIncomplete(key: string): boolean {
    if (this.#incomplete.size === 0) return false;
    for (const at of this.behind(key)) if (this.#incomplete.has(at)) return true;
    return false;
  }

  /** The questions that one led to, itself first, each once. */
  *behind(key: string): Generator<string> {
    const visited = new Set([key]);
    for (const at of visited) {
      yield at;
      for (const next of this.#led.get(at) ?? []) visited.add(next);
    }
  }
}
