import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import type ts from 'typescript';
import { redact } from '../reports/redact';
import type { FileOutcome, Site } from '../reports/report';
import type { Files } from '../resolve/files';
import { createModules } from '../resolve/modules';
import { COMPAT_EXPORTS } from '../resolve/names';
import type { Occurrence } from '../resolve/occurrences';
import { createSources } from '../resolve/program';
import type { Unit } from '../resolve/unit';
import { transforms } from '../transforms';
import type { Context, Draft, Edit } from '../transforms/transform';
import type { Progress } from './options';
import { type ResolvedUnit, resolveUnits } from './resolve';
import { applyEdits, editsWithin } from './rewrite/edits';
import { importedSpendingLimits, moduleStyleOf, switchedImports } from './rewrite/imports';
import { lineEnd, lineStart, positionOf } from './rewrite/lines';
import { todoAbove } from './rewrite/todo';
import type { Candidate, Scan } from './scan/scan';
import { unitsOf } from './scan/units';

export interface AnalyseOptions {
  /** Absolute real path, with `/`. */
  root: string;
  scan: Scan;
  /** Files that may be changed; the others are only looked at. */
  selected: ReadonlySet<string>;
  rules: ReadonlySet<string>;
  assumeClients: ReadonlySet<string>;
  scope: 'slice' | 'whole';
  onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Advice {
  file: string;
  line: number;
  column: number;
  note: string;
}

/** What a file holds, before it is decided what becomes of its imports. */
export interface FileAnalysis {
  file: string;
  candidate: Candidate;
  sites: readonly Site[];
  advice: readonly Advice[];
  /** The file's text after the rewrite. `sdkBecomesCompat`: imports of the SDK are switched. */
  rewritten(sdkBecomesCompat: boolean): string;
  /** Whether it needs `zentra-compat` even where the SDK's imports are kept. */
  needsCompat: boolean;
  importsSdk: boolean;
}

export interface Analysis {
  files: readonly FileAnalysis[];
  failed: readonly FileOutcome[];
}

/** Resolves and rewrites in memory. Everything that needs the compiler is behind this function. */
export function analyse(options: AnalyseOptions): Analysis {
  const { root, scan, selected } = options;
  const byPath = new Map(scan.candidates.map((candidate) => [`${root}/${candidate.file}`, candidate]));
  const files = repositoryFiles(root, scan, byPath);
  const sources = createSources((path) => unitsOf(path, files.read(path) ?? ''));
  const modules = createModules({ files, base: repositoryOf(root), packages: packageFolders(root, scan) });
  const failed: FileOutcome[] = [];
  const roots: string[] = [];
  for (const candidate of scan.candidates) {
    if (!selected.has(candidate.file)) continue;
    const names = sources.namesOf(`${root}/${candidate.file}`);
    const broken = names
      .map((name) => sources.parsed(name)!)
      .find(({ error, unit }) => error && unit.kind !== 'fence');
    if (broken) failed.push({ file: candidate.file, status: 'failed', error: broken.error! });
    else roots.push(...names.filter((name) => !sources.parsed(name)!.error));
  }
  const resolved = resolveUnits({
    sources,
    modules,
    files,
    roots,
    mentions: mentionedPaths(root, scan, files),
    assumeClients: options.assumeClients,
    scope: options.scope,
    onProgress: (done, total) => options.onProgress?.({ stage: 'resolve', done, total }),
  });
  const limitUnitInUse = scan.candidates.some(
    ({ bytes, mentionsSdk, file }) => mentionsSdk && !file.endsWith('.md') && bytes.includes('limitUnit'),
  );
  const analysed = scan.candidates.flatMap((candidate): FileAnalysis[] => {
    const units = sources
      .namesOf(`${root}/${candidate.file}`)
      .flatMap((name) => resolved.get(name) ?? [])
      .map((unit): [Unit, ResolvedUnit] => [sources.parsed(unit.name)!.unit, unit]);
    return units.length === 0 ? [] : [analyseFile(candidate, units, { ...options, limitUnitInUse })];
  });
  return { files: analysed, failed };
}

function analyseFile(
  candidate: Candidate,
  units: readonly (readonly [Unit, ResolvedUnit])[],
  { scan, rules, limitUnitInUse }: AnalyseOptions & { limitUnitInUse: boolean },
): FileAnalysis {
  const { file } = candidate;
  const text = candidate.bytes.toString('utf8');
  const isText = isUtf8(candidate.bytes);
  const owner = scan.packages.of(file);
  const edits: Edit[] = [];
  const located: { draft: Draft; unit: Unit; source: ts.SourceFile }[] = [];
  const needing: (readonly [Unit, ts.SourceFile])[] = [];

  for (const [unit, { source, resolution, occurrences }] of units) {
    const context: Context = { checker: resolution.checker, limitUnitInUse };
    const drafts = occurrences
      // What is untyped is worth a person's time only where the SDK is in use at all.
      .filter(({ origin }) => origin === 'zentra' || origin === 'partly' || owner.usesSdk)
      .flatMap((occurrence) => draftsOf(occurrence, rules, context))
      .filter(({ anchor }) => anchor.getStart(source) < unit.text.length);
    const own = isText ? uniqueDrafts(drafts, source) : uniqueDrafts(drafts, source).map(notUtf8);
    for (const draft of own) {
      located.push({ draft, unit, source });
      if (draft.outcome.status === 'rewritten') edits.push(...draft.outcome.edits);
    }
    if (own.some(({ outcome }) => outcome.status === 'rewritten' && outcome.needs))
      needing.push([unit, source]);
  }
  const todos = located.flatMap(({ draft, unit, source }) =>
    draft.outcome.status === 'review' && unit.kind !== 'fence' && isText
      ? [{ rule: draft.rule, edits: todoAbove(text, source, draft.anchor, draft.rule, draft.outcome.reason) }]
      : [],
  );
  const todoEdits = uniqueEdits(todos.flatMap((todo) => todo.edits));
  const importsSdk = units.some(
    ([unit, { source }]) => switchedImports(source, unit.text.length, COMPAT_EXPORTS).length > 0,
  );

  return {
    file,
    candidate,
    sites: located.flatMap(({ draft, source }) =>
      draft.outcome.status === 'advice' ? [] : [siteOf(file, text, source, draft, edits)],
    ),
    advice: located.flatMap(({ draft, source }) =>
      draft.outcome.status === 'advice'
        ? draft.notes.map((note) => ({ file, ...positionOf(text, draft.anchor.getStart(source)), note }))
        : [],
    ),
    needsCompat: needing.length > 0,
    importsSdk,
    rewritten(sdkBecomesCompat) {
      const imports = units.flatMap(([unit, { source }]) =>
        sdkBecomesCompat ? switchedImports(source, unit.text.length, COMPAT_EXPORTS) : [],
      );
      const needed = needing.flatMap(([unit, source]) =>
        importedSpendingLimits(
          source,
          unit.text.length,
          unit.kind === 'component' ? 'esm' : moduleStyleOf(source, owner.isEsm),
          sdkBecomesCompat,
          COMPAT_EXPORTS,
        ),
      );
      return applyEdits(text, [...todoEdits, ...edits, ...imports, ...needed]);
    },
  };
}

function draftsOf(occurrence: Occurrence, rules: ReadonlySet<string>, context: Context): Draft[] {
  return transforms
    .filter(({ rule }) => rules.has(rule))
    .flatMap((transform) => transform.rewrite(occurrence, context));
}

/** One draft a place: a variable that two fundings share is found twice. */
function uniqueDrafts(drafts: readonly Draft[], source: ts.SourceFile): Draft[] {
  const seen = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = `${draft.rule}:${draft.anchor.getStart(source)}:${draft.outcome.status === 'advice'}`;
    if (!seen.has(key)) seen.set(key, draft);
  }
  return [...seen.values()].sort((a, b) => a.anchor.getStart(source) - b.anchor.getStart(source));
}

function uniqueEdits(edits: readonly Edit[]): Edit[] {
  const rule = (edit: Edit) => /\[[\w-]+\]/.exec(edit.text)?.[0] ?? edit.text;
  return [...new Map(edits.map((edit) => [`${edit.start}:${rule(edit)}`, edit])).values()];
}

function notUtf8(draft: Draft): Draft {
  if (draft.outcome.status !== 'rewritten') return draft;
  const reason = 'The file is not valid UTF-8, so it is not touched: convert it to UTF-8, then migrate again';
  return { ...draft, outcome: { status: 'review', reason } };
}

function siteOf(
  file: string,
  text: string,
  source: ts.SourceFile,
  draft: Draft,
  edits: readonly Edit[],
): Site {
  const { rule, code, anchor, extent, notes, outcome } = draft;
  const offset = anchor.getStart(source);
  const start = lineStart(text, offset);
  const end = lineEnd(text, Math.max(offset, extent.getEnd()));
  const own = text.slice(start, end);
  const name = enclosingFunction(anchor);
  return {
    rule,
    ...(code && { code }),
    file,
    ...positionOf(text, offset),
    status: outcome.status === 'rewritten' ? 'rewritten' : 'review',
    ...(outcome.status === 'review' && { reason: redact(outcome.reason) }),
    notes: [...notes],
    before: redact(own.replace(/^\uFEFF/, '')),
    ...(outcome.status === 'rewritten' && {
      after: redact(applyEdits(own, editsWithin(edits, start, end)).replace(/^\uFEFF/, '')),
    }),
    ...(name && { function: name }),
  };
}

/** Name of the innermost named function or method around a node, as a stack trace has it. */
function enclosingFunction(node: ts.Node): string | undefined {
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    const name = 'parameters' in at && 'name' in at ? (at.name as ts.Node | undefined) : undefined;
    if (name) return name.getText();
    if (
      'parameters' in at &&
      'body' in at &&
      at.parent &&
      'initializer' in at.parent &&
      'name' in at.parent
    ) {
      const owner = at.parent.name as ts.Node | undefined;
      if (owner) return owner.getText();
    }
  }
  return undefined;
}

function repositoryFiles(root: string, scan: Scan, candidates: ReadonlyMap<string, Candidate>): Files {
  const inside = new Set(scan.files.map((file) => `${root}/${file}`));
  const outside = new Map<string, boolean>();
  return {
    exists(path) {
      if (inside.has(path)) return true;
      if (path.startsWith(`${root}/`)) return false;
      const known = outside.get(path);
      if (known !== undefined) return known;
      const found = !path.includes('/node_modules/') && isFile(path);
      outside.set(path, found);
      return found;
    },
    read(path) {
      const candidate = candidates.get(path);
      if (candidate) return candidate.bytes.toString('utf8');
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** The files that mention the SDK, those outside the root found when asked for. */
function mentionedPaths(root: string, scan: Scan, files: Files): Pick<ReadonlySet<string>, 'has'> {
  const outside = new Map<string, boolean>();
  return {
    has(path) {
      if (path.startsWith(`${root}/`)) return scan.mentions.has(path.slice(root.length + 1));
      const known = outside.get(path);
      if (known !== undefined) return known;
      const text = files.read(path) ?? '';
      const found = text.includes('@zentra/sdk') || text.includes('zentra-compat');
      outside.set(path, found);
      return found;
    },
  };
}

function packageFolders(root: string, { packages }: Scan): Map<string, string> {
  return new Map(
    packages.all.flatMap(({ name, folder }): [string, string][] =>
      name ? [[name, folder === '' ? root : `${root}/${folder}`]] : [],
    ),
  );
}

/** The outermost folder that belongs to the repository: where git has its own, else the root. */
function repositoryOf(root: string): string {
  for (let at = root; ; at = posix.dirname(at)) {
    if (exists(`${at}/.git`)) return at;
    if (at === posix.dirname(at)) return root;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
