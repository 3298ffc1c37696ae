import { escapable } from '../resolve/escapes';
import type { Sdk } from '../resolve/sdk';
import type { ConnectedPackages } from './connected-packages';
import { escapePattern } from './escape-pattern';
import type { Search } from './sight';

export interface KeptNamespacesOptions {
  search: Search;
  packages: ConnectedPackages;
  /** Whether some file may declare a client for files that do not import it. */
  hasGlobals: boolean;
  sdk: Sdk;
}

/**
 * Nearly all code uses a client's namespace at once, `client.cards.freeze()`. A file without the namespace's name can hold a use only where
 * another file, which values may come from, keeps the namespace or one of its methods.
 */
export interface KeptNamespaces {
  /** Whether a namespace may come to a file from another one, or from the file itself, under another name. */
  mayReach(file: string): boolean;
  /** Whether a file of that text may hold a use of a client. */
  mayBeUsedIn(file: string, text: string): boolean;
}

export function createKeptNamespaces({
  search,
  packages,
  hasGlobals,
  sdk: { namespace, namespaceType },
}: KeptNamespacesOptions): KeptNamespaces {
  const keepers = () =>
    [namespace, namespaceType].flatMap((name) => search.matching(name, keptAs(name)).files);
  let isKept: ((file: string) => boolean) | undefined;
  const named = new RegExp(escapable(namespace));
  const mayReach = (file: string): boolean => {
    if (hasGlobals) return true;
    isKept ??= packages.reachedFrom(keepers());
    return isKept(file);
  };
  return {
    mayReach,
    mayBeUsedIn(file, text) {
      if (!named.test(text)) return mayReach(file);
      return packages.isReached(file) || mayReach(file);
    },
  };
}

/** Keywords that may stand before a name. Another word before it is prose: `the cards are locked`. */
const BEFORE_NAMES =
  'abstract accessor as assert asserts async await case class const declare default delete do else enum export extends function get implements import in infer instanceof interface is keyof let namespace new of out override private protected public readonly return satisfies set static throw type typeof unique using var void yield'.replaceAll(
    ' ',
    '|',
  );

/** Matches a name wherever its value, or a member of it, may be kept: anywhere but in `x.name.y()`, in code or in a string. */
function keptAs(name: string): RegExp {
  const isNotProse = `(?<!(?<![\\w$])(?!(?:${BEFORE_NAMES})[ \\t])\\w+[ \\t]+)`;
  const isUsedAtOnce = '\\s*\\??\\.\\s*[\\w$]+\\s*(?:\\?\\.\\s*)?\\(';
  return new RegExp(`(?<![\\w$-])${isNotProse}${escapePattern(name)}(?![\\w$-])(?!${isUsedAtOnce})`);
}
