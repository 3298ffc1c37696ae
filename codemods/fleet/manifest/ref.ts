export const MAX_REF_LENGTH = 250;

/**
 * Why `ref` cannot be a branch, tag or commit, or `undefined` when it can. Stricter than git's own rule, and complete for what
 * matters here: no option (`-`), no refspec (`:`, `+`, `*`), no revision syntax (`^`, `~`, `@{`).
 */
export function refProblem(ref: string): string | undefined {
  if (ref === '') return 'must not be empty';
  if (ref.length > MAX_REF_LENGTH) return `must be at most ${MAX_REF_LENGTH} characters long`;
  if (ref.startsWith('-')) return 'must not start with `-`';
  if (/[\s\p{Cc}:+*?[\\^~]|@\{|\.\.|\/\//u.test(ref)) return 'must be a plain branch, tag or commit id';
  const partProblem = ref
    .split('/')
    .some((part) => part === '' || part.startsWith('.') || /\.(lock)?$/.test(part));
  return partProblem ? 'must be a plain branch, tag or commit id' : undefined;
}

export const isCommitId = (ref: string): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);
