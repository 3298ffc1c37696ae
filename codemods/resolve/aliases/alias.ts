/** Maps specifiers to paths: with `@` for `src`, `@/pay` is `src/pay`. */
export interface Alias {
  /** Contains at most one `*`, which matches the rest of the specifier: `@/*`. */
  pattern: string;
  /** Absolute path or another specifier; `*` is replaced by the rest. */
  target: string;
}

/** The aliases for a name and everything below it, as bundlers define it: `@`, `@/…`. */
export function aliasesOf(name: string, target: string): Alias[] {
  // In webpack, `$` means the exact name, and nothing below it.
  if (name.endsWith('$') && name.length > 1) return [{ pattern: name.slice(0, -1), target }];
  if (name.includes('*')) return [{ pattern: name, target }];
  const bare = name.replace(/\/$/, '');
  const folder = target.replace(/\/$/, '');
  const below = { pattern: `${bare}/*`, target: `${folder}/*` };
  return name.endsWith('/') ? [below] : [{ pattern: name, target: folder }, below];
}

/**
 * The alias for a regular expression that is only a prefix and a rest: `^@/(.*)$`, `^~(.+)`, `/^@\//`. Expressions of the repository
 * are never executed.
 */
export function aliasOfExpression(source: string, target: string): Alias | undefined {
  const plain = source.replace(/^\^/, '').replace(/\$$/, '');
  const group = /\(\.[*+]\??\)/.exec(plain);
  const head = unescaped(group ? plain.slice(0, group.index) : plain);
  const tail = group ? unescaped(plain.slice(group.index + group[0].length)) : '';
  if (head === undefined || tail === undefined || head === '') return undefined;
  if (group) return { pattern: `${head}*${tail}`, target: target.replace(/\$1|\\1/, '*') };
  return source.endsWith('$')
    ? { pattern: head, target }
    : { pattern: `${head}*`, target: `${target}${head.endsWith('/') && !target.endsWith('/') ? '/' : ''}*` };
}

/** The text that a regular expression matches literally; `undefined` if it has operators. */
function unescaped(expression: string): string | undefined {
  const parts = expression.match(/\\[^\w]|[^\\^$.*+?()[\]{}|]/g) ?? [];
  if (parts.join('') !== expression) return undefined;
  return parts.map((part) => part.at(-1)).join('');
}

/** The part of `text` that the `*` of `pattern` matches; `undefined` if `text` does not match. */
export function matchPattern(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const matches = text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
  return matches ? text.slice(head.length, text.length - tail.length) : undefined;
}

/** The target of an alias for a specifier; `undefined` if the specifier does not match. */
export function follow({ pattern, target }: Alias, specifier: string): string | undefined {
  const star = matchPattern(pattern, specifier);
  return star === undefined ? undefined : target.replace('*', () => star);
}
