import ts from 'typescript';
import type { Occurrence } from '../resolve/occurrences';
import type { Unit } from '../resolve/unit';
import type { Edit } from './edits';
import { IGNORE, ignoringAbove, mentionsIgnore, namesIgnoredAbove, startOfFence } from './ignore';
import { lineStart } from './lines';
import { roleOf } from './site-role';
import { fittedInto } from './template-edits';
import { todoLine } from './todo';
import type { Context, Draft, DraftBehindDoors, Outcome, Transform, UnitContext } from './transform';

/** The drafts for a unit's occurrences, in the order of the text; one draft for each place, even if several occurrences lead to it. */
export function draftsOf(
  unit: Unit,
  source: ts.SourceFile,
  occurrences: readonly Occurrence[],
  transforms: readonly Transform[],
  context: Context,
): DraftBehindDoors[] {
  const fundings = new Set(
    occurrences.flatMap((item) =>
      item.kind === 'funding' && item.verdict.origin === 'sdk' && item.body ? [item.body] : [],
    ),
  );
  const unitContext = { ...context, fundings };
  const places = new Map<string, { draft: DraftBehindDoors & { calls: ts.Node[] }; offset: number }>();
  for (const occurrence of occurrences) {
    for (const transform of transforms) {
      for (const draft of transform.rewrite(occurrence, unitContext)) {
        const offset = draft.anchor.getStart(source);
        // Skips the declarations that we append for the compiler.
        if (offset >= unit.text.length) continue;
        const key = `${draft.rule}:${offset}:${draft.outcome.status === 'advice'}`;
        const calls = occurrence.kind === 'funding' ? [calledName(occurrence.call)] : [];
        const known = places.get(key);
        if (known) {
          known.draft.calls.push(...calls);
          continue;
        }
        const { doors, because, causes, client } = occurrence.verdict;
        const role = roleOf(occurrence);
        const rests = {
          doors,
          ...(role && { role }),
          calls,
          ...(because && { because }),
          ...(causes && { causes, ifOurs: editsIfOurs(draft, occurrence, transform, unitContext) }),
          ...(client && { client }),
        };
        const found = { ...draft, ...rests, outcome: outcomeOf(draft, occurrence) };
        places.set(key, { draft: unit.template ? fittedInto(unit.template, found) : found, offset });
      }
    }
  }
  const mayAccept = mentionsIgnore(unit.page ?? textOf(unit));
  return [...places.values()]
    .sort((a, b) => a.offset - b.offset)
    .map(({ draft }) => (mayAccept ? asAccepted(draft, unit, source) : draft));
}

/** The node whose position a stack trace has for the call: the name of the method, not the receiver. */
function calledName({ expression }: ts.CallExpression): ts.Node {
  return ts.isPropertyAccessExpression(expression) ? expression.name : expression;
}

/** The template's text, if the unit has a template: it has the comments, too. */
const textOf = ({ text, template }: Unit): string => template?.text ?? text;

/** A person's answer about the receiver overrides a `review` of the transform. */
function outcomeOf({ outcome }: Draft, { verdict: { accepted } }: Occurrence): Outcome {
  return accepted !== undefined && outcome.status === 'review'
    ? { status: 'accepted', reason: accepted, by: 'answer' }
    : outcome;
}

/** The edits for a draft's place if the receiver were the SDK's. */
function editsIfOurs(
  { anchor }: Draft,
  occurrence: Occurrence,
  transform: Transform,
  context: UnitContext,
): readonly Edit[] {
  const ours = { ...occurrence, verdict: { origin: 'sdk' as const, doors: [] } };
  const outcome = transform.rewrite(ours, context).find((draft) => draft.anchor === anchor)?.outcome;
  return outcome?.status === 'rewritten' ? outcome.edits : [];
}

/** An ignore comment above the statement or above the line overrides the transform. */
function asAccepted(draft: DraftBehindDoors, unit: Unit, source: ts.SourceFile): DraftBehindDoors {
  const text = textOf(unit);
  const { rule, code, anchor, outcome, notes } = draft;
  if (outcome.status === 'advice') return draft;
  const names = code === undefined ? [rule] : [rule, code];
  const start = anchor.getStart(source);
  const places = [
    { text, line: lineStart(text, start) },
    { text, line: todoLine(text, unit, source, anchor) },
    // In Markdown a comment can only stand above the fence: within, it would be code.
    ...(unit.page === undefined ? [] : [{ text: unit.page, line: startOfFence(unit.page, start) }]),
  ];
  const others = new Set<string>();
  for (const place of places) {
    if (place.line === undefined) continue;
    const ignoring = ignoringAbove(place.text, place.line, names);
    if (ignoring?.isValid) return { ...draft, outcome: { status: 'accepted', reason: ignoring.reason } };
    if (ignoring) return { ...draft, notes: [...notes, invalid(rule)] };
    for (const name of namesIgnoredAbove(place.text, place.line)) others.add(name);
  }
  return others.size === 0 ? draft : { ...draft, notes: [...notes, namesOthers([...others], rule)] };
}

const namesOthers = (others: readonly string[], rule: string) =>
  `The comment ${IGNORE} above names ${others.join(', ')}, and does not accept ${rule}`;

const invalid = (rule: string) =>
  `The comment ${IGNORE} above accepts nothing: it must name a rule and a reason, as in "${IGNORE} ${rule}: why"`;
