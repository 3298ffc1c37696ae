import ts from 'typescript';
import type { HandedEnd } from '../resolve/handed-over';
import type { NamedOccurrence, Occurrence } from '../resolve/occurrences';
import { isAssignment } from '../resolve/syntax';

/**
 * What a site is to the fakes that tests put on a client.
 * - `fake`: it names a method to replace it, or to look at what replaced it: `spyOn(cards, 'freeze')`, `cards.freeze = …`
 * - `any-fake`: it may replace any method, as only the run knows: `cards[name] = …`, `spyOn(cards, name)`
 * - `any-call`: it may call any method, as only the run or code out of sight knows: `cards[name]()`, `run(cards)`
 */
export type SiteRole = 'fake' | 'any-fake' | 'any-call';

/** Whether a site may be of any method, so that it matters to a run over other rules, too. */
export const isOfAnyMethod = (role: SiteRole | undefined): role is 'any-fake' | 'any-call' =>
  role === 'any-fake' || role === 'any-call';

export function roleOf(occurrence: Occurrence): SiteRole | undefined {
  if (occurrence.kind === 'dynamic') return isReplaced(occurrence.member) ? 'any-fake' : 'any-call';
  if (occurrence.kind === 'handed') return REPLACES.has(occurrence.end.kind) ? 'any-fake' : 'any-call';
  return occurrence.kind === 'named' && isOfFake(occurrence) ? 'fake' : undefined;
}

const REPLACES: ReadonlySet<HandedEnd['kind']> = new Set(['faked', 'prototype']);

/** `cards[name] = …` */
function isReplaced(member: ts.Node): boolean {
  const { parent } = member;
  if (ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent)) return isReplaced(parent);
  return isAssignment(parent) && parent.left === member;
}

/** Tests look at a fake through these: `expect(cards.freeze)`, `jest.mocked(cards.freeze)`, `cards.freeze.mockClear()`. */
const LOOKS_AT = /(?:^|\.)(?:expect|mocked)$/;
const MEMBER_OF_FAKE = /^mock/;

function isOfFake({ form, name }: NamedOccurrence): boolean {
  if (form === 'string') return ts.isCallExpression(name.parent) && !name.text.includes('.');
  if (form === 'key') return isAssigned(name);
  if (form !== 'access') return false;
  let member: ts.Node = name.parent;
  while (ts.isNonNullExpression(member.parent) || ts.isParenthesizedExpression(member.parent))
    member = member.parent;
  const { parent } = member;
  if (isAssignment(parent)) return parent.left === member;
  if (ts.isCallExpression(parent))
    return parent.expression !== member && LOOKS_AT.test(parent.expression.getText());
  return ts.isPropertyAccessExpression(parent) && MEMBER_OF_FAKE.test(parent.name.text);
}

/** `Object.assign(cards, { freeze: … })` */
function isAssigned(name: ts.Node): boolean {
  const literal = ts.findAncestor(name, ts.isObjectLiteralExpression);
  return (
    literal !== undefined &&
    ts.isCallExpression(literal.parent) &&
    literal.parent.expression.getText() === 'Object.assign' &&
    literal.parent.arguments[0] !== literal
  );
}
