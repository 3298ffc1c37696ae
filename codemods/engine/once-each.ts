/** The same function, which works each answer out once. */
export function onceEach<T>(answer: (question: string) => T): (question: string) => T {
  const known = new Map<string, T>();
  return (question) => {
    if (!known.has(question)) known.set(question, answer(question));
    return known.get(question)!;
  };
}
