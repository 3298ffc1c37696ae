import type ts from 'typescript';
import { detached } from '../resolve/detached';
import type { Unit } from '../resolve/unit';
import { COMPAT_EXPORTS } from '../zentra/names';
import { type Edit, sortedEdits } from './edits';
import { importedSpendingLimits, moduleStyleOf, switchedImports } from './imports';
import { todoAbove, todoLine, withoutTodoAbove } from './todo';
import type { Draft } from './transform';

/** A unit and what becomes of its occurrences. */
export interface DraftedUnit {
  unit: Unit;
  source: ts.SourceFile;
  drafts: readonly Draft[];
}

export interface RewrittenFile {
  /** The edits of the sites themselves, without imports and TODO lines, in the order of the text. */
  siteEdits: readonly Edit[];
  /** Whether it takes something from `zentra-compat`, even where the SDK's imports are kept. */
  needsCompat: boolean;
  /** Whether some import of the SDK can be switched. */
  importsSdk: boolean;
  /** All that makes the new text out of the original one. `sdkBecomesCompat`: imports of the SDK are switched. */
  edits(sdkBecomesCompat: boolean): readonly Edit[];
}

/**
 * Puts the edits of a file's sites together with the imports that they need and the TODO lines of what is left. The result holds
 * on to no syntax tree, nor to the text: a run keeps the results of all its files.
 */
export function rewrittenFile(
  text: string,
  units: readonly DraftedUnit[],
  { packageIsEsm }: { packageIsEsm: boolean },
): RewrittenFile {
  const siteEdits = units.flatMap(({ drafts }) =>
    drafts.flatMap(({ outcome }) => (outcome.status === 'rewritten' ? outcome.edits : [])),
  );
  const needing = units.filter(({ drafts }) =>
    drafts.some(({ outcome }) => outcome.status === 'rewritten' && outcome.needs),
  );
  const switched = units.flatMap(({ unit, source }) =>
    switchedImports(source, unit.text.length, COMPAT_EXPORTS),
  );
  const always = [...units.flatMap((unit) => todosOf(text, unit)), ...siteEdits];
  return withEdits({
    siteEdits,
    needsCompat: needing.length > 0,
    importsSdk: switched.length > 0,
    keeping: [...always, ...neededImports(needing, packageIsEsm, false)],
    switching: [...always, ...switched, ...neededImports(needing, packageIsEsm, true)],
  });
}

interface Edits extends Pick<RewrittenFile, 'siteEdits' | 'needsCompat' | 'importsSdk'> {
  keeping: readonly Edit[];
  switching: readonly Edit[];
}

function withEdits({ keeping, switching, siteEdits, ...rest }: Edits): RewrittenFile {
  const kept = { keeping: keeping.map(detachedEdit), switching: switching.map(detachedEdit) };
  return {
    ...rest,
    siteEdits: sortedEdits(siteEdits.map(detachedEdit)),
    edits: (sdkBecomesCompat) => (sdkBecomesCompat ? kept.switching : kept.keeping),
  };
}

const detachedEdit = (edit: Edit): Edit => ({ ...edit, text: detached(edit.text) });

function neededImports(
  needing: readonly DraftedUnit[],
  packageIsEsm: boolean,
  sdkBecomesCompat: boolean,
): Edit[] {
  return needing.flatMap(({ unit, source }) => {
    const style = unit.kind === 'component' ? 'esm' : moduleStyleOf(source, packageIsEsm);
    return importedSpendingLimits(source, unit.text.length, style, sdkBecomesCompat, COMPAT_EXPORTS);
  });
}

/** One TODO line for each statement and rule. A page is prose: what its fences need stands in the report. */
function todosOf(text: string, { unit, source, drafts }: DraftedUnit): Edit[] {
  if (unit.kind === 'fence') return [];
  const todos = new Map<string, Edit>();
  const kept = new Set<string>();
  for (const { rule, anchor, outcome } of drafts) {
    if (outcome.status !== 'review') continue;
    const line = `${todoLine(text, source, anchor)}:${rule}`;
    if (kept.has(line)) continue;
    kept.add(line);
    for (const edit of todoAbove(text, source, anchor, rule, outcome.reason)) todos.set(line, edit);
  }
  for (const { rule, anchor, outcome } of drafts) {
    const line = `${todoLine(text, source, anchor)}:${rule}`;
    const isSettled = outcome.status === 'rewritten' || outcome.status === 'accepted';
    if (!isSettled || kept.has(line)) continue;
    for (const edit of withoutTodoAbove(text, source, anchor, rule)) todos.set(line, edit);
  }
  return [...todos.values()];
}
