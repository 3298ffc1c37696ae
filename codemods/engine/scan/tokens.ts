import { methodRules, parameterRules } from 'zentra-compat/contract';
import { COMPAT_MODULE, SDK_MODULE } from '../../zentra/names';
import { searchFor, searchForWord } from './byte-search';

const NAMES = methodRules.map(({ legacy }) => legacy);
/** `unfreeze` is found with `freeze`. */
const names = NAMES.filter((name) => !NAMES.some((other) => other !== name && name.includes(other))).map(
  searchFor,
);
const fundings = parameterRules.flatMap(({ methods }) => methods).map(searchForWord);
const cards = searchFor('cards');
/** What the names of both modules have in common: one search instead of two. */
const zentra = searchFor('zentra');
const modules = [SDK_MODULE, COMPAT_MODULE].map(searchFor);

/** `Object.freeze` and `worker.terminate` are in every other file; the first is never ours. */
const LEGACY_NAME = new RegExp(
  `(?<![\\w$])(?<!\\bObject\\s{0,4}\\??\\.\\s{0,4})(?:${NAMES.join('|')})(?![\\w$])`,
);
/** A member of `cards` that is computed and called, or taken out; of `cards` under another name, too. */
const DYNAMIC = /\bcards\s*(?:\?\.\s*)?\[[^\]]*\]\s*(?:\?\.\s*)?\(/;
const ALIAS = /\bcards\s*(?:[;,)}]|$)/m;
const COMPUTED = /\]\s*(?:\?\.\s*)?\(|\{[^{}]*\[[^\]]+\]\s*:/;

/** Whether the SDK's or the wrapper's name stands in a file. */
export function mentionsSdk(content: Buffer): boolean {
  return zentra(content) && modules.some((isIn) => isIn(content));
}

/** Whether a legacy name stands in a file: it is looked for as bytes, and only then as text. */
export function mayHoldSites(content: Buffer): boolean {
  if (fundings.some((isIn) => isIn(content))) return true;
  const hasName = names.some((isIn) => isIn(content));
  const hasCards = cards(content);
  if (!hasName && !hasCards) return false;
  const text = content.toString('latin1');
  return (
    (hasName && LEGACY_NAME.test(text)) ||
    (hasCards && (DYNAMIC.test(text) || (ALIAS.test(text) && COMPUTED.test(text))))
  );
}
