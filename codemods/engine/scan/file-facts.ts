import { digestOf } from '../digest';
import type { Tokens } from './tokens';

/** What a file's bytes tell before anything is parsed. */
export interface FileFacts {
  /** SHA-256 of the bytes, in base64url. */
  digest: string;
  /** The name of the SDK, or of its replacement, stands in it. */
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
export const isCandidate = ({ mentionsSdk, mayHoldSites }: FileFacts): boolean => mentionsSdk || mayHoldSites;

/** Facts of a source file. Of one that a tool printed for a machine only its digest counts. */
export function factsOf(content: Buffer, tokens: Tokens): FileFacts {
  const digest = contentDigest(content);
  const mentionsSdk = tokens.mentionsSdk(content);
  if (content.length > MAX_SOURCE_BYTES && !mentionsSdk) return onlyDigest(digest);
  const facts = { digest, mentionsSdk, mayHoldSites: tokens.mayHoldSites(content) };
  return isCandidate(facts) && isMinifiedOrGenerated(content) ? onlyDigest(digest) : facts;
}

/** Facts of a file that is no source: only whether it is still the same counts. */
export function factsOfConfiguration(content: Buffer): FileFacts {
  return onlyDigest(contentDigest(content));
}

/** Short, since there is one for each file of a repository. */
export const contentDigest = (content: Buffer): string => digestOf(content, 'base64url');

const DIGEST_LENGTH = 43;
const MENTIONS_SDK = 1;
const MAY_HOLD_SITES = 2;

/** Characters of a file's facts as text. */
export const FACTS_LENGTH = 1 + DIGEST_LENGTH;

/** For where there is one for each file of a repository: its flags as a digit, and its digest. */
export function factsAsText({ digest, mentionsSdk, mayHoldSites }: FileFacts): string {
  return `${(mentionsSdk ? MENTIONS_SDK : 0) | (mayHoldSites ? MAY_HOLD_SITES : 0)}${digest}`;
}

/** @param text that begins with a file's facts; more may follow */
export function factsFromText(text: string): FileFacts {
  const flags = Number(text[0]);
  return {
    digest: text.slice(1, FACTS_LENGTH),
    mentionsSdk: (flags & MENTIONS_SDK) !== 0,
    mayHoldSites: (flags & MAY_HOLD_SITES) !== 0,
  };
}

const onlyDigest = (digest: string): FileFacts => ({ digest, mentionsSdk: false, mayHoldSites: false });

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
