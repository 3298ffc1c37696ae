import { escapable, escapableText, holdsEscapes } from '../../resolve/escapes';
import type { Sdk } from '../../resolve/sdk';
import { handsOut } from '../../resolve/taking';
import { importsModule } from '../imports-module';
import { searchFor, searchForWord } from './byte-search';

/** Searches of a file's bytes that decide, without parsing, whether the file matters. */
export interface Tokens {
  /** Whether a file has the SDK's or its replacement's name, also with escaped characters. */
  mentionsSdk(content: Buffer): boolean;
  /** Whether a file has a legacy name, or hands the namespace to code out of sight. The bytes are searched first, and only then the text. */
  mayHoldSites(content: Buffer): boolean;
  /** Whether a file appears to import the SDK. */
  importsSdk(content: Buffer): boolean;
  /** Whether a file appears to take a legacy method from the namespace: `cards.freeze`. */
  looksLikeUse(content: Buffer): boolean;
  /** Whether a file has a reviewed name, which an earlier run may have written. */
  mayBeMigrated(content: Buffer): boolean;
  /** Whether a file may hold a hand-written request to one of the vendor's routes. */
  mayHoldRoutes(content: Buffer): boolean;
}

const known = new WeakMap<Sdk, Tokens>();

export function tokensOf(sdk: Sdk): Tokens {
  const found = known.get(sdk) ?? createTokens(sdk);
  known.set(sdk, found);
  return found;
}

function createTokens(sdk: Sdk): Tokens {
  const { module, replacement, namespace, methods, parameters, routes, mention } = sdk;
  const names = methods.map(({ legacy }) => legacy);
  const searches = withoutContaining(names).map(searchFor);
  const fundings = parameters.flatMap((parameter) => parameter.methods).map(searchForWord);
  const hasNamespace = searchFor(namespace);
  const inBoth = searchFor(longestCommonPart(module, replacement));
  // In a regular expression, the slash is escaped: `/^@vendor\/sdk$/` of an alias or of a plugin.
  const modules = [module, replacement, module.replaceAll('/', '\\/')].map(searchFor);
  const legacyName = wordAmong(names);
  const mayTakeMember = memberComputedOn(namespace);
  const mayHandOut = handsOut(namespace);
  const escapedName = new RegExp(
    [...names, ...parameters.flatMap((parameter) => parameter.methods)].map(escapable).join('|'),
  );
  const reviewedName = new RegExp(
    `(?<![\\w$])(?:${methods.map(({ reviewed }) => reviewed).join('|')})(?![\\w$])`,
  );
  const use = useOf(sdk);
  const hasDomain = searchFor(routes.domain);
  const hasCollection = searchFor(`/${namespace}`);
  const escapedModule = new RegExp([module, replacement].map(escapableText).join('|'));
  const mentionsSdk = (content: Buffer) =>
    (inBoth(content) && modules.some((isIn) => isIn(content))) ||
    (holdsEscapes(content) && escapedModule.test(content.toString('latin1')));
  return {
    mentionsSdk,
    mayHoldSites(content) {
      if (fundings.some((isIn) => isIn(content))) return true;
      const hasName = searches.some((isIn) => isIn(content));
      const isNamed = hasNamespace(content);
      const isEscaped = holdsEscapes(content);
      if (!hasName && !isNamed && !isEscaped) return false;
      const text = content.toString('latin1');
      return (
        (hasName && legacyName.test(text)) ||
        (isNamed && (mayTakeMember(text) || mayHandOut(text))) ||
        (isEscaped && escapedName.test(text))
      );
    },
    importsSdk: (content) => {
      if (!mentionsSdk(content)) return false;
      const text = content.toString('latin1');
      return [module, replacement].some((name) => importsModule(text, name));
    },
    looksLikeUse: (content) => hasNamespace(content) && use.test(content.toString('latin1')),
    mayBeMigrated: (content) => hasNamespace(content) && reviewedName.test(content.toString('latin1')),
    mayHoldRoutes(content) {
      if (hasDomain(content)) return true;
      if (!hasCollection(content)) return false;
      const text = content.toString('latin1');
      return text.includes(`${routes.prefix}/${namespace}`) || mention.test(text);
    },
  };
}

/** Matches `cards.freeze` and `cards['freeze']`, also with escaped letters. */
export function useOf({ namespace, methods }: Sdk, flags = ''): RegExp {
  const names = methods.map(({ legacy }) => escapable(legacy)).join('|');
  return new RegExp(`\\b${namespace}\\s*[)!]*\\s*(?:\\?\\.|\\.)?\\s*(?:\\[\\s*["'\`])?(${names})`, flags);
}

/** Drops the names that contain another: `unfreeze` is found with `freeze`. */
function withoutContaining(names: readonly string[]): string[] {
  return names.filter((name) => !names.some((other) => other !== name && name.includes(other)));
}

/** The longest common part of two names, so that one search excludes both. */
function longestCommonPart(a: string, b: string): string {
  const parts = [...a].flatMap((_, start) =>
    [...a.slice(start)].map((_, length) => a.slice(start, start + length + 1)),
  );
  return parts
    .filter((part) => b.includes(part))
    .reduce((best, part) => (part.length > best.length ? part : best), '');
}

/** Matches the names as words, except `Object.freeze`, which is common and never a client's. */
function wordAmong(names: readonly string[]): RegExp {
  return new RegExp(`(?<![\\w$])(?<!\\bObject\\s{0,4}\\??\\.\\s{0,4})(?:${names.join('|')})(?![\\w$])`);
}

/** Behind a value: `cards as any`. */
const CAST = '(?:as|satisfies)\\s';

/** Searches for a computed member: any on the namespace itself, a called or destructured one where the namespace may have another name. */
function memberComputedOn(namespace: string): (text: string) => boolean {
  // A number indexes a list of cards, and a string names its member.
  const direct = new RegExp(
    `\\b${namespace}\\s*(?:${CAST}[^()[\\];\\n]{0,200})?[)!]*\\s*(?:\\?\\.\\s*)?\\[(?!\\s*(?:\\]|\\d+\\s*\\]|"[^"\\n]*"\\s*\\]|'[^'\\n]*'\\s*\\]))`,
  );
  const alias = new RegExp(`\\b${namespace}\\s*(?:[;,)}]|$|${CAST})`, 'm');
  const computed = /\]\s*(?:\?\.\s*)?\(|\{[^{}]*\[[^\]]+\]\s*:/;
  return (text) => direct.test(text) || (alias.test(text) && computed.test(text));
}
