/**
 * Matches where a text takes a namespace out of a client and keeps it, `client.cards` without a further member and `{ cards }`, or asks
 * for its class.
 */
export const takingOf = (namespace: string): RegExp =>
  new RegExp(
    `\\.\\s*${namespace}\\b(?!\\s*(?:\\?\\.|[.\\[=])(?!\\s*(?:constructor|__proto__)\\b))|[{,]\\s*${namespace}\\s*(?::\\s*[\\w$]|[,}=])`,
  );

/**
 * Whether a text hands a namespace to a call that is not plainly of a file beside it: `require('audit').watch(client.cards)`. Where a file
 * only hands it to its own modules, these are looked through instead.
 */
export function handsOut(namespace: string): (text: string) => boolean {
  const given = new RegExp(`\\.\\s*${namespace}\\s*[,)}\\]]`, 'g');
  return (text) =>
    Array.from(text.matchAll(given)).some(({ index }) => {
      const start = callAround(text, index);
      return start !== undefined && !isOfOwnModule(text, text.slice(Math.max(0, start - MOST), start));
    });
}

/** Characters of a call that are looked at. */
const MOST = 300;

/** Where the arguments begin that a place is among. */
function callAround(text: string, at: number): number | undefined {
  let depth = 0;
  for (let index = at; index >= Math.max(0, at - MOST); index -= 1) {
    if (text[index] === ')') depth += 1;
    else if (text[index] === '(' && depth === 0) return index;
    else if (text[index] === '(') depth -= 1;
  }
  return undefined;
}

const CALLEE = /(?:require\s*\(\s*['"`]([^'"`]+)['"`]\s*\)|(?<![\w$.])([\w$]+))(?:\s*\??\.\s*[\w$]+)*\s*$/;
const KEYWORD = /^(?:if|for|while|switch|catch|return|await|typeof|function)$/;

/** Whether the code before a call is no call, or calls something of a module that is imported by a path. */
function isOfOwnModule(text: string, before: string): boolean {
  const [, required, root] = CALLEE.exec(before) ?? [];
  if (root !== undefined && KEYWORD.test(root)) return true;
  const specifier = required ?? (root === undefined ? undefined : importedAs(text, root));
  return specifier?.startsWith('.') ?? false;
}

/** The module of `const name = require('…')`, `const { name } = require('…')` and `import name from '…'`. */
function importedAs(text: string, name: string): string | undefined {
  const own = name.replaceAll('$', '\\$');
  const found = new RegExp(
    `(?<![\\w$.])${own}(?![\\w$])[^;=()]{0,${MOST}}(?:=\\s*require\\s*\\(|\\bfrom\\b)\\s*['"\`]([^'"\`]+)`,
  ).exec(text);
  return found?.[1];
}
