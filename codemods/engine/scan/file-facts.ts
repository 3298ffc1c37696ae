import { digestOf } from '../digest';
import { isUtf16, type LeftOut, leftOutAs, leftOutReasons, narrowed } from './left-out';
import type { Tokens } from './tokens';

/** Facts that a file's bytes tell without parsing. */
export interface FileFacts {
  /** SHA-256 of the bytes, in base64url. */
  digest: string;
  /** It has the name of the SDK or of its replacement. */
  mentionsSdk: boolean;
  /** It has a legacy name, so that it may hold a site. */
  mayHoldSites: boolean;
  /** It has a reviewed name, which an earlier run may have written. */
  mayBeMigrated: boolean;
  /** It may hold a hand-written request to one of the vendor's routes. */
  mayHoldRoutes: boolean;
  /** The reason why it is not read, although it names the SDK or has a call that looks like one of the SDK. */
  leftOut?: LeftOut | undefined;
}

/** Files that decide where imports lead and which versions are in use. */
const CONFIGURATION =
  /(?:^|\/)(?:package\.json|[jt]sconfig[^/]*\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|\.yarnrc\.yml|[\w.-]*config[\w.-]*\.json|\.babelrc(?:\.json)?|(?:deno|import[-_]map)\.jsonc?)$/;
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx?)$/;

/** Files that may hold source and are not read: notebooks, templates, and languages that compile to JavaScript. */
const HOLDS_SOURCE = /\.(?:ipynb|coffee|litcoffee|civet|es6|es|jsm|ejs|hbs|pug|njk|marko|riot)$/;
const HOLDS_SCRIPTS = /\.x?html?$/;
const WITHOUT_EXTENSION = /(?:^|\/)[^./]+$/;

/**
 * A `page`, a `script` and an `unread` file are only searched for text that looks like a use of the SDK. An `other` file is not
 * searched.
 */
export type Kind = 'source' | 'configuration' | 'page' | 'script' | 'unread' | 'other';

/** The kind of a file, by its name. */
export function kindOf(file: string): Kind {
  if (SOURCE.test(file)) return 'source';
  if (HOLDS_SCRIPTS.test(file)) return 'page';
  if (HOLDS_SOURCE.test(file)) return 'unread';
  if (CONFIGURATION.test(file)) return 'configuration';
  return WITHOUT_EXTENSION.test(file) ? 'script' : 'other';
}

/** Whether files of a kind may use the SDK, read or not. */
export const holdsCode = (kind: Kind): boolean => kind !== 'configuration' && kind !== 'other';

/** Whether a file may have to change. */
export const isCandidate = (facts: FileFacts): boolean =>
  facts.leftOut === undefined &&
  (facts.mentionsSdk || facts.mayHoldSites || facts.mayBeMigrated || facts.mayHoldRoutes);

/** Facts of a source file. Of one that is left out, only the digest and whether it names the SDK count. */
export function factsOf(content: Buffer, tokens: Tokens): FileFacts {
  const digest = contentDigest(content);
  const searched = isUtf16(content) ? narrowed(content) : content;
  const mentionsSdk = tokens.mentionsSdk(searched);
  if (content.length > MAX_SOURCE_BYTES && !mentionsSdk)
    return { ...onlyDigest(digest), leftOut: tokens.looksLikeUse(searched) ? 'large' : undefined };
  const facts = {
    digest,
    mentionsSdk,
    mayHoldSites: tokens.mayHoldSites(searched),
    mayBeMigrated: tokens.mayBeMigrated(searched),
    mayHoldRoutes: tokens.mayHoldRoutes(searched),
  };
  const leftOut = isCandidate(facts) ? leftOutAs(content) : undefined;
  if (leftOut === undefined) return facts;
  const mayUseSdk = mentionsSdk || tokens.looksLikeUse(searched);
  return { ...onlyDigest(digest), mentionsSdk, leftOut: mayUseSdk ? leftOut : undefined };
}

/** Facts of a file that may hold source and is not read. */
export function factsOfUnread(content: Buffer, tokens: Tokens): FileFacts {
  return unread(content, content, 'no-source', tokens);
}

/** Facts of an HTML page, of which only the scripts are code. */
export function factsOfPage(content: Buffer, tokens: Tokens): FileFacts {
  const scripts = content.includes('<script') ? content.toString('latin1').match(SCRIPTS) : null;
  return unread(content, Buffer.from((scripts ?? []).join('\n'), 'latin1'), 'no-source', tokens);
}

/** Facts of a file without an extension, such as the `bin` of a package. Most such files are no scripts. */
export function factsOfScript(content: Buffer, tokens: Tokens): FileFacts {
  const isScript = SHEBANG.test(content.toString('latin1', 0, 128)) || tokens.importsSdk(content);
  return unread(content, isScript ? content : Buffer.alloc(0), 'script', tokens);
}

const SCRIPTS = /<script\b[\s\S]*?<\/script/gi;
const SHEBANG = /^#!.*\b(?:node|nodejs|bun|deno|tsx|ts-node)\b/;

function unread(content: Buffer, code: Buffer, kind: LeftOut, tokens: Tokens): FileFacts {
  const mentionsSdk = tokens.mentionsSdk(code);
  const leftOut = mentionsSdk || tokens.looksLikeUse(code) ? kind : undefined;
  return { ...onlyDigest(contentDigest(content)), mentionsSdk, leftOut };
}

/** Facts of a configuration file, of which only the digest counts. */
export function factsOfConfiguration(content: Buffer): FileFacts {
  return onlyDigest(contentDigest(content));
}

/** In base64url, which is short, since there is one digest for each file of a repository. */
export const contentDigest = (content: Buffer): string => digestOf(content, 'base64url');

const DIGEST_LENGTH = 43;
const MENTIONS_SDK = 1;
const MAY_HOLD_SITES = 2;
const MAY_BE_MIGRATED = 4;
const MAY_HOLD_ROUTES = 8;
/** The bits from here on hold the index of the kind, plus one. */
const LEFT_OUT = 16;
const kindsLeftOut = Object.keys(leftOutReasons) as LeftOut[];

const FLAGS_LENGTH = 2;
/** Characters of a file's facts as text. */
export const FACTS_LENGTH = FLAGS_LENGTH + DIGEST_LENGTH;

/** Packs the facts into two digits of flags and the digest, since there is one such text for each file of a repository. */
export function factsAsText(facts: FileFacts): string {
  const kind = facts.leftOut === undefined ? 0 : kindsLeftOut.indexOf(facts.leftOut) + 1;
  const flags =
    (facts.mentionsSdk ? MENTIONS_SDK : 0) |
    (facts.mayHoldSites ? MAY_HOLD_SITES : 0) |
    (facts.mayBeMigrated ? MAY_BE_MIGRATED : 0) |
    (facts.mayHoldRoutes ? MAY_HOLD_ROUTES : 0) |
    (kind * LEFT_OUT);
  return flags.toString(36).padStart(FLAGS_LENGTH, '0') + facts.digest;
}

/** @param text that begins with a file's facts; more may follow */
export function factsFromText(text: string): FileFacts {
  const flags = Number.parseInt(text.slice(0, FLAGS_LENGTH), 36);
  return {
    digest: text.slice(FLAGS_LENGTH, FACTS_LENGTH),
    mentionsSdk: (flags & MENTIONS_SDK) !== 0,
    mayHoldSites: (flags & MAY_HOLD_SITES) !== 0,
    mayBeMigrated: (flags & MAY_BE_MIGRATED) !== 0,
    mayHoldRoutes: (flags & MAY_HOLD_ROUTES) !== 0,
    leftOut: kindsLeftOut[Math.floor(flags / LEFT_OUT) - 1],
  };
}

const onlyDigest = (digest: string): FileFacts => ({
  digest,
  mentionsSdk: false,
  mayHoldSites: false,
  mayBeMigrated: false,
  mayHoldRoutes: false,
});

/** No person writes so large a file. It is a bundle, which is searched further only if it names the SDK. */
const MAX_SOURCE_BYTES = 2 * 1024 * 1024;
