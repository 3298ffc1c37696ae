import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Accepted, Advice, BlindSpot, Cause, FileOutcome, LeftAlone, Site } from '../../report/report';
import type { Edit } from '../../rewrite/edits';
import { digestOf } from '../digest';
import type { Question } from '../questions/question';
import { TOOL } from '../tool';
import { cacheHome, type Environment } from '../user-directory';
import { readSealed, writeSealed } from './sealed-file';

/** The findings of resolution and rewriting, without the bytes that the scan has anyway. */
export interface CachedFindings {
  sites: readonly Site[];
  causes: readonly Cause[];
  advice: readonly Advice[];
  accepted: readonly Accepted[];
  questions: readonly Question[];
  /** Ids of the answers that settled a site. */
  honoured: readonly string[];
  failed: readonly FileOutcome[];
  blindSpots: readonly BlindSpot[];
  /** Blind spots that every run but a check mends. */
  mended: readonly BlindSpot[];
  leftAlone?: LeftAlone | undefined;
  changes: readonly CachedChange[];
  /** Digests of the files read outside the root; `null` where there was no file. */
  outside: readonly { path: string; digest: string | null }[];
}

/** A change of a scanned file as its edits, as the scan has the bytes; of any other file as its texts. */
export type CachedChange = { file: string; movedTo?: string | undefined } & (
  | { edits: readonly Edit[] }
  | { before: string; after: string }
);

export interface FindingsCache {
  load(): CachedFindings | undefined;
  save(findings: CachedFindings): void;
}

/** An empty cache that stores nothing. */
export const noFindings: FindingsCache = { load: () => undefined, save: () => {} };

/**
 * The findings of the last run over a root, in the user's cache directory. They are reused only for the same bytes everywhere, the same
 * question and the same version of this tool. A missing, truncated or altered cache file counts as none.
 *
 * @param release the release of the migration's definition
 * @param question everything else that the findings depend on: rules, options, installed versions
 */
export function openFindings(
  root: string,
  release: string,
  content: string,
  question: unknown,
  env: Environment,
): FindingsCache {
  const key = digestOf(JSON.stringify([TOOL, release, content, question]));
  const path = join(cacheHome(env), 'findings', `${digestOf(root).slice(0, 32)}.json`);
  return {
    load() {
      const content = readSealed(path, key);
      if (!content) return undefined;
      const findings = JSON.parse(content.toString('utf8')) as CachedFindings;
      const isSame = findings.outside.every((read) => digestOfFile(read.path) === read.digest);
      return isSame ? findings : undefined;
    },
    save(findings) {
      writeSealed(path, key, JSON.stringify(findings));
    },
  };
}

export function digestOfFile(path: string): string | null {
  try {
    return digestOf(readFileSync(path));
  } catch {
    return null;
  }
}
