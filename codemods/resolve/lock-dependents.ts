/** How a kind of lock file begins an entry, and how it names the package in it. */
interface Format {
  is: (lock: string) => boolean;
  /** A line that begins an entry, of a package or of something else. */
  entry: RegExp;
  /** The package's name in such a line. */
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
 * The packages that ask for a module themselves, as a lock file has it: what is installed in between a repository and a module that
 * it does not see.
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
