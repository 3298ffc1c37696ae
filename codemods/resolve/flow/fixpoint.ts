/** Answers of one question, each under a key of its own. */
export type Answers<T> = ReadonlyMap<string, T>;

type Work<T> = () => Answers<T>;

/** Questions that one root question may cost. Past that, the answer is open and reported as bounded. */
const MAX_QUESTIONS = 30_000;
/** Nested questions on the stack. A deeper one is put off and asked on its own. */
const MAX_DEPTH = 150;
/** Questions that one root question may put off. */
const MAX_PUT_OFF = 400;
/** Times that a cycle of questions is asked. */
const MAX_RUNS = 8;
/** So many answers, or looks at answers that are known, cost as much as one question. */
const ANSWERS_PER_QUESTION = 32;

interface Question {
  key: string;
  answers: Map<string, unknown>;
  /** `done`: asked, but it depends on a question that is still pending. */
  state: 'new' | 'pending' | 'done' | 'final';
  /** Its depth on the stack, and the lowest depth that it depends on, as in Tarjan's algorithm. */
  depth: number;
  low: number;
  /** The questions that it led to. */
  led: Question[];
  /** A bound cut off something that it depends on. */
  isCut: boolean;
  /** It, or one that it depends on, needs a file that is not loaded. */
  isIncomplete: boolean;
  /** It, or one that it depends on, is worth naming as evidence. */
  hasEvidence: boolean;
}

/**
 * Solves questions that depend on each other, in cycles, too. A question that is asked while it is being answered returns the answers
 * so far, and its cycle is asked again until no answer grows. Answers only grow. A question whose cycle is closed is never asked
 * again, so the cost is that of the distinct questions.
 */
export class Fixpoint {
  readonly #questions = new Map<string, Question>();
  readonly #pending: Question[] = [];
  /** The questions of cycles that are not closed yet, in the order in which they were asked. */
  readonly #open: Question[] = [];
  #putOff: { question: Question; work: Work<unknown> }[] = [];
  #growth = 0;
  #looks = 0;
  #inAll = 0;
  #limit: number;
  readonly #mostInAll: number;

  /** @param mostInAll questions that all root questions may cost together */
  constructor(mostInAll: number) {
    this.#mostInAll = mostInAll;
    this.#limit = mostInAll;
  }

  /** Counts other work as the number of questions that cost as much. */
  spends(questions: number): void {
    this.#inAll += questions;
  }

  /** Root questions may cost as much again, all together. */
  renew(): void {
    this.#inAll = 0;
  }

  /**
   * @param most questions that this one may cost
   * @returns the answer to a root question, and whether a bound cut it short
   */
  settle<T>(key: string, work: Work<T>, most = MAX_QUESTIONS): { answer: Answers<T>; isBounded: boolean } {
    this.#limit = Math.min(this.#mostInAll, this.#inAll + most);
    const question = this.#question(key);
    const stack = [{ question, work: work as Work<unknown> }];
    const tried = new Set<Question>();
    // Questions that were put off are asked on their own, before those that wait for them.
    while (stack.length > 0) {
      const { question: next, work: ask } = stack.at(-1)!;
      this.#putOff = [];
      this.answers(next.key, ask);
      const deeper = this.#putOff.filter(({ question: other }) => !tried.has(other));
      if (next.state === 'final' || deeper.length === 0 || tried.size > MAX_PUT_OFF) stack.pop();
      for (const each of next.state === 'final' ? [] : deeper) {
        tried.add(each.question);
        stack.push(each);
      }
    }
    this.#limit = this.#mostInAll;
    return { answer: question.answers as Map<string, T>, isBounded: question.state !== 'final' };
  }

  answers<T>(key: string, work: Work<T>): Answers<T> {
    this.#looks += 1;
    if (this.#looks % ANSWERS_PER_QUESTION === 0) this.spends(1);
    const question = this.#question(key);
    const from = this.#pending.at(-1);
    if (from && from.led.at(-1) !== question) from.led.push(question);
    if (question.state === 'new') this.#ask(question, work, from);
    if (from && question.state !== 'final') {
      from.low = Math.min(from.low, question.state === 'pending' ? question.depth : question.low);
      from.isCut ||= question.state === 'done' && question.isCut;
    }
    return question.answers as Map<string, T>;
  }

  /** Asks a question that is not pending, and closes its cycle where it is the cycle's root. */
  #ask(question: Question, work: Work<unknown>, from: Question | undefined): void {
    const isDeep = this.#pending.length >= MAX_DEPTH;
    if (isDeep || this.#inAll >= this.#limit) {
      if (isDeep) this.#putOff.push({ question, work });
      question.low = Number.POSITIVE_INFINITY;
      if (from) from.isCut = true;
      return;
    }
    const first = this.#open.length;
    this.#open.push(question);
    let runs = 0;
    let before: number;
    do {
      for (const other of this.#open.splice(first + 1)) other.state = 'new';
      before = this.#growth;
      this.#run(question, work);
      runs += 1;
      if (question.low < question.depth) return;
      // Only a question in a cycle with itself needs another run.
    } while (question.low === question.depth && this.#growth > before && runs < MAX_RUNS && !question.isCut);
    const isSettled = !question.isCut && (question.low > question.depth || this.#growth === before);
    close(this.#open.splice(first), isSettled);
    if (from && !isSettled) from.isCut = true;
  }

  #run(question: Question, work: Work<unknown>): void {
    this.#inAll += 1;
    question.state = 'pending';
    question.depth = this.#pending.length;
    question.low = Number.POSITIVE_INFINITY;
    question.led = [];
    question.isCut = false;
    this.#pending.push(question);
    try {
      const found = work();
      this.spends(Math.floor(found.size / ANSWERS_PER_QUESTION));
      for (const [name, answer] of found) {
        if (question.answers.has(name)) continue;
        question.answers.set(name, answer);
        this.#growth += 1;
      }
    } finally {
      this.#pending.pop();
      question.state = 'done';
    }
  }

  #question(key: string): Question {
    const known = this.#questions.get(key);
    if (known) return known;
    const question: Question = {
      key,
      answers: new Map(),
      state: 'new',
      depth: 0,
      low: Number.POSITIVE_INFINITY,
      led: [],
      isCut: false,
      isIncomplete: false,
      hasEvidence: false,
    };
    this.#questions.set(key, question);
    return question;
  }

  /** Marks the pending question as incomplete. */
  misses(): void {
    const question = this.#pending.at(-1);
    if (question) question.isIncomplete = true;
  }

  /** Marks the pending question as worth naming as evidence. */
  testifies(): void {
    const question = this.#pending.at(-1);
    if (question) question.hasEvidence = true;
  }

  /** Whether an answer, or one that it depends on, needs a file that is not loaded. */
  isIncomplete(key: string): boolean {
    return this.#questions.get(key)?.isIncomplete ?? false;
  }

  /** The questions behind one that lead to evidence, itself first and the nearest next, each once. */
  *evidenceBehind(key: string): Generator<string> {
    const start = this.#questions.get(key);
    const visited = new Set(start ? [start] : []);
    for (const at of visited) {
      if (!at.hasEvidence) continue;
      yield at.key;
      for (const next of at.led) {
        if (visited.size >= MAX_EVIDENCE) break;
        visited.add(next);
      }
    }
  }
}

/** Evidence is near what it is for; further questions are not looked at, since many answers may rest on one with many callers. */
const MAX_EVIDENCE = 16;

/** Closes a cycle. All its questions depend on each other, so they share incompleteness and evidence. */
function close(circle: readonly Question[], isSettled: boolean): void {
  const isIncomplete = circle.some((question) => question.isIncomplete || question.led.some(misses));
  const hasEvidence = circle.some((question) => question.hasEvidence || question.led.some(testifies));
  for (const question of circle) {
    question.state = isSettled ? 'final' : 'new';
    // Answers that a bound cut short may be wrong: "nothing calls it" may only mean that the callers were not asked for.
    if (question.isCut) question.answers = new Map();
    question.isIncomplete = isIncomplete;
    question.hasEvidence = hasEvidence;
    if (isSettled && !hasEvidence) question.led = [];
  }
}

const misses = (question: Question): boolean => question.isIncomplete;
const testifies = (question: Question): boolean => question.hasEvidence;
