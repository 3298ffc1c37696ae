import ts from 'typescript';
import { defineMigration, type Migration } from '../../codemods/engine/migration';
import type { Edit } from '../../codemods/rewrite/edits';
import type { Draft, Transform } from '../../codemods/rewrite/transform';
import { zentra } from '../../codemods/zentra/index';

/** What a rule does wrong: where it rewrites, it writes something else, or touches what stands beside its site. */
export interface Fault {
  rule: string;
  /** A text that the rule writes, or that stands in the statement of its site. */
  right: string;
  /** What stands there instead. */
  wrong: string;
}

/** A migration with faults in its definition. */
export interface SpoiltMigration {
  migration: Migration;
  /** Faults that no site has met so far: a test of them would show nothing. */
  unmet(): readonly Fault[];
}

/** The definition as it is published, but for what some of its rules write. */
export function spoilt(faults: readonly Fault[]): SpoiltMigration {
  const unmet = new Set(faults);
  const spoil = (transform: Transform): Transform => {
    const own = faults.filter(({ rule }) => rule === transform.rule);
    if (own.length === 0) return transform;
    return {
      rule: transform.rule,
      rewrite: (...given) =>
        transform.rewrite(...given).map((draft) =>
          own.reduce((kept, fault) => {
            const wrong = withFault(kept, fault);
            if (wrong) unmet.delete(fault);
            return wrong ?? kept;
          }, draft),
        ),
    };
  };
  const migration = defineMigration({
    ...zentra,
    loadTransforms: async () => (await zentra.loadTransforms()).map(spoil),
  });
  return { migration, unmet: () => [...unmet] };
}

/** @returns `undefined` where the text is neither written there nor stands beside it */
function withFault(draft: Draft, { right, wrong }: Fault): Draft | undefined {
  const { anchor, outcome } = draft;
  if (outcome.status !== 'rewritten') return undefined;
  const written = outcome.edits.find(({ text }) => text.includes(right));
  const edits = written
    ? outcome.edits.map((edit) =>
        edit === written ? { ...edit, text: edit.text.replace(right, wrong) } : edit,
      )
    : beside(anchor, right, wrong, outcome.edits);
  return edits && { ...draft, outcome: { ...outcome, edits } };
}

function beside(
  anchor: ts.Node,
  right: string,
  wrong: string,
  edits: readonly Edit[],
): readonly Edit[] | undefined {
  const statement = ts.findAncestor(anchor, ts.isStatement);
  const at = statement?.getText().indexOf(right) ?? -1;
  if (!statement || at < 0) return undefined;
  const start = statement.getStart() + at;
  const end = start + right.length;
  const isFree = edits.every((edit) => edit.end < start || end < edit.start);
  return isFree ? [...edits, { start, end, text: wrong }] : undefined;
}
