import { digestOf } from '../digest';
import { mayHoldSites, mentionsSdk } from './tokens';

/** What a look at a file's bytes tells, before anything is parsed. */
export interface Look {
  /** SHA-256 of the bytes, in base64url. */
  digest: string;
  /** The SDK's or the wrapper's name stands in it. */
  mentionsSdk: boolean;
  /** A legacy name stands in it, so that it may hold a site. */
  mayHoldSites: boolean;
}

/** What decides where imports lead and which versions are in use. */
const CONFIGURATION =
  /(?:^|\/)(?:package\.json|[jt]sconfig[^/]*\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|\.yarnrc\.yml)$/;
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx?)$/;

export type Kind = 'source' | 'configuration' | 'other';

/** By its name. What is neither source nor configuration is not read. */
export function kindOf(file: string): Kind {
  if (SOURCE.test(file)) return 'source';
  return CONFIGURATION.test(file) ? 'configuration' : 'other';
}

/** Whether a file may have to change. */
export const isCandidate = ({ mentionsSdk, mayHoldSites }: Look): boolean => mentionsSdk || mayHoldSites;

/** A file that a tool printed for a machine tells nothing but its digest. */
export function look(content: Buffer): Look {
  const digest = contentDigest(content);
  const namesSdk = mentionsSdk(content);
  if (content.length > MAX_SOURCE_BYTES && !namesSdk) return lookAtNothing(digest);
  const found = { digest, mentionsSdk: namesSdk, mayHoldSites: mayHoldSites(content) };
  return isCandidate(found) && isMinifiedOrGenerated(content) ? lookAtNothing(digest) : found;
}

/** For what is no source: only whether it is still the same counts. */
export function lookAside(content: Buffer): Look {
  return lookAtNothing(contentDigest(content));
}

/** Short, since there is one for each file of a repository. */
export const contentDigest = (content: Buffer): string => digestOf(content, 'base64url');

const SIZE_OF_DIGEST = 43;
const MENTIONS_SDK = 1;
const MAY_HOLD_SITES = 2;

/** Characters of a look as text. */
export const SIZE_OF_LOOK = 1 + SIZE_OF_DIGEST;

/** For where there is one for each file of a repository: its flags as a digit, and its digest. */
export function textOfLook({ digest, mentionsSdk, mayHoldSites }: Look): string {
  return `${(mentionsSdk ? MENTIONS_SDK : 0) | (mayHoldSites ? MAY_HOLD_SITES : 0)}${digest}`;
}

/** @param text that begins with a look; more may follow */
export function lookIn(text: string): Look {
  const flags = Number(text[0]);
  return {
    digest: text.slice(1, SIZE_OF_LOOK),
    mentionsSdk: (flags & MENTIONS_SDK) !== 0,
    mayHoldSites: (flags & MAY_HOLD_SITES) !== 0,
  };
}

const lookAtNothing = (digest: string): Look => ({ digest, mentionsSdk: false, mayHoldSites: false });

/** Far above what a person writes into one file: a bundle, which is worth its time only where the SDK is named in it. */
const MAX_SOURCE_BYTES = 2 * 1024 * 1024;

/** Printed by a tool for a machine: long lines throughout, or a header that says so. */
function isMinifiedOrGenerated(content: Buffer): boolean {
  const head = content.toString('latin1', 0, 1024);
  if (/^\s*(?:\/\/|\/\*|#)[^\n]*@generated\b/m.test(head)) return true;
  if (content.length < 5000) return false;
  let lines = 1;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) lines += 1;
  return content.length / lines > 500;
}
