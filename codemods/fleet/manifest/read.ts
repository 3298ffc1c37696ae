import path from 'node:path';
import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { issueText } from '../../report/issue-text';
import { type Manifest, manifestSchema } from './schema';
import { defaultName, type Source, sourceOf } from './source';

/** A repository of the manifest with its address parsed and its name determined. */
export interface ListedRepository {
  name: string;
  source: Source;
  entry: Manifest['repositories'][number];
  /** Where the manifest lists it, for messages: `file:line:column: repositories[index]`. */
  at: string;
}

export interface ReadManifest {
  defaults: NonNullable<Manifest['defaults']>;
  repositories: readonly ListedRepository[];
}

/** Every problem of a manifest at once, each as `file:line:column: what`. */
export class ManifestError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ManifestError';
  }
}

const MAX_PROBLEMS = 20;

/**
 * Reads a manifest, YAML or JSON (which YAML includes).
 *
 * @param text the manifest's text
 * @param file its path as the messages should show it
 * @param cwd what `file` is relative to; relative addresses start at the manifest's folder
 * @throws {ManifestError} naming line and column of everything that is wrong
 */
export function readManifest(text: string, file: string, cwd: string): ReadManifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const failWhere = (problems: readonly string[]) => {
    if (problems.length === 0) return;
    const more = problems.length - MAX_PROBLEMS;
    throw new ManifestError(
      more > 0 ? [...problems.slice(0, MAX_PROBLEMS), `and ${more} more problems`] : problems,
    );
  };

  failWhere(document.errors.map((error) => `${at(error.pos[0])}: ${error.message}`));

  const value = plainValue(() => document.toJS({ maxAliasCount: 100 }), file);
  if (value === null)
    failWhere([`${file}:1:1: the manifest is empty: it lists repositories, as docs/fleet.md shows`]);
  const parsed = manifestSchema.safeParse(value);
  const positionOf = (keys: readonly PropertyKey[]) => at(offsetOf(document.contents, keys));
  if (!parsed.success) {
    failWhere(
      parsed.error.issues.map(
        (issue) => `${positionOf(issuePath(issue))}: ${pathText(issue.path)}${messageOf(issue)}`,
      ),
    );
  }
  const manifest = parsed.data as Manifest;

  const problems: string[] = [];
  const problem = (keys: readonly PropertyKey[], message: string) =>
    problems.push(`${positionOf(keys)}: ${pathText(keys)}${message}`);

  const firstWithName = new Map<string, number>();
  const repositories: ListedRepository[] = [];
  for (const [index, entry] of manifest.repositories.entries()) {
    const result = sourceOf(entry.url, path.dirname(path.resolve(cwd, file)));
    if (!result.ok) {
      problem(['repositories', index, 'url'], result.problem);
      continue;
    }
    const name = entry.name ?? defaultName(result.source);
    // Names become file names, and some file systems do not tell case apart.
    const first = firstWithName.get(name.toLowerCase());
    if (first === undefined) firstWithName.set(name.toLowerCase(), index);
    else {
      const keys = ['repositories', index, entry.name === undefined ? 'url' : 'name'];
      problem(keys, `the name ${name} is taken by repositories[${first}]; give each a \`name\` of its own`);
    }
    const place = ['repositories', index];
    repositories.push({ name, source: result.source, entry, at: `${positionOf(place)}: ${pathText(place)}` });
  }
  failWhere(problems);
  return { defaults: manifest.defaults ?? {}, repositories };
}

/** The parser throws on aliases that would expand without bound. */
function plainValue(convert: () => unknown, file: string): unknown {
  try {
    return convert();
  } catch (error) {
    throw new ManifestError([`${file}:1:1: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** For an unknown key, the path of the key itself instead of the map around it. */
function issuePath(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

/** For an invalid key, the fault of the key instead of the general message. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  return issueText(issue);
}

const pathText = (keys: readonly PropertyKey[]): string =>
  keys.length === 0
    ? ''
    : `${keys.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`)).join('')}: `;

/** Offset of the deepest part of the path that exists: the key of a map's pair, the item of a list. */
function offsetOf(root: unknown, keys: readonly PropertyKey[]): number {
  let offset = startOf(root) ?? 0;
  let node: unknown = root;
  for (const key of keys) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isNode(node) && 'items' in node && typeof key === 'number') {
      node = (node.items as unknown[])[key];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined);
