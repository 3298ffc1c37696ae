import type ts from 'typescript';
import { redact } from '../report/redaction';
import type { Accepted, Advice, Site } from '../report/report';
import { detached } from '../resolve/detached';
import type { Evidence } from '../resolve/verdict';
import { applyEdits, type Edit, editsWithin, sortedEdits } from '../rewrite/edits';
import { type LineTable, lineEnd } from '../rewrite/lines';
import type { SiteRewrite } from '../rewrite/rewritten-file';
import type { Alternative, Draft, DraftBehindDoors } from '../rewrite/transform';
import type { CauseReader, PlacedCause } from './causes';
import type { OwnQuestion } from './questions/own-question';
import type { Choice, CodeChange } from './questions/question';

/** A file whose drafts become sites. */
export interface FileText {
  file: string;
  text: string;
  lines: LineTable;
}

/** The guide's advice for a place that is no legacy use. */
export function adviceOf(
  { file, lines }: FileText,
  source: ts.SourceFile,
  { anchor, notes, outcome }: Draft,
): Advice[] {
  if (outcome.status !== 'advice') return [];
  const position = lines.positionOf(anchor.getStart(source));
  return notes.map((note) => ({ file, ...position, note }));
}

/** The report's entry of a place that a comment accepts. */
export function acceptedOf(
  { file, text, lines }: FileText,
  source: ts.SourceFile,
  { rule, code, anchor, extent, outcome }: Draft,
): Accepted[] {
  if (outcome.status !== 'accepted') return [];
  const offset = anchor.getStart(source);
  const end = lineEnd(text, Math.max(offset, extent.getEnd()));
  return [
    {
      by: outcome.by ?? 'comment',
      rule,
      ...(code && { code }),
      file,
      ...lines.positionOf(offset),
      before: shown(text.slice(lines.startOf(offset), end)),
      reason: shown(outcome.reason),
    },
  ];
}

/** A site before the decision whether it is rewritten. */
export interface SiteDraft {
  rewrite: SiteRewrite;
  /** The site's entry in the report, as far as it does not depend on the decision. */
  site: Omit<Site, 'status' | 'reason' | 'after'>;
  /** The causes to ask about, where the receiver is not known. */
  causes: readonly PlacedCause[];
  /** The name of the client there. */
  client: string | undefined;
  /** The question about this site alone, and what each choice would change. */
  own: (OwnQuestion & { choices: readonly Choice[] }) | undefined;
  /** The site's lines after a rewrite, if its receiver were the SDK's. */
  ifYes: string | undefined;
  /** The site's whole lines. */
  start: number;
  end: number;
}

/** A draft, and the question about it. */
export interface AskedDraft extends DraftBehindDoors {
  own?: OwnQuestion | undefined;
}

/** A place of a file as the report has it. */
export function siteDraft(
  { file, text, lines }: FileText,
  source: ts.SourceFile,
  draft: AskedDraft,
  rewrite: SiteRewrite,
  { root, readCause }: { root: string; readCause: CauseReader },
): SiteDraft {
  const {
    rule,
    code,
    anchor,
    extent,
    notes,
    because,
    causes = [],
    client,
    calls,
    ifOurs,
    own,
    outcome,
  } = draft;
  const offset = anchor.getStart(source);
  const start = lines.startOf(offset);
  const end = lineEnd(text, Math.max(offset, extent.getEnd()));
  const name = enclosingFunction(anchor);
  const elsewhere = calls
    .map((call) => call.getStart(source))
    .filter((at) => at < start || at >= end)
    .map((at) => lines.positionOf(at));
  const site = {
    rule,
    ...(code && { code }),
    file,
    ...lines.positionOf(offset),
    notes: [...notes],
    before: shown(text.slice(start, end)),
    ...(name && { function: detached(name) }),
    ...(because && { because: shown(sentence(because, root)) }),
    ...(elsewhere.length > 0 && { calls: elsewhere }),
  };
  const after = (edits: readonly Edit[]) =>
    shown(applyEdits(text.slice(start, end), editsWithin(sortedEdits(edits), start, end)));
  return {
    rewrite,
    site,
    causes: causes.map(readCause),
    client,
    own:
      outcome.status === 'review' && own
        ? asked(own, outcome.choices ?? [], { file, text, lines })
        : undefined,
    ifYes: ifOurs && after(ifOurs),
    start,
    end,
  };
}

function asked(
  own: OwnQuestion,
  choices: readonly Alternative[],
  place: FileText,
): NonNullable<SiteDraft['own']> {
  return {
    ...own,
    code: shown(own.code),
    choices: choices.map(({ choice, text, outcome }) => ({
      choice,
      text: shown(text),
      needsReason: false,
      changes: changedLines(place, outcome.edits),
    })),
  };
}

/** The changes that edits make anywhere in the file; adjacent lines are one change. */
function changedLines({ file, text, lines }: FileText, edits: readonly Edit[]): CodeChange[] {
  const sorted = sortedEdits(edits);
  const ranges: { start: number; end: number }[] = [];
  for (const edit of sorted) {
    const last = ranges.at(-1);
    const end = lineEnd(text, edit.end);
    if (last && lines.startOf(edit.start) <= last.end + 2) last.end = Math.max(last.end, end);
    else ranges.push({ start: lines.startOf(edit.start), end });
  }
  return ranges.map(({ start, end }) => {
    const before = text.slice(start, end);
    const after = applyEdits(before, editsWithin(sorted, start, end));
    const same = sameEnding(before, after);
    return {
      file,
      line: lines.positionOf(start).line,
      before: shown(before.slice(0, before.length - same)),
      after: shown(after.slice(0, after.length - same)),
    };
  });
}

/** Length of the common last lines of two texts, without their first lines: a removed line takes its line break along. */
function sameEnding(before: string, after: string): number {
  let same = 0;
  for (;;) {
    const at = before.lastIndexOf('\n', before.length - same - 1);
    const line = before.slice(Math.max(0, at), before.length - same);
    if (at <= 0 || !after.slice(0, after.length - same).endsWith(line)) return same;
    if (after.length - same - line.length <= 0) return same;
    same += line.length;
  }
}

/** The evidence for a site as a sentence, with paths relative to the root. */
function sentence({ text, places }: Evidence, root: string): string {
  const shownPlaces = places.map(({ file, line }) => `${file.replace(`${root}/`, '')}:${line}`);
  return shownPlaces.length === 0 ? text : `${text}: ${shownPlaces.join(', ')}`;
}

/**
 * @param text of the file
 * @param sorted the edits of the file's sites, in the order of the text
 * @param left the reason why a site that could be rewritten is not
 */
export function decidedSite(
  { rewrite: { outcome }, site, start, end }: SiteDraft,
  text: string,
  sorted: readonly Edit[],
  left: string | undefined,
): Site {
  const reason = left ?? (outcome.status === 'review' ? outcome.reason : undefined);
  if (reason !== undefined) return { ...site, status: 'review', reason: shown(reason) };
  const after = applyEdits(text.slice(start, end), editsWithin(sorted, start, end));
  return { ...site, status: 'rewritten', after: shown(after) };
}

/** A redacted copy for a report. It is no slice of the file's text, which would stay in memory with it. */
export function shown(text: string): string {
  return detached(redact(text.replace(/^\uFEFF/, '')));
}

/** Name of the innermost named function or method around a node, as in a stack trace. */
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
