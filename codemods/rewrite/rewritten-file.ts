import type ts from 'typescript';
import { detached } from '../resolve/detached';
import { replacementsOf } from '../resolve/replacement';
import type { Unit } from '../resolve/unit';
import type { Door } from '../resolve/verdict';
import { type Edit, sortedEdits } from './edits';
import { moduleStyleOf, neededImport } from './imports/needed-import';
import { type SwitchOptions, switchedImports } from './imports/switched-imports';
import { switchedReplacement } from './imports/switched-replacement';
import type { SiteRole } from './site-role';
import type { SwitchTarget } from './switch-target';
import { type TodoPlace, todoAbove, todoPlace, withoutTodo } from './todo';
import type { DraftBehindDoors, Outcome } from './transform';

/** A unit and the drafts for its occurrences. */
export interface DraftedUnit {
  unit: Unit;
  source: ts.SourceFile;
  drafts: readonly DraftBehindDoors[];
}

/** The rewrite of a site, before it is decided whether its client's import is switched. */
export interface SiteRewrite {
  /** The edits, or why a person must look. */
  outcome: Exclude<Outcome, { status: 'advice' }>;
  doors: readonly Door[];
  /** What the site is to the fakes of the client. */
  role: SiteRole | undefined;
  /** `undefined` in Markdown fences: TODO lines would stand in prose, so only the report has them. */
  todo: TodoPlace | undefined;
  /** TODO lines that the rewrite adds. */
  marks: readonly { place: TodoPlace; text: string }[];
  /** Index of its unit in the file. */
  unit: number;
}

/** Decisions that depend on which imports of the repository are switched. */
export interface Decision {
  /** Whether the file's imports of the SDK are switched. */
  sdkBecomesCompat: boolean;
  /** Sites that could be rewritten but are left to a person, and why. */
  left: ReadonlyMap<SiteRewrite, string>;
  /** Sites of `left` that a person accepts as they are. */
  accepted?: ReadonlySet<SiteRewrite> | undefined;
}

/** The data of a rewritten file: plain values, which can be sent to another thread. */
export interface RewrittenParts {
  sites: readonly SiteRewrite[];
  keepsSdk: boolean;
  held: ReadonlyMap<number, string>;
  /** The edits that switch imports. */
  switched: readonly Edit[];
  /** Offsets of the module's name in the imports and mocks that those edits switch. */
  switchedAt: ReadonlySet<number>;
  /** Imports of names that new code needs from the replacement, by unit and name. */
  needed: ReadonlyMap<string, Readonly<Record<'keeping' | 'switching', readonly Edit[]>>>;
}

export interface RewrittenFile {
  parts: RewrittenParts;
  /** In the order of the drafts, without advice but with accepted sites. */
  sites: readonly SiteRewrite[];
  /** Whether some import of the SDK can be switched. */
  importsSdk: boolean;
  /** Whether some import of the SDK stays when the others are switched. */
  keepsSdk: boolean;
  /** Imports of the SDK that cannot be switched, by the offset of the module's name, and why. */
  held: ReadonlyMap<number, string>;
  /** Offsets of the module's name in the imports, mocks and aliases that are switched. */
  switchedAt: ReadonlySet<number>;
  /** The edits of the sites themselves, without imports and TODO lines, in the order of the text. */
  siteEdits(left: Decision['left']): readonly Edit[];
  /** All edits that turn the original text into the new one. */
  edits(decision: Decision): readonly Edit[];
  /** Whether new code imports something from the replacement, even where the SDK's imports are kept. */
  needsCompat(left: Decision['left']): boolean;
}

export interface RewriteOptions {
  target: SwitchTarget;
  packageIsEsm: boolean;
  /** Names that other files import through an export of the SDK's whole module. */
  takenElsewhere: SwitchOptions['takenElsewhere'];
}

/**
 * Combines the edits of a file's sites with the imports that they need and the TODO lines for unresolved sites. The result references
 * neither the syntax tree nor the text, because a run keeps the results of all its files.
 */
export function rewrittenFile(
  text: string,
  units: readonly DraftedUnit[],
  { target, packageIsEsm, takenElsewhere }: RewriteOptions,
): RewrittenFile {
  const sites = units.flatMap((drafted, index) => sitesOf(text, drafted, index));
  const imports = units.map(({ unit, source }) =>
    switchedImports(source, unit.text.length, { target, takenElsewhere }),
  );
  const importsSwitchedAt = new Set(imports.flatMap((each) => each.switched));
  const replacements = units
    .flatMap(({ unit, source }) => replacementsOf(source, unit.text.length, target.module))
    .map((each) => ({ start: each.name.getStart(), edits: switchedReplacement(each, target) }))
    // The name that `mock(import('…'))` imports is switched with the imports.
    .filter(({ start, edits }) => edits.length > 0 && !importsSwitchedAt.has(start));
  const switched = [...imports, ...replacements].flatMap(({ edits }) => edits).map(detachedEdit);
  const held = new Map(imports.flatMap((each) => each.held.map(({ start, reason }) => [start, reason])));
  return rewrittenFrom({
    sites,
    keepsSdk: held.size > 0 || imports.some(({ keepsSdk }) => keepsSdk),
    held,
    switched,
    switchedAt: new Set([...importsSwitchedAt, ...replacements.map(({ start }) => start)]),
    needed: neededImports(units, sites, packageIsEsm, target),
  });
}

export function rewrittenFrom(parts: RewrittenParts): RewrittenFile {
  const { sites, keepsSdk, held, switched, switchedAt, needed } = parts;
  const isRewritten = (left: Decision['left']) => (site: SiteRewrite) =>
    site.outcome.status === 'rewritten' && !left.has(site);
  const needing = (left: Decision['left']) =>
    sites.filter(isRewritten(left)).filter((site) => nameNeeded(site) !== undefined);
  const siteEdits = (left: Decision['left']) =>
    sites.filter(isRewritten(left)).flatMap(({ outcome }) => ('edits' in outcome ? outcome.edits : []));
  return {
    parts,
    sites,
    importsSdk: switched.length > 0,
    keepsSdk,
    held,
    switchedAt,
    siteEdits: (left) => sortedEdits(siteEdits(left)),
    needsCompat: (left) => needing(left).length > 0,
    edits: ({ sdkBecomesCompat, left, accepted }) => [
      ...todosOf(sites, left, accepted),
      ...siteEdits(left),
      ...(sdkBecomesCompat ? switched : []),
      ...[...new Set(needing(left).map(needOf))].flatMap((need) =>
        sdkBecomesCompat ? needed.get(need)!.switching : needed.get(need)!.keeping,
      ),
    ],
  };
}

/** Sites whose client comes through an import that cannot be switched, and why. */
export function behindHeldImports({ sites, held }: RewrittenFile): Map<SiteRewrite, string> {
  return new Map(
    sites.flatMap((site): [SiteRewrite, string][] => {
      const reason = site.doors.map(({ start }) => held.get(start)).find((found) => found !== undefined);
      return reason === undefined ? [] : [[site, `Its client comes from this file, which ${reason}`]];
    }),
  );
}

const detachedEdit = (edit: Edit): Edit => ({ ...edit, text: detached(edit.text) });

function sitesOf(text: string, { unit, source, drafts }: DraftedUnit, index: number): SiteRewrite[] {
  return drafts.flatMap(({ rule, anchor, outcome, doors, role }) => {
    if (outcome.status === 'advice') return [];
    if (unit.kind === 'fence')
      return [{ outcome: detachedOutcome(outcome), doors, role, todo: undefined, marks: [], unit: index }];
    const placeOf = (node: ts.Node) => todoPlace(text, unit, source, node, rule);
    const marks = marksOf(outcome, placeOf);
    return [{ outcome: detachedOutcome(outcome), doors, role, todo: placeOf(anchor), marks, unit: index }];
  });
}

function marksOf(outcome: Outcome, placeOf: (node: ts.Node) => TodoPlace | undefined): SiteRewrite['marks'] {
  if (outcome.status !== 'rewritten' || !outcome.marks) return [];
  return outcome.marks.flatMap(({ at, text }) => {
    const place = placeOf(at);
    return place ? [{ place, text: detached(text) }] : [];
  });
}

/** Removes the marks, which reference the syntax tree. */
function detachedOutcome(outcome: SiteRewrite['outcome']): SiteRewrite['outcome'] {
  if (outcome.status === 'review') return { status: 'review', reason: outcome.reason };
  if (outcome.status !== 'rewritten') return outcome;
  const { marks: _, ...rest } = outcome;
  return { ...rest, edits: outcome.edits.map(detachedEdit) };
}

function nameNeeded({ outcome }: SiteRewrite): string | undefined {
  return outcome.status === 'rewritten' ? outcome.needs : undefined;
}

/** Key of a needed import: its unit and name. Sites with the same key share one import. */
const needOf = (site: SiteRewrite): string => `${site.unit}:${nameNeeded(site)}`;

function neededImports(
  units: readonly DraftedUnit[],
  sites: readonly SiteRewrite[],
  packageIsEsm: boolean,
  target: SwitchTarget,
) {
  const needed = new Map<string, Record<'keeping' | 'switching', Edit[]>>();
  for (const site of sites) {
    const name = nameNeeded(site);
    if (name === undefined || needed.has(needOf(site))) continue;
    const { unit, source } = units[site.unit]!;
    const style = unit.kind === 'component' ? 'esm' : moduleStyleOf(source, packageIsEsm);
    const whether = (isSwitched: boolean) =>
      neededImport(name, source, unit.text.length, style, isSwitched, target).map(detachedEdit);
    needed.set(needOf(site), { keeping: whether(false), switching: whether(true) });
  }
  return needed;
}

/** One TODO line for each statement and rule. */
function todosOf(
  sites: readonly SiteRewrite[],
  left: Decision['left'],
  accepted: Decision['accepted'] = new Set(),
): Edit[] {
  const todos = new Map<string, Edit[]>();
  const kept = new Set<string>();
  const marks = sites.flatMap((site) => (left.has(site) ? [] : site.marks));
  for (const site of sites) {
    const reason = accepted.has(site)
      ? undefined
      : (left.get(site) ?? (site.outcome.status === 'review' ? site.outcome.reason : undefined));
    const line = site.todo && `${site.todo.line}:${site.todo.rule}`;
    if (!site.todo || line === undefined || reason === undefined || kept.has(line)) continue;
    kept.add(line);
    todos.set(line, todoAbove(site.todo, reason));
  }
  for (const { place, text } of marks) {
    const line = `${place.line}:${place.rule}`;
    if (kept.has(line)) continue;
    kept.add(line);
    todos.set(line, todoAbove(place, text));
  }
  for (const { todo } of sites) {
    const line = todo && `${todo.line}:${todo.rule}`;
    if (todo && line !== undefined && !kept.has(line)) todos.set(line, withoutTodo(todo));
  }
  return [...todos.values()].flat();
}
