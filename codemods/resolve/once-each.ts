/** Computes a value on first use, and caches it. */
export function firstTime<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The same function with a cache of its results. */
export function onceEach<Question, T>(answer: (question: Question) => T): (question: Question) => T {
  const known = new Map<Question, T>();
  return (question) => {
    if (!known.has(question)) known.set(question, answer(question));
    return known.get(question)!;
  };
}
