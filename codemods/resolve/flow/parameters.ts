import ts from 'typescript';
import { nameOfFunction } from '../function-names';
import { nameText } from '../syntax';
import { callResult } from './calls';
import { roleOf } from './carriers';
import type { Flow } from './flow';
import {
  type Callable,
  type CallSite,
  type Frame,
  idOf,
  NOTHING,
  type Objects,
  objects,
  union,
} from './objects';
import { argumentsOwner, calleeOf, frameAround, frameOf } from './scopes';
import { writesTo } from './writes';

/** The values of a parameter: from the call of the frame, or else from every caller. */
export function parameterObjects(
  flow: Flow,
  node: ts.ParameterDeclaration,
  frame: Frame | undefined,
): Objects {
  const fn = node.parent;
  if (!('body' in fn)) return objects(flow.open(node, 'this parameter is not followed'));
  const callee = calleeOf(fn);
  const own = frameOf(callee, frame);
  const fallback = node.initializer ? flow.objectsOf(node.initializer, frame) : NOTHING;
  const given = own ? argumentAt(node, own.site) : fromCallers(flow, node, callee, frameAround(fn, frame));
  return union([given, fallback]);
}

function argumentAt(node: ts.ParameterDeclaration, site: CallSite): Objects {
  const place = placeOf(node);
  return node.dotDotDotToken ? objects({ kind: 'rest', site, from: place }) : site.argument(place);
}

/** The index of a parameter's argument, which TypeScript's `this` parameter does not count in. */
function placeOf(node: ts.ParameterDeclaration): number {
  return node.parent.parameters.filter(({ name }) => name.getText() !== 'this').indexOf(node);
}

function fromCallers(
  flow: Flow,
  node: ts.ParameterDeclaration,
  callee: Callable,
  madeIn: Frame | undefined,
): Objects {
  const key = `parameter:${idOf(node)}${madeIn ? `:${madeIn.id}` : ''}`;
  return flow.table.answers(key, () => {
    if (ts.isSetAccessor(node.parent)) return settersValue(flow, node.parent);
    const uses = Array.from(flow.uses.of(callee, madeIn).values());
    const role = roleOf(node);
    flow.asked.set(key, { callee: node.parent, uses });
    // The reason must not depend on the order in which files were read.
    const [why] = uses.flatMap((use) => (use.kind === 'call' ? [] : [use.why])).sort();
    if (uses.some(({ kind }) => kind === 'call')) flow.table.testifies();
    const given = uses.map((use): Objects => {
      if (use.kind === 'call') return argumentAt(node, use.site);
      if (use.kind === 'handed' && role) return objects({ kind: 'carrier', role, at: node });
      if (use.kind === 'handed' && isResultOfCallback(node)) {
        const result = resultByCallback(flow, use.at);
        if (result) return result;
      }
      return objects(flow.open(node, why ?? use.why));
    });
    if (given.length > 0) return union(given);
    if (role) return objects({ kind: 'carrier', role, at: node });
    return node.initializer
      ? NOTHING
      : objects(flow.open(node, `nobody in sight calls ${nameOfFunction(node.parent)}`));
  });
}

/** The values of `arguments` at a place: one list for each call of the function around it. */
export function argumentsObjects(flow: Flow, at: ts.Identifier, frame: Frame | undefined): Objects {
  const fn = argumentsOwner(at);
  if (!fn) return objects(flow.open(at, 'arguments of the module itself are not followed'));
  const callee = calleeOf(fn);
  const own = frameOf(callee, frame);
  if (own) return objects({ kind: 'rest', site: own.site, from: 0 });
  const uses = [...flow.uses.of(callee, frameAround(fn, frame)).values()];
  if (uses.length === 0) return objects(flow.open(at, `nobody in sight calls ${nameOfFunction(fn)}`));
  return objects(
    ...uses.map((use) =>
      use.kind === 'call' ? { kind: 'rest' as const, site: use.site, from: 0 } : flow.open(at, use.why),
    ),
  );
}

/** Whether a parameter is the result of a Node callback: `client` of `connect(url, (error, client) => …)`. */
function isResultOfCallback(node: ts.ParameterDeclaration): boolean {
  const [first] = node.parent.parameters;
  return (
    placeOf(node) === 1 && first !== undefined && ts.isIdentifier(first.name) && ERROR.test(first.name.text)
  );
}

const ERROR = /^_?(?:e|err|error|ex|exception)$/i;

/** A package's function passes to a callback the result that it would otherwise return. */
function resultByCallback(flow: Flow, at: ts.Node): Objects | undefined {
  if (!ts.isCallExpression(at)) return undefined;
  const targets = [...flow.objectsOf(at.expression, undefined).values()];
  const isPackages = targets.every(({ kind }) => kind === 'foreign' || kind === 'made' || kind === 'carrier');
  if (targets.length === 0 || !isPackages) return undefined;
  const site = flow.site(at, undefined);
  return union(targets.map((target) => callResult(flow, target, site, at)));
}

/** The values written to a property that has a setter. */
function settersValue(flow: Flow, setter: ts.SetAccessorDeclaration): Objects {
  const name = nameText(setter.name);
  const { parent } = setter;
  if (name === undefined) return objects(flow.open(setter, 'the run computes the name of this setter'));
  return ts.isClassLike(parent)
    ? writesTo(flow, { kind: 'instance', of: parent, site: undefined, frame: undefined }, name)
    : ts.isObjectLiteralExpression(parent)
      ? writesTo(flow, { kind: 'literal', node: parent, frame: undefined }, name)
      : NOTHING;
}
