import ts from 'typescript';
import { isAmbient } from '../ambient';
import { awaitedType } from '../awaited-type';
import { calledName } from '../called-name';
import { handsBack } from '../containers';
import { namesGiven } from '../fake-lists';
import { nameText, unwrapped } from '../syntax';
import { isOfVue, makesReference, referredTo } from './components';
import { contextValues } from './elements';
import type { Flow } from './flow';
import { hookResult } from './hooks';
import { isBindOfLibrary, isHandOn, libraryResult } from './library';
import { MIXERS } from './names';
import {
  type CallSite,
  each,
  type FlowObject,
  type Frame,
  NAMES,
  NOTHING,
  type Objects,
  objects,
  openBehind,
  union,
} from './objects';
import { givenToCallback } from './passed';
import { awaitsYields, functionOf, isStatic } from './scopes';
import { instancesOf } from './selves';

/** The values that a call may return. */
export function resultOf(flow: Flow, node: ts.CallExpression, frame: Frame | undefined): Objects {
  const callee = unwrapped(node.expression);
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return NOTHING;
  const known = reflectiveResult(flow, node, callee, frame) ?? libraryResult(flow, node, callee, frame);
  if (known) return known;
  const targets = flow.objectsOf(callee, frame);
  if (targets.size === 0 && namesGiven(node, flow.checker).length === 0)
    return objects(flow.open(node, `what ${callee.getText().slice(0, 60)}() gives is not in sight`));
  const isOutside = [...targets.values()].every(({ kind }) => kind !== 'callable' && kind !== 'bound');
  if (isOutside && namesGiven(node, flow.checker).length > 0)
    return objects({ kind: 'made', node, by: NAMES });
  const self = ts.isPropertyAccessExpression(callee)
    ? () => flow.objectsOf(callee.expression, frame)
    : undefined;
  const site = flow.site(node, frame, node.arguments, self);
  return each(targets, (target) => callResult(flow, target, site, node));
}

/** The values that a call of an object may return. */
export function callResult(flow: Flow, target: FlowObject, site: CallSite, at: ts.Node): Objects {
  switch (target.kind) {
    case 'typed':
      return typedResult(flow, target, site, at);
    case 'callable': {
      const fn = functionOf(target.node);
      if (!fn) return NOTHING;
      const frame = flow.frame(target.node, site, target.frame);
      return fn.asteriskToken && !awaitsYields(fn)
        ? objects({ kind: 'generator', node: fn, frame })
        : flow.returnedIn(fn, frame);
    }
    case 'bound':
      return callResult(flow, target.target, joined(target.given, site), at);
    case 'generator':
      return objects(target);
    case 'made':
      if (target.by === 'reference') return referredTo(flow, target);
      if (target.by === 'promisify') {
        const [fn] = target.node.arguments ?? [];
        return fn ? each(flow.objectsOf(fn, undefined), (own) => givenToCallback(flow, own, site)) : NOTHING;
      }
      return ts.isCallExpression(at) ? foreignResult(flow, at, site) : objects({ kind: 'foreign', at });
    case 'foreign':
    case 'carrier':
      return ts.isCallExpression(at) ? foreignResult(flow, at, site) : objects({ kind: 'foreign', at });
    case 'open':
      if (isOfVue(target) && ts.isCallExpression(at) && (makesReference(at) || isHandOn(at)))
        return foreignResult(flow, at, site);
      // The package of `_.extend({}, client)` may be missing. Its name still says what it does, if not for certain.
      return union([mixedResult(at, site) ?? NOTHING, openResult(flow, target, at)]);
    default:
      return objects({ kind: 'plain', at });
  }
}

function typedResult(
  flow: Flow,
  target: Extract<FlowObject, { kind: 'typed' }>,
  site: CallSite,
  at: ts.Node,
): Objects {
  const [signature] = target.type.getCallSignatures();
  if (!signature) return objects({ kind: 'plain', at });
  const type = awaitedType(flow.checker.getReturnTypeOfSignature(signature), flow.checker);
  if (flow.isDecidedBy(type)) return flow.typed(type, target.at, target.door);
  const { declaration } = signature;
  if (!declaration || isAmbient(declaration) || !('body' in declaration))
    return objects({ kind: 'plain', at });
  const of = overridableIn(declaration);
  // A subclass may override the method that the type names.
  if (of) {
    const methods = flow.members(instancesOf(flow, of), nameText(declaration.name!)!);
    return each(methods, (method) =>
      method.kind === 'callable' ? callResult(flow, method, site, at) : NOTHING,
    );
  }
  return flow.returnedIn(declaration as ts.FunctionLikeDeclaration, undefined);
}

/** The class of a method that subclasses may override. */
const overridableIn = (
  node: ts.SignatureDeclaration | ts.JSDocSignature,
): ts.ClassLikeDeclaration | undefined =>
  ts.isMethodDeclaration(node) &&
  ts.isClassLike(node.parent) &&
  !isStatic(node) &&
  nameText(node.name) !== undefined
    ? node.parent
    : undefined;

/**
 * A call without arguments, or with literals alone, returns the same at every call site: `container.resolve('pay')`. Any other call is
 * open by itself.
 */
function openResult(flow: Flow, target: Extract<FlowObject, { kind: 'open' }>, at: ts.Node): Objects {
  const given = ts.isCallExpression(at) || ts.isNewExpression(at) ? [...(at.arguments ?? [])] : [];
  if (!given.every((argument) => ts.isStringLiteralLike(argument) || ts.isNumericLiteral(argument))) {
    return objects(flow.open(at, 'nothing in sight says what it gives'));
  }
  const { cause } = target;
  const step = `(${given.map((argument) => argument.getText()).join(', ')})`;
  return openBehind(cause.shared ? { ...target, cause: { ...cause, at } } : target, step);
}

/** A package's function may return its own arguments. */
function foreignResult(flow: Flow, at: ts.CallExpression, site: CallSite): Objects {
  if (makesReference(at)) return objects({ kind: 'made', node: at, by: 'reference' });
  if (isHandOn(at)) return site.argument(0);
  const ofHook = hookResult(flow, at, site);
  if (ofHook) return ofHook;
  if (calledName(at) === 'useContext') {
    const contexts = [...site.argument(0).values()].flatMap((object) =>
      object.kind === 'made' ? [object.node] : [],
    );
    if (contexts.length > 0) return union(contexts.map((context) => contextValues(flow, context)));
  }
  if (isBindOfLibrary(at)) return boundObjects(flow, at, site);
  if (calledName(at) === 'promisify' && isOwnFunction(site.argument(0)))
    return objects({ kind: 'made', node: at, by: 'promisify' });
  const mixed = mixedResult(at, site);
  if (mixed) return mixed;
  const mentions = at.arguments.some(
    (argument) => ts.isStringLiteralLike(argument) && flow.resolution.sdk.mention.test(argument.text),
  );
  const carries = at.arguments.some((_, index) => flow.carriesClient(site.argument(index)));
  const name = calledName(at) ?? 'this call';
  if (mentions || carries || handsBack(at.expression) || asksContainer(at) || flow.isMadeFor(at))
    return objects(flow.open(at, `what ${name}() gives is its package's to say`));
  return objects({ kind: 'made', node: at, by: 'package' });
}

/** The result of `_.extend({}, client)`; `undefined` for any other call. */
function mixedResult(at: ts.Node, site: CallSite): Objects | undefined {
  const isMixing = ts.isCallExpression(at) && MIXERS.has(calledName(at) ?? '') && at.arguments.length > 1;
  return isMixing ? union(at.arguments.map((_, index) => site.argument(index))) : undefined;
}

/** `_.bind(fn, self, …)`. */
function boundObjects(flow: Flow, node: ts.CallExpression, site: CallSite): Objects {
  const given = boundSite(flow, node, site.frame);
  return each(site.argument(0), (target) =>
    objects({ kind: 'bound', node, frame: site.frame, target, given }),
  );
}

/** The arguments that `_.bind(fn, self, …)` or `_.partial(fn, …)` binds. */
export function boundSite(flow: Flow, node: ts.CallExpression, frame: Frame | undefined): CallSite {
  const [, ...all] = node.arguments;
  if (calledName(node) === 'partial') return flow.site(node, frame, all);
  const [self, ...given] = all;
  return flow.site(node, frame, given, self && (() => flow.objectsOf(self, frame)));
}

const isOwnFunction = (set: Objects): boolean => [...set.values()].some(({ kind }) => kind === 'callable');

/** `scope.resolve('cardService')` and `app.make('cards')` return the value registered under the name, in whichever file that happens. */
const asksContainer = ({ expression, arguments: given }: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(expression) &&
  /^(?:resolve|make)$/.test(expression.name.text) &&
  given.length === 1 &&
  ts.isStringLiteralLike(given[0]!);

/** `f.call(self, …)`, `f.apply(self, […])` and `f.bind(self, …)`. */
function reflectiveResult(
  flow: Flow,
  node: ts.CallExpression,
  callee: ts.Expression,
  frame: Frame | undefined,
): Objects | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const how = callee.name.text;
  if (how !== 'call' && how !== 'apply' && how !== 'bind') return undefined;
  const targets = flow.objectsOf(callee.expression, frame);
  if (![...targets.values()].some(({ kind }) => kind === 'callable' || kind === 'bound')) return undefined;
  const [self, ...given] = node.arguments;
  const own = self && self.kind !== ts.SyntaxKind.NullKeyword ? () => flow.objectsOf(self, frame) : undefined;
  const site =
    how === 'apply' ? appliedSite(flow, node, given[0], frame, own) : flow.site(node, frame, given, own);
  return each(targets, (target) =>
    how === 'bind'
      ? objects({ kind: 'bound', node, frame, target, given: site })
      : callResult(flow, target, site, node),
  );
}

export function appliedSite(
  flow: Flow,
  node: ts.CallExpression,
  list: ts.Expression | undefined,
  frame: Frame | undefined,
  self: (() => Objects) | undefined,
): CallSite {
  return {
    ...flow.site(node, frame, [], self),
    count: undefined,
    argument: (index) =>
      list
        ? each(flow.objectsOf(list, frame), (object) =>
            object.kind === 'literal' || object.kind === 'rest'
              ? flow.member(object, String(index))
              : objects(flow.open(list, 'the list of arguments is not in sight')),
          )
        : NOTHING,
  };
}

/** Puts the bound arguments before those of the call. */
export function joined(given: CallSite, site: CallSite): CallSite {
  const { count } = given;
  const self = given.self ?? site.self;
  return {
    node: site.node,
    frame: site.frame,
    ...(self && { self }),
    count: count === undefined || site.count === undefined ? undefined : count + site.count,
    argument: (index) => {
      if (count === undefined) return union([given.argument(index), site.argument(index)]);
      return index < count ? given.argument(index) : site.argument(index - count);
    },
  };
}
