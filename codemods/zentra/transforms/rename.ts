import ts from 'typescript';
import type { MethodRule } from 'zentra-compat/contract';
import { hasOwnMember, isFake } from '../../resolve/fakes';
import type { NamedOccurrence, Occurrence } from '../../resolve/occurrences';
import { offsetOfMethod } from '../../resolve/places';
import { type Edit, inserted, replaced } from '../../rewrite/edits';
import type { Draft, Mark, Transform, UnitContext } from '../../rewrite/transform';
import { resultReads } from './result-reads';

/** The codemod for a rule whose reviewed method takes the same arguments: only the name changes. */
export function renameTransform(rule: MethodRule): Transform {
  return {
    rule: rule.id,
    rewrite(occurrence, context) {
      if (!isOf(occurrence, rule)) return [];
      const { notes, marks } = readsOfResult(occurrence, rule, context);
      return [
        {
          ...siteOf(occurrence),
          notes: [...(rule.note ? [rule.note] : []), ...notes],
          outcome: undecided(occurrence) ??
            besideReviewed(occurrence, rule, context) ?? {
              status: 'rewritten',
              edits: [renamed(occurrence.name, rule.reviewed)],
              ...(marks.length > 0 && { marks }),
            },
        },
      ];
    },
  };
}

export function isOf(occurrence: Occurrence, rule: MethodRule): occurrence is NamedOccurrence {
  return occurrence.kind === 'named' && occurrence.rule.id === rule.id;
}

export function siteOf({ rule, name }: NamedOccurrence): Pick<Draft, 'rule' | 'code' | 'anchor' | 'extent'> {
  return { rule: rule.id, code: rule.code, anchor: name, extent: name };
}

/** The review that an occurrence of any rule needs if its receiver is not certainly Zentra's; otherwise `undefined`. */
export function undecided(
  occurrence: Occurrence,
  receiver = receiverText(occurrence),
): { status: 'review'; reason: string } | undefined {
  switch (occurrence.verdict.origin) {
    case 'sdk':
      return undefined;
    case 'partly':
      if (occurrence.verdict.isOfOwnInterface) {
        return {
          status: 'review',
          reason: `Zentra's client is passed as ${receiver}, whose interface in this repository has the legacy name: rename the method there and in all that implement it, or give it the client's own type`,
        };
      }
      return {
        status: 'review',
        reason: `${receiver} is Zentra's in some cases and another library's in others: separate the two, then migrate again`,
      };
    case 'unseen':
    case 'unknown':
    case 'unloaded':
      return {
        status: 'review',
        reason: `${receiver} is untyped, so it cannot be told whether it is Zentra's: give it the type Zentra, or name its client with --assume-client, then migrate again`,
      };
  }
}

/** The review that a fake's method needs if the fake has the reviewed one, too: no object has one name twice. */
function besideReviewed(
  { form, name, rule: { legacy } }: NamedOccurrence,
  { reviewed }: MethodRule,
  { checker }: UnitContext,
): { status: 'review'; reason: string } | undefined {
  const owner = name.parent.parent;
  if (form !== 'key' || !isFake(owner) || !hasOwnMember(owner, reviewed, checker)) return undefined;
  return {
    status: 'review',
    reason: `${reviewed} stands beside ${legacy} in this fake, and takes all calls once they are migrated: make one of the two, by hand`,
  };
}

function receiverText(occurrence: Occurrence): string {
  const node = receiverOf(occurrence);
  const text = node?.getText().replace(/\s+/g, ' ') ?? 'the receiver';
  return text.length > 60 ? 'the receiver' : text;
}

function receiverOf(occurrence: Occurrence): ts.Node | undefined {
  switch (occurrence.kind) {
    case 'dynamic':
      return ts.isElementAccessExpression(occurrence.member) ? occurrence.member.expression : undefined;
    case 'funding': {
      const callee = occurrence.call.expression;
      return ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
    }
    case 'handed':
      return occurrence.name.parent;
    case 'named': {
      const { parent } = occurrence.name;
      if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
        return parent.expression;
      return undefined;
    }
  }
}

/** Replaces a name, keeping its quotes and the path before it. */
export function renamed(token: ts.Identifier | ts.StringLiteralLike, name: string): Edit {
  if (ts.isStringLiteralLike(token)) {
    return { start: offsetOfMethod(token), end: token.getEnd() - 1, text: name };
  }
  const { parent } = token;
  // `{ freeze }` is a key and a variable; the variable keeps its name.
  const isShorthand =
    ts.isShorthandPropertyAssignment(parent) || (ts.isBindingElement(parent) && !parent.propertyName);
  return isShorthand ? inserted(token.getStart(), `${name}: `) : replaced(token, name);
}

/** The call whose callee is the occurrence. */
export function callOf(occurrence: NamedOccurrence): ts.CallExpression | undefined {
  if (occurrence.form !== 'access') return undefined;
  let node: ts.Node = occurrence.name.parent;
  while (ts.isParenthesizedExpression(node.parent) || ts.isNonNullExpression(node.parent)) node = node.parent;
  return ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : undefined;
}

/** Notes and marks on members that the code reads from a call's result. */
interface Reads {
  notes: string[];
  marks: Mark[];
}

const HANDED_DOWN = new Set([...Object.getOwnPropertyNames(Object.prototype), 'lastResponse']);

function readsOfResult(occurrence: NamedOccurrence, rule: MethodRule, { checker }: UnitContext): Reads {
  const call = callOf(occurrence);
  const reads = call ? resultReads(call, checker) : [];
  const notes = reads.some(({ name }) => name === 'status')
    ? [
        `This code reads the result as the old card: the reviewed operation answers "accepted", not "done". Read the card's state afterwards instead`,
      ]
    : [];
  const { answer, reviewed } = rule;
  if (!answer) return { notes, marks: [] };
  const missing = reads.filter(({ name }) => !answer.includes(name) && !HANDED_DOWN.has(name));
  const said = (name: string) =>
    `${reviewed}() answers ${answer.join(', ')}, and no ${name}: take that from elsewhere, or leave it out`;
  return {
    notes: [...notes, ...new Set(missing.map(({ name }) => said(name)))],
    marks: missing.map(({ name, at }) => ({ at, text: said(name) })),
  };
}
