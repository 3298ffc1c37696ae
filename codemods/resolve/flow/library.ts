import ts from 'typescript';
import { calledName } from '../called-name';
import { appliedSite, callResult } from './calls';
import { appSetting } from './carriers';
import { construct } from './construct';
import { keyedContents } from './contents';
import { ELEMENT, type Flow } from './flow';
import {
  type CallSite,
  each,
  type FlowObject,
  type Frame,
  NOTHING,
  type Objects,
  objects,
  union,
} from './objects';
import { RUNNERS } from './scopes';
import { isStepped, resumedWith, returnedInSteps } from './stepped-generators';
import { storedIn } from './stores';

/** The usual names of functions that return the function or object that they receive. */
const HAND_ON = new Set(
  `coroutine forwardRef observer once memoize memoizee memo debounce throttle cached tap identity freeze seal preventExtensions markRaw fp
  reactive shallowReactive readonly shallowReadonly toRaw toValue unref useCallback
  __importDefault __importStar __toESM __toModule _interopRequireDefault _interopRequireWildcard interopRequireDefault
  interopRequireWildcard _interopDefault _interopNamespace _interopDefaultLegacy __decorate __metadata`.split(
    /\s+/,
  ),
);

/** Whether a call of a function outside the repository returns its first argument. */
export function isHandOn(call: ts.CallExpression): boolean {
  return (
    HAND_ON.has(calledName(call) ?? '') || /^(?:co\.wrap|Promise\.method)$/.test(call.expression.getText())
  );
}

/** `_.bind(fn, self, …)`, `$.proxy(fn, self)` and `_.partial(fn, …)`, which bind as the language does. */
export const isBindOfLibrary = ({ expression }: ts.CallExpression): boolean =>
  /^(?:(?:_|lodash|underscore|angular)\.(?:bind|partial)|(?:\$|jQuery)\.proxy)$/.test(expression.getText());

/** Libraries of functions over lists: `_.each(list, callback)`. */
const OF_LISTS = /^(?:lodash|lodash-es|underscore|async|neo-async|bluebird)(?:\/|$)/;
const OVER_LISTS =
  /^(?:(?:each|forEach|forEachOf|map|filter|reject|some|any|every|all|find|findLast|detect|flatMap|eachRight|forEachRight|concat|sortBy|groupBy|keyBy|indexBy|mapValues|partition|sumBy|countBy|times)(?:Series|Limit)?|forOwn|forIn)$/;

/** The list whose elements a library passes to a callback at a place: `list` of `_.each(list, callback)`. */
export function listGivenTo(flow: Flow, call: ts.CallExpression, place: number): ts.Expression | undefined {
  const { expression } = call;
  const name = calledName(call) ?? '';
  if (!ts.isPropertyAccessExpression(expression) || !OVER_LISTS.test(name)) return undefined;
  if (place !== (name.endsWith('Limit') ? 2 : 1)) return undefined;
  const isOfLists = [...flow.objectsOf(expression.expression, undefined).values()].some(
    ({ kind, ...from }) =>
      kind === 'foreign' && 'at' in from && ts.isStringLiteralLike(from.at) && OF_LISTS.test(from.at.text),
  );
  return isOfLists ? call.arguments[0] : undefined;
}

/** Compilers' helpers, defined in the compiled file, that return their first argument; their bodies are too intricate to follow. */
const COMPILED =
  /^_*(?:import(?:Default|Star)|to(?:ESM|Module)|interop(?:Require)?(?:Default|Wildcard|Namespace|DefaultLegacy))$/;

/** Methods of a list that return one of its elements. */
const ELEMENT_OF = new Set(['find', 'findLast', 'at', 'pop', 'shift', 'deref']);
/** Methods that return the list or the map itself, or another with the same elements. */
const SAME = new Set(
  'filter slice reverse sort flat splice toSorted toReversed set add finally unref'.split(' '),
);

/** The result of a call of the built-in library; `undefined` for any other call. */
export function libraryResult(
  flow: Flow,
  node: ts.CallExpression,
  callee: ts.Expression,
  frame: Frame | undefined,
): Objects | undefined {
  const [first] = node.arguments;
  const name = calledName(node) ?? '';
  const argument = () => (first ? flow.objectsOf(first, frame) : NOTHING);
  if (COMPILED.test(name)) return argument();
  if (RUNNERS.test(name)) return runResult(flow, node, frame);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  if (SLICES.test(callee.getText())) return sliced(argument(), node);
  const resumed = resumedWith(node);
  if (resumed) return flow.objectsOf(resumed, frame);
  if (ts.isIdentifier(callee.expression)) {
    const known = staticResult(flow, node, callee.expression.text, name, frame);
    if (known) return known;
  }
  return methodResult(flow, node, callee, frame);
}

/** `[].slice.call(arguments, 1)`: an array of arguments from some place on, as it was made before spread. */
export const SLICES = /^(?:Array\.prototype|\[\])\.slice\.call$/;

function sliced(lists: Objects, node: ts.CallExpression): Objects {
  const [, start] = node.arguments;
  const skipped = start === undefined ? 0 : ts.isNumericLiteral(start) ? Number(start.text) : undefined;
  return each(lists, (list) => {
    if (list.kind !== 'rest' || skipped === 0) return objects(list);
    return objects(
      skipped === undefined ? { kind: 'made', node, by: 'slice' } : { ...list, from: list.from + skipped },
    );
  });
}

function staticResult(
  flow: Flow,
  node: ts.CallExpression,
  owner: string,
  name: string,
  frame: Frame | undefined,
): Objects | undefined {
  const given = (index: number) => {
    const argument = node.arguments[index];
    return argument ? flow.objectsOf(argument, frame) : NOTHING;
  };
  switch (`${owner}.${name}`) {
    // A promise counts as its result, so a list of promises counts as the list of their results.
    case 'Promise.all':
    case 'Promise.resolve':
    case 'Array.from':
    case 'Object.assign':
    case 'Object.freeze':
    case 'Object.seal':
    case 'Object.defineProperty':
    case 'Object.setPrototypeOf':
    case 'Object.values':
    case 'Object.__each':
      return given(0);
    case 'Promise.race':
    case 'Promise.any':
      return flow.members(given(0), ELEMENT);
    case 'Object.create':
      return objects({ kind: 'made', node, by: 'Object.create' });
    case 'Object.entries':
      return each(given(0), (of) => objects({ kind: 'entries', of }));
    case 'Array.of':
      return objects({ kind: 'made', node, by: 'Array.of' });
    case 'Object.getPrototypeOf':
      return objects(flow.open(node, 'a prototype that is asked for is not followed'));
    case 'Reflect.construct':
      return each(given(0), (made) =>
        construct(flow, made, appliedSite(flow, node, node.arguments[1], frame, undefined), node),
      );
    case 'Reflect.apply':
      return each(given(0), (target) =>
        callResult(flow, target, appliedSite(flow, node, node.arguments[2], frame, undefined), node),
      );
    case 'Reflect.get':
      return flow.members(given(0), ELEMENT);
    case 'Object.keys':
    case 'JSON.stringify':
    case 'JSON.parse':
      return objects({ kind: 'plain', at: node });
    default:
      return undefined;
  }
}

function methodResult(
  flow: Flow,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  frame: Frame | undefined,
): Objects | undefined {
  const name = callee.name.text;
  const isOfLibrary =
    ELEMENT_OF.has(name) ||
    SAME.has(name) ||
    /^(?:concat|values|get|getStore|then|catch|map|flatMap|reduce|reduceRight|entries)$/.test(name);
  if (!isOfLibrary) return undefined;
  const receivers = flow.objectsOf(callee.expression, frame);
  // A method of that name in the repository is followed as any other call.
  if ([...receivers.values()].some((receiver) => hasOwn(flow, receiver, name))) return undefined;
  const callback = (given: Objects) => calledBack(flow, node, 0, given, frame);
  switch (name) {
    case 'then':
      return union([
        callback(receivers),
        node.arguments[1] ? calledBack(flow, node, 1, NOTHING, frame) : NOTHING,
      ]);
    case 'catch':
      return union([receivers, callback(NOTHING)]);
    case 'map':
    case 'flatMap':
      return isList(receivers) ? objects({ kind: 'made', node, by: 'map' }) : undefined;
    case 'reduce':
    case 'reduceRight':
      return isList(receivers) ? reduced(flow, node, flow.members(receivers, ELEMENT), frame) : undefined;
    case 'concat':
      return isList(receivers) ? objects({ kind: 'made', node, by: 'concat' }) : undefined;
    case 'values':
      return isList(receivers) ? objects({ kind: 'made', node, by: 'values' }) : undefined;
    case 'entries':
      return each(receivers, (of) => objects({ kind: 'entries', of }));
    case 'getStore':
      return storedIn(flow, receivers);
    case 'get':
      return keyedContents(flow, node, receivers) ?? appSetting(flow, receivers, node.arguments[0]);
    default:
      if (!isList(receivers)) return undefined;
      return ELEMENT_OF.has(name) ? flow.members(receivers, ELEMENT) : receivers;
  }
}

/** Whether an object of the repository has a method of a name. */
function hasOwn(flow: Flow, receiver: FlowObject, name: string): boolean {
  if (receiver.kind === 'typed') return flow.checker.getPropertyOfType(receiver.type, name) !== undefined;
  if (
    receiver.kind !== 'literal' &&
    receiver.kind !== 'instance' &&
    receiver.kind !== 'module' &&
    receiver.kind !== 'callable'
  )
    return false;
  if (receiver.kind === 'literal' && ts.isArrayLiteralExpression(receiver.node)) return false;
  return flow.member(receiver, name).size > 0;
}

export function isList(set: Objects): boolean {
  return [...set.values()].some(
    (object) =>
      (object.kind === 'literal' && ts.isArrayLiteralExpression(object.node)) ||
      object.kind === 'made' ||
      object.kind === 'entries' ||
      object.kind === 'generator' ||
      object.kind === 'rest',
  );
}

/** What `list.reduce(callback, initial)` gives: the initial value, or what the callback returns. */
function reduced(flow: Flow, node: ts.CallExpression, elements: Objects, frame: Frame | undefined): Objects {
  const [callback, initial] = node.arguments;
  if (!callback) return NOTHING;
  const first = initial ? flow.objectsOf(initial, frame) : elements;
  const site: CallSite = {
    node,
    frame,
    count: 2,
    argument: (index) => (index === 0 ? flow.objectsOf(node, frame) : index === 1 ? elements : NOTHING),
  };
  return union([
    first,
    each(flow.objectsOf(callback, frame), (target) => callResult(flow, target, site, node)),
  ]);
}

/** The values that a callback returns to the library. */
export function calledBack(
  flow: Flow,
  node: ts.CallExpression,
  place: number,
  given: Objects,
  frame: Frame | undefined,
): Objects {
  const callback = node.arguments[place];
  if (!callback) return given;
  const site: CallSite = { node, frame, count: 1, argument: (index) => (index === 0 ? given : NOTHING) };
  return each(flow.objectsOf(callback, frame), (target) => callResult(flow, target, site, node));
}

/** `__awaiter(this, void 0, void 0, function* () { … })` returns the result of the function. */
function runResult(flow: Flow, node: ts.CallExpression, frame: Frame | undefined): Objects {
  const body = node.arguments.find(ts.isFunctionExpression);
  if (!body) return objects(flow.open(node, 'what this helper runs is not in sight'));
  if (isStepped(node)) return union(returnedInSteps(body).map((value) => flow.objectsOf(value, frame)));
  const isCalled = calledName(node)?.includes('awaiter');
  return isCalled ? flow.returnedIn(body, frame) : objects({ kind: 'callable', node: body, frame });
}
