import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { FileOutcome, Site } from '../reports/report';
import type { Advice } from './analyse';
import { TOOL } from './tool';

/** What resolution and rewriting found, apart from the bytes that the scan has anyway. */
export interface Findings {
  sites: readonly Site[];
  advice: readonly Advice[];
  failed: readonly FileOutcome[];
  changes: readonly FileRewrite[];
  /** Digests of what was read outside the root; no digest where there was nothing to read. */
  outside: readonly { path: string; digest: string | null }[];
}

export interface FileRewrite {
  file: string;
  /** Left out where the scan has the bytes. */
  before?: string;
  after: string;
}

export interface Cache {
  load(): Findings | undefined;
  save(findings: Findings): void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The findings of the last run over a root, in the user's cache directory. They are used again only for the same bytes
 * everywhere, the same question and the same version of this tool; a file that is missing, cut off or altered is no answer.
 *
 * @param question whatever else the findings depend on: rules, options, installed versions
 */
export function openCache(root: string, content: string, question: unknown, env: Environment): Cache {
  const key = digestOf(JSON.stringify([TOOL, content, question]));
  const folder = join(cacheHome(env), 'findings');
  const path = join(folder, `${digestOf(root).slice(0, 32)}.json`);
  return {
    load() {
      try {
        const [header, payload] = split(readFileSync(path, 'utf8'));
        if (header !== `${key} ${digestOf(payload)}`) return undefined;
        const findings = JSON.parse(payload) as Findings;
        return findings.outside.every((read) => digestOfFile(read.path) === read.digest)
          ? findings
          : undefined;
      } catch {
        return undefined;
      }
    },
    save(findings) {
      const payload = JSON.stringify(findings);
      const temporary = `${path}.${process.pid}`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(temporary, `${key} ${digestOf(payload)}\n${payload}`, { mode: 0o600 });
        renameSync(temporary, path);
      } catch {
        // A cache that cannot be written costs time, not an answer.
        rmSync(temporary, { force: true });
      }
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

function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function split(text: string): [header: string, payload: string] {
  const end = text.indexOf('\n');
  return [text.slice(0, end), text.slice(end + 1)];
}

function cacheHome(env: Environment): string {
  // The XDG specification: a relative path is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'zentra-codemods');
  const local = env.LOCALAPPDATA;
  if (process.platform === 'win32' && local !== undefined) return join(local, 'zentra-codemods', 'cache');
  return join(homedir(), '.cache', 'zentra-codemods');
}
