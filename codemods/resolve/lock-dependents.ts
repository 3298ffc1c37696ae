/** The format of a kind of lock file: how an entry begins, and how it names its package. */
interface Format {
  is: (lock: string) => boolean;
  /** The first line of an entry, which need not be a package. */
  entry: RegExp;
  /** The package's name in the first line. */
  name: RegExp;
}

const FORMATS: readonly Format[] = [
  // npm
  {
    is: (lock) => lock.startsWith('{'),
    entry: /^ {4}"[^"]*": \{/,
    name: /node_modules\/((?:@[^/"]+\/)?[^/"]+)": \{/,
  },
  {
    is: (lock) => /^lockfileVersion:/m.test(lock),
    entry: /^(?: {2})?\S.*:$/,
    name: /^ {2}'?\/?((?:@[^/@']+\/)?[^@'/\s:]+)[@/]/,
  },
  // yarn
  { is: () => true, entry: /^\S.*:$/, name: /^"?((?:@[^/@"]+\/)?[^@"\s]+)@/ },
];

/**
 * The packages that depend on a module directly, according to a lock file: through these a repository may use a module that it does
 * not import.
 */
export function dependentsIn(lock: string, module: string): Set<string> {
  const found = new Set<string>();
  const format = FORMATS.find(({ is }) => is(lock));
  if (!format || !lock.includes(module)) return found;
  let owner: string | undefined;
  for (const line of lock.split(/\r?\n/)) {
    if (format.entry.test(line)) owner = format.name.exec(line)?.[1];
    else if (owner !== undefined && owner !== module && namesDependency(line, module)) found.add(owner);
  }
  return found;
}

/** `"@vendor/sdk": "^1.4.0"`, `"@vendor/sdk" "^1.4.0"`, `'@vendor/sdk': 1.4.0`, indented below an entry. */
function namesDependency(line: string, module: string): boolean {
  const text = line.trim().replace(/^["']/, '');
  return text.startsWith(module) && /^["']?[\s:]/.test(text.slice(module.length));
}
