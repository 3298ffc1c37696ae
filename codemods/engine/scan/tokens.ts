import { methodRules, parameterRules } from 'zentra-compat/contract';
import { COMPAT_MODULE, SDK_MODULE } from '../../resolve/names';

const NAMES = methodRules.map(({ legacy }) => legacy);
/** `unfreeze` is found with `freeze`. */
const NAME_BYTES = NAMES.filter((name) => !NAMES.some((other) => other !== name && name.includes(other))).map(
  bytes,
);
const FUNDING_BYTES = parameterRules.flatMap(({ methods }) => methods).map(bytes);
const CARDS_BYTES = bytes('cards');
const SDK_BYTES = [bytes(SDK_MODULE), bytes(COMPAT_MODULE)];
/** What both have in common: one search instead of two. */
const ZENTRA_BYTES = bytes('zentra');

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
  return content.includes(ZENTRA_BYTES) && SDK_BYTES.some((name) => content.includes(name));
}

/** Whether a legacy name stands in a file: it is looked for as bytes, and only then as text. */
export function mayHoldSites(content: Buffer): boolean {
  if (FUNDING_BYTES.some((name) => hasWord(content, name))) return true;
  const named = NAME_BYTES.some((name) => content.includes(name));
  const cards = content.includes(CARDS_BYTES);
  if (!named && !cards) return false;
  // Legacy names are ASCII, which every encoding of interest keeps in its place.
  const text = content.toString('latin1');
  return (
    (named && LEGACY_NAME.test(text)) ||
    (cards && (DYNAMIC.test(text) || (ALIAS.test(text) && COMPUTED.test(text))))
  );
}

/** As bytes, because `refund` is in every other file of a shop, and each would become a text. */
function hasWord(content: Buffer, word: Buffer): boolean {
  for (let at = content.indexOf(word); at >= 0; at = content.indexOf(word, at + 1)) {
    if (!isWordByte(content[at - 1]) && !isWordByte(content[at + word.length])) return true;
  }
  return false;
}

const WORD_BYTES = new Set(Buffer.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$'));

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && WORD_BYTES.has(byte);
}

function bytes(name: string): Buffer {
  return Buffer.from(name, 'latin1');
}
