/** Names that stand for places: `@` for `src`, so that `@/pay` is `src/pay`. */
export interface Alias {
  /** With at most one `*`, which stands for the rest of the specifier: `@/*`. */
  pattern: string;
  /** Absolute path or another specifier, with `*` where the rest goes. */
  target: string;
}

/** The aliases of a name that also stands for what is below it, as bundlers have it: `@`, `@/…`. */
export function aliasesOf(name: string, target: string): Alias[] {
  // webpack: this very name, and nothing below it.
  if (name.endsWith('$') && name.length > 1) return [{ pattern: name.slice(0, -1), target }];
  if (name.includes('*')) return [{ pattern: name, target }];
  const bare = name.replace(/\/$/, '');
  const folder = target.replace(/\/$/, '');
  const below = { pattern: `${bare}/*`, target: `${folder}/*` };
  return name.endsWith('/') ? [below] : [{ pattern: name, target: folder }, below];
}

/**
 * The alias of a regular expression, as far as it is a prefix and a rest: `^@/(.*)$`, `^~(.+)`, `/^@\//`. Nothing else is run: it
 * comes from the repository.
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

/** A text that a regular expression matches literally; `undefined` where it does more than that. */
function unescaped(expression: string): string | undefined {
  const parts = expression.match(/\\[^\w]|[^\\^$.*+?()[\]{}|]/g) ?? [];
  if (parts.join('') !== expression) return undefined;
  return parts.map((part) => part.at(-1)).join('');
}

/** What `*` stands for where `text` matches `pattern`. */
export function matchPattern(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const matches = text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
  return matches ? text.slice(head.length, text.length - tail.length) : undefined;
}

/** Where an alias leads; `undefined` where the specifier is not its. */
export function follow({ pattern, target }: Alias, specifier: string): string | undefined {
  const star = matchPattern(pattern, specifier);
  return star === undefined ? undefined : target.replace('*', () => star);
}
