import type ts from 'typescript';
import { redact } from '../report/redact';
import type { Advice, Site } from '../report/report';
import { detached } from '../resolve/detached';
import { applyEdits, type Edit, editsWithin } from '../rewrite/edits';
import { lineEnd, lineStart, positionOf } from '../rewrite/lines';
import type { Draft } from '../rewrite/transform';

/** What the guide asks for at a place that is no legacy use. */
export function adviceOf(
  file: string,
  text: string,
  source: ts.SourceFile,
  { anchor, notes, outcome }: Draft,
): Advice[] {
  if (outcome.status !== 'advice') return [];
  const position = positionOf(text, anchor.getStart(source));
  return notes.map((note) => ({ file, ...position, note }));
}

/** A place of a file as the report has it; none for advice. */
export function siteOf(
  file: string,
  text: string,
  source: ts.SourceFile,
  draft: Draft,
  edits: readonly Edit[],
): Site[] {
  const { rule, code, anchor, extent, notes, outcome } = draft;
  if (outcome.status === 'advice') return [];
  const offset = anchor.getStart(source);
  const start = lineStart(text, offset);
  const end = lineEnd(text, Math.max(offset, extent.getEnd()));
  const own = text.slice(start, end);
  const name = enclosingFunction(anchor);
  const site: Site = {
    rule,
    ...(code && { code }),
    file,
    ...positionOf(text, offset),
    status: outcome.status,
    notes: [...notes],
    before: shown(own),
    ...(name && { function: detached(name) }),
  };
  if (outcome.status === 'review') return [{ ...site, reason: shown(outcome.reason) }];
  const after = applyEdits(own, editsWithin(edits, start, end));
  return [{ ...site, after: shown(after) }];
}

/** As a report has it; no part of the file's text, which would be kept for it. */
function shown(text: string): string {
  return detached(redact(text.replace(/^\uFEFF/, '')));
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
