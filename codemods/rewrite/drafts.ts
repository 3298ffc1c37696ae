import type ts from 'typescript';
import type { Occurrence } from '../resolve/occurrences';
import type { Unit } from '../resolve/unit';
import type { Context, DraftBehindDoors, Transform } from './transform';

/** What becomes of a unit's occurrences, in the order of the text; one draft a place, however often it was found. */
export function draftsOf(
  unit: Unit,
  source: ts.SourceFile,
  occurrences: readonly Occurrence[],
  transforms: readonly Transform[],
  context: Context,
): DraftBehindDoors[] {
  const places = new Map<string, DraftBehindDoors>();
  const fundings = new Set(
    occurrences.flatMap((item) =>
      item.kind === 'funding' && item.verdict.origin === 'sdk' ? [item.call] : [],
    ),
  );
  for (const occurrence of occurrences) {
    for (const draft of transforms.flatMap((transform) =>
      transform.rewrite(occurrence, { ...context, fundings }),
    )) {
      const offset = draft.anchor.getStart(source);
      // Behind the end stands what the compiler was told in addition.
      if (offset >= unit.text.length) continue;
      const key = `${draft.rule}:${offset}:${draft.outcome.status === 'advice'}`;
      if (!places.has(key)) places.set(key, { ...draft, doors: occurrence.verdict.doors });
    }
  }
  return [...places.values()].sort((a, b) => a.anchor.getStart(source) - b.anchor.getStart(source));
}
