import ts from 'typescript';
import { calledName } from './called-name';
import type { Context } from './context';
import { computedMemberOf, mayNameLegacy } from './dynamic-members';
import { idOf } from './flow/objects';
import { Tracker } from './flow/tracker';
import type { Use } from './flow/uses';
import { usesOf } from './lexical-scope';
import { verdictOnReceiver } from './receivers';
import { shortenedCode } from './shortened-code';
import { isMember, memberName, nameText, visitWithin } from './syntax';
import { takingOf } from './taking';
import { type Verdict, verdict } from './verdict';

/** A place that hands a client's namespace on, to where a legacy method of it may be called that no name in the code tells. */
export interface HandedOver {
  /** The namespace's name, where it is taken out of the client: `client.cards`, `const { cards } = client`. */
  name: ts.Identifier;
  /** The expression that is the namespace. */
  namespace: ts.Expression;
  verdict: Verdict;
  end: HandedEnd;
}

/** Where a namespace that is handed on ends. */
export type HandedEnd =
  /** A callee whose code is not in sight. */
  | { kind: 'unseen'; callee: string }
  /** A member whose name the run computes, in a file that nothing but this value leads to. */
  | { kind: 'computed'; member: string }
  /** A test's call that replaces a method whose name the run computes. */
  | { kind: 'faked'; callee: string }
  /** Its prototype, whose methods may be replaced. */
  | { kind: 'prototype' };

/** Tests only look at what they are given, or replace its methods by name. */
const LOOKS_ONLY =
  /^(?:expect|assert|should|jest|vi|vitest|sinon|td|chai|sandbox|mock|t)\b|\b(?:spyOn|stub|mocked)$/;

/** Calls that replace the method whose name is the second argument. */
const REPLACES_METHOD = /(?:^|\.)(?:spyOn|spy|stub|replace|method)$/;

/** What gives the prototype of its argument. */
const GIVES_PROTOTYPE = /^(?:Object|Reflect)\.getPrototypeOf$/;

/** The places of a file that hand a namespace over. */
export function handedOverIn(context: Context): HandedOver[] {
  const { source, unit, sdk } = context;
  if (!takingOf(sdk.namespace).test(unit.text)) return [];
  const found: HandedOver[] = [];
  visitWithin(source, unit.text.length, (node) => {
    const taken = takenAt(node, context);
    if (taken) found.push(...handedOver(taken, context));
  });
  return found;
}

interface Taken extends Pick<HandedOver, 'name' | 'namespace'> {
  /** Where it ends, if its place alone tells. */
  end?: HandedEnd;
  track(tracker: Tracker): void;
}

function takenAt(node: ts.Node, { sdk, source, unit }: Context): Taken | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const { name, parent } = node;
    if (name.text !== sdk.namespace || !ts.isIdentifier(name)) return undefined;
    const track = (tracker: Tracker) => tracker.follow(node, []);
    if (!isMember(parent) || parent.expression !== node) return { name, namespace: node, track };
    // `client.cards.constructor.prototype`
    const isPrototype = /^(?:constructor|__proto__)$/.test(memberName(parent) ?? '');
    return isPrototype ? { name, namespace: node, track, end: { kind: 'prototype' } } : undefined;
  }
  if (!ts.isBindingElement(node) || !ts.isIdentifier(node.name)) return undefined;
  const { name } = node;
  if (nameText(node.propertyName ?? name) !== sdk.namespace) return undefined;
  const kept = usesOf(name, source, unit.text.length).find((use) => !isUsedAtOnce(use));
  return kept && { name, namespace: kept, track: (tracker) => tracker.trackBound(name, []) };
}

/** `cards.freeze` and `cards[name]`: most names are only used like this, and go nowhere else. */
const isUsedAtOnce = (use: ts.Identifier): boolean => isMember(use.parent) && use.parent.expression === use;

function handedOver({ name, namespace, track, end: known }: Taken, context: Context): HandedOver[] {
  const { flow, isFinal, vocabulary } = context;
  const byOrigin = verdictOnReceiver(namespace, vocabulary.anyMethod, context);
  const open = (found: Verdict): HandedOver => ({
    name,
    namespace,
    verdict: found,
    end: { kind: 'unseen', callee: '' },
  });
  if (byOrigin.origin !== 'sdk' && byOrigin.origin !== 'partly' && byOrigin.origin !== 'unloaded') return [];
  if (known && byOrigin.origin !== 'unloaded') return [{ name, namespace, verdict: byOrigin, end: known }];
  const key = `handed-over:${idOf(name)}`;
  const tracker = new Tracker(flow);
  // Also where the origin is not loaded yet, so that the next program has the files on both ways.
  const { answer } = flow.table.settle(key, () => {
    track(tracker);
    return tracker.uses;
  });
  if (byOrigin.origin === 'unloaded') return [open(byOrigin)];
  if (flow.table.isIncomplete(key) && !isFinal) return [open(verdict('unloaded'))];
  const end =
    [...answer.values()]
      .map((use) => endOfUse(use, tracker, name, context))
      .find((found) => found !== undefined) ?? computedBehind(tracker, context);
  return end ? [{ name, namespace, verdict: byOrigin, end }] : [];
}

function endOfUse(use: Use, tracker: Tracker, name: ts.Node, context: Context): HandedEnd | undefined {
  if (use.kind !== 'handed' || !ts.isCallExpression(use.at)) return undefined;
  if (!isGiven(use.at, tracker.places)) return undefined;
  if (GIVES_PROTOTYPE.test(use.at.expression.getText())) return { kind: 'prototype' };
  if (replacesComputed(use.at, tracker.places, context))
    return { kind: 'faked', callee: handedTo(use.at, name) };
  return isHarmless(use.at) || asksByName(use.at, tracker.places)
    ? undefined
    : { kind: 'unseen', callee: handedTo(use.at, name) };
}

/** A computed member of the namespace in a file whose text does not tell that it may use a client, so that it is not looked through. */
function computedBehind(
  { places }: Tracker,
  { source, flow, checker, vocabulary }: Context,
): HandedEnd | undefined {
  for (const place of places) {
    const from = place.getSourceFile();
    if (from === source || flow.sight.isLookedThrough(from.fileName)) continue;
    const member = computedMemberOf(place, checker, vocabulary);
    if (member) return { kind: 'computed', member: shortenedCode(member.getText()) };
  }
  return undefined;
}

/** Whether a call is given the namespace, alone or in a list or an object. What a function brings when it is called is the function's. */
function isGiven({ arguments: given }: ts.CallExpression, places: ReadonlySet<ts.Node>): boolean {
  const holds = (node: ts.Node): boolean => {
    if (places.has(node)) return true;
    if (ts.isSpreadElement(node) || ts.isParenthesizedExpression(node)) return holds(node.expression);
    if (ts.isArrayLiteralExpression(node)) return node.elements.some(holds);
    if (!ts.isObjectLiteralExpression(node)) return false;
    return node.properties.some(
      (property) =>
        (ts.isPropertyAssignment(property) && holds(property.initializer)) ||
        (ts.isShorthandPropertyAssignment(property) && places.has(property.name)),
    );
  };
  return given.some(holds);
}

/** `Reflect.get(cards, 'freeze')` and `Object.hasOwn(cards, 'freeze')`: the language does nothing but what the name says. */
function asksByName(
  { expression, arguments: given }: ts.CallExpression,
  places: ReadonlySet<ts.Node>,
): boolean {
  const [first, name] = given;
  if (!first || !name || !places.has(first) || !ts.isStringLiteralLike(name)) return false;
  return /^(?:Object|Reflect)\./.test(expression.getText());
}

/** `spyOn(cards, name)` with a computed name, which may be a legacy one. */
function replacesComputed(
  { expression, arguments: given }: ts.CallExpression,
  places: ReadonlySet<ts.Node>,
  { checker, vocabulary }: Context,
): boolean {
  const name = given[given.findIndex((argument) => places.has(argument)) + 1];
  return (
    name !== undefined &&
    REPLACES_METHOD.test(expression.getText()) &&
    !ts.isStringLiteralLike(name) &&
    mayNameLegacy(checker.getTypeAtLocation(name), vocabulary)
  );
}

/** A test's call, or one with the namespace as `this`: `client.cards.freeze.bind(client.cards)`. */
function isHarmless(call: ts.CallExpression): boolean {
  return LOOKS_ONLY.test(call.expression.getText()) || /^(?:call|apply|bind)$/.test(calledName(call) ?? '');
}

function handedTo(call: ts.CallExpression, taken: ts.Node): string {
  const source = call.getSourceFile();
  const callee = call.expression.getText().replace(/\s+/g, ' ').slice(0, 60);
  if (source === taken.getSourceFile()) {
    const line = source.getLineAndCharacterOfPosition(call.getStart(source)).line + 1;
    return call.pos <= taken.pos && taken.end <= call.end ? `${callee}()` : `${callee}() in line ${line}`;
  }
  return `${callee}() in another file`;
}
