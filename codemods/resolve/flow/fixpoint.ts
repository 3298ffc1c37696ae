/** Answers of one question, each under a key of its own. */
export type Answers<T> = ReadonlyMap<string, T>;

type Work<T> = () => Answers<T>;

/** Questions that one root question may cost. Past that the answer is open, and says so. */
const MAX_QUESTIONS = 30_000;
/** Questions inside questions on the stack: what is asked deeper is put off, and asked on its own. */
const MAX_DEPTH = 150;
/** Questions that a root question may put off. */
const MAX_PUT_OFF = 400;
/** Times that a circle of questions is asked again. */
const MAX_RUNS = 8;
/** Answers to one question that cost as much as asking another. */
const ANSWERS_PER_QUESTION = 32;

/** What is known of a question. */
interface Question {
  key: string;
  answers: Map<string, unknown>;
  /** `done`: asked, but resting on a question that is still pending. */
  state: 'new' | 'pending' | 'done' | 'final';
  /** Its place on the stack, and the lowest place that it rests on. */
  depth: number;
  low: number;
  /** The questions that it led to. */
  led: Question[];
  /** A bound cut off something that it rests on. */
  isCut: boolean;
  /** It, or one that it rests on, misses what is not loaded. */
  isIncomplete: boolean;
  /** It, or one that it rests on, is worth naming as evidence. */
  hasEvidence: boolean;
}

/**
 * Works out questions that lead to each other, in circles, too: a question that is asked again while it is being answered gets
 * what is known so far, and its circle is asked once more until no answer grows. Answers only ever grow. A question whose circle is
 * closed is never asked again, so that all questions together cost what the different ones among them do.
 */
export class Fixpoint {
  readonly #questions = new Map<string, Question>();
  readonly #pending: Question[] = [];
  /** The questions of circles that are not closed yet, in the order in which they were asked. */
  readonly #open: Question[] = [];
  #putOff: { question: Question; work: Work<unknown> }[] = [];
  #growth = 0;
  #inAll = 0;
  #limit: number;
  readonly #mostInAll: number;

  /** @param mostInAll questions that all root questions may cost together */
  constructor(mostInAll: number) {
    this.#mostInAll = mostInAll;
    this.#limit = mostInAll;
  }

  /** Counts work that is no question for as many questions as it costs. */
  spends(questions: number): void {
    this.#inAll += questions;
  }

  /** @returns the answer to a root question, and whether a bound cut it short */
  settle<T>(key: string, work: Work<T>): { answer: Answers<T>; isBounded: boolean } {
    this.#limit = Math.min(this.#mostInAll, this.#inAll + MAX_QUESTIONS);
    const question = this.#question(key);
    const stack = [{ question, work: work as Work<unknown> }];
    const tried = new Set<Question>();
    // What was put off is asked first, on its own, and then what had to wait for it.
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

  /** Asks a question that is not being asked, and closes its circle where it is the one that the others rest on. */
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
      // What leads back to itself is asked again; without a circle, one run has said it all.
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

  /** Says that what is being answered misses something. */
  misses(): void {
    const question = this.#pending.at(-1);
    if (question) question.isIncomplete = true;
  }

  /** Says that what is being answered is worth naming as evidence. */
  testifies(): void {
    const question = this.#pending.at(-1);
    if (question) question.hasEvidence = true;
  }

  /** Whether an answer, or one that it rests on, misses something. */
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
      for (const next of at.led) visited.add(next);
    }
  }
}

/** Ends a circle of questions. What one of them misses or leaves as evidence, all of them do, since they rest on each other. */
function close(circle: readonly Question[], isSettled: boolean): void {
  const isIncomplete = circle.some((question) => question.isIncomplete || question.led.some(misses));
  const hasEvidence = circle.some((question) => question.hasEvidence || question.led.some(testifies));
  for (const question of circle) {
    question.state = isSettled ? 'final' : 'new';
    // What was made of answers that were cut short may be wrong: nobody calls it, as far as was asked.
    if (question.isCut) question.answers = new Map();
    question.isIncomplete = isIncomplete;
    question.hasEvidence = hasEvidence;
    if (isSettled && !hasEvidence) question.led = [];
  }
}

const misses = (question: Question): boolean => question.isIncomplete;
const testifies = (question: Question): boolean => question.hasEvidence;
