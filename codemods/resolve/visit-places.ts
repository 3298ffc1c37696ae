import ts from 'typescript';
import { firstFrom } from './first-from';
import { embeddedIn } from './template';

/**
 * Visits the nodes around some places of the text, outermost first. Skips nodes without a place, so that a text search spares a walk
 * through the whole tree.
 *
 * @param places offsets in ascending order
 */
export function visitPlaces(
  source: ts.SourceFile,
  places: readonly number[],
  visitor: (node: ts.Node) => void,
): void {
  const visit = (node: ts.Node): void => {
    if (!holdsPlace(node, places)) return;
    visitor(node);
    // JSDoc nodes are not children: they are in the white space before their node.
    for (const comment of (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []) visit(comment);
    ts.forEachChild(node, visit);
  };
  if (places.length === 0) return;
  ts.forEachChild(source, visit);
  for (const node of embeddedIn(source)) visit(node);
}

/** Whether a node, or the white space before it, contains one of the places, which are in ascending order. */
export function holdsPlace({ pos, end }: ts.Node, places: readonly number[]): boolean {
  const place = places[firstFrom(places, pos, (offset) => offset)];
  return place !== undefined && place < end;
}

/** Offsets before `end` at which a pattern matches. */
export function placesOf(text: string, pattern: RegExp, end: number): number[] {
  return Array.from(text.matchAll(pattern), ({ index }) => index).filter((place) => place < end);
}
