import ts from 'typescript';
import { calledName } from '../called-name';
import { unwrapped } from '../syntax';
import { appliedSite } from './calls';
import { basesOf } from './classes';
import { createdSite } from './elements';
import { ELEMENT, type Flow } from './flow';
import { isBindOfLibrary, isHandOn, isList, listGivenTo, SLICES } from './library';
import { MIXERS, namesIn } from './names';
import { type CallSite, type FlowObject, NOTHING } from './objects';
import { argumentsOwner, functionOf } from './scopes';
import { NEW, type Path, type Tracker } from './tracker';

/** Functions that return their first argument, or an object or list with its members. */
const GIVES_FIRST =
  /^(?:Object\.(?:freeze|seal|assign|create|defineProperty|setPrototypeOf)|Promise\.(?:all|resolve|race|any)|Array\.from)$/;
/** The steps to a member in what a function lists of an object. */
const LISTS: Readonly<Record<string, Path>> = {
  'Object.values': [ELEMENT],
  'Object.entries': [ELEMENT, '1'],
};
/** Functions that read a value and do not keep it. */
const HARMLESS =
  /^(?:console\.\w+|JSON\.\w+|Object\.(?:keys|getOwnPropertyNames|is)|util\.inspect|inspect|assert(?:\.\w+)?|expect|Boolean|String|Array\.isArray|logger\.\w+|log\.\w+|debug)$/;
/** Timers call a function with the arguments that follow the timer's own, of which there are so many. */
const TIMERS: Readonly<Record<string, number>> = {
  setTimeout: 2,
  setInterval: 2,
  setImmediate: 1,
  nextTick: 1,
  queueMicrotask: 1,
  defer: 1,
};
const PUTS: Readonly<Record<string, number>> = { push: 0, unshift: 0, add: 0, set: 1, put: 1, register: 1 };
const CALLBACKS =
  /^(?:forEach|map|flatMap|some|every|find|findLast|filter|sort|reduce|reduceRight|then|catch|finally)$/;

/** Where a value stands among the arguments of a call. */
interface Hand {
  place: number;
  /** The value's elements are the arguments from that place on: `f(...value)`, `f.apply(null, value)`. */
  isSpread: boolean;
}

/** Follows a value that is an argument into the functions that the call may run. */
export function handedOn(
  tracker: Tracker,
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Expression,
  path: Path,
): undefined {
  const { flow } = tracker;
  const place = call.arguments?.indexOf(node) ?? -1;
  const callee = unwrapped(call.expression);
  const text = callee.getText();
  if (HARMLESS.test(text)) return;
  if (SLICES.test(text)) return tracker.follow(call, path);
  const isSpread = ts.isSpreadElement(node);
  if (ts.isCallExpression(call) && !isSpread && handedToLibrary(tracker, call, callee, text, place, path))
    return;
  if (place > 0 && handReflectively(tracker, call, callee, { place, isSpread }, path)) return;
  const targets = calleesOf(flow, callee);
  if (targets.length === 0)
    return tracker.escaped(
      'handed',
      call,
      `the function is given to ${text.slice(0, 60)}(), which is not in sight`,
    );
  for (const target of targets) handTo(tracker, target, call, { place, isSpread }, path);
}

/** What a call may run; `super(…)` runs the constructor of the base class. */
function calleesOf(flow: Flow, callee: ts.Expression): FlowObject[] {
  const of = callee.kind === ts.SyntaxKind.SuperKeyword ? ts.findAncestor(callee, ts.isClassLike) : undefined;
  return [...(of ? basesOf(flow, of) : flow.objectsOf(callee, undefined)).values()];
}

/** Follows an argument of `f.call(self, value)`, `f.bind(self, value)` and `f.apply(self, [value])` into `f`. */
function handReflectively(
  tracker: Tracker,
  call: ts.CallExpression | ts.NewExpression,
  callee: ts.Expression,
  { place, isSpread }: Hand,
  path: Path,
): boolean {
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const how = callee.name.text;
  if (how !== 'call' && how !== 'bind' && how !== 'apply') return false;
  const targets = [...tracker.flow.objectsOf(callee.expression, undefined).values()];
  if (targets.length === 0 || !targets.every(({ kind }) => kind === 'callable' || kind === 'bound'))
    return false;
  const hand = how === 'apply' ? { place: 0, isSpread: true } : { place: place - 1, isSpread };
  for (const target of targets) handTo(tracker, target, call, hand, path);
  return true;
}

function handTo(
  tracker: Tracker,
  target: FlowObject,
  call: ts.CallExpression | ts.NewExpression,
  hand: Hand,
  path: Path,
): undefined {
  const { flow } = tracker;
  if (target.kind === 'bound') {
    const { count } = target.given;
    return count === undefined
      ? tracker.escaped('handed', call, 'the function is given to a bound one')
      : handTo(tracker, target.target, call, { ...hand, place: hand.place + count }, path);
  }
  const fn =
    target.kind === 'callable'
      ? functionOf(target.node)
      : target.kind === 'typed'
        ? declarationOf(target.type, ts.isNewExpression(call))
        : undefined;
  if (fn) {
    tracker.inCall(fn, call, () => handToParameters(tracker, fn, hand, path));
    return;
  }
  // A class without a constructor passes its arguments to its base class.
  if (target.kind === 'callable') {
    for (const base of basesOf(flow, target.node).values()) handTo(tracker, base, call, hand, path);
    return;
  }
  if (target.kind === 'plain') return;
  if (ts.isCallExpression(call) && isHandOn(call) && hand.place === 0) return tracker.follow(call, path);
  tracker.escaped(
    'handed',
    call,
    `the function is given to ${calledName(call) ?? 'a call'}(), which is not in the repository`,
  );
}

function handToParameters(
  tracker: Tracker,
  fn: ts.FunctionLikeDeclaration,
  { place, isSpread }: Hand,
  path: Path,
): undefined {
  const [step, ...rest] = path;
  if (!isSpread) return handToParameter(tracker, fn, place, path);
  if (step === undefined || !/^(?:\d+|\[\])$/.test(step)) return;
  if (step !== ELEMENT) return handToParameter(tracker, fn, place + Number(step), rest);
  for (let at = place; at < Math.max(fn.parameters.length, place + 1); at += 1)
    handToParameter(tracker, fn, at, rest);
}

function handToParameter(
  tracker: Tracker,
  fn: ts.FunctionLikeDeclaration,
  place: number,
  path: Path,
): undefined {
  const parameters = fn.parameters.filter(({ name }) => name.getText() !== 'this');
  const rest = parameters.at(-1)?.dotDotDotToken ? parameters.at(-1) : undefined;
  const parameter = parameters[place];
  if (rest && place >= parameters.length - 1) tracker.trackBound(rest.name, [ELEMENT, ...path]);
  else if (parameter) tracker.trackBound(parameter.name, path);
  if (!fn.body || !/\barguments\b/.test(fn.body.getText())) return;
  for (const named of namesIn(fn.getSourceFile()).identifiersIn(fn, 'arguments')) {
    if (argumentsOwner(named) === fn) tracker.follow(named, [ELEMENT, ...path]);
  }
}

function declarationOf(type: ts.Type, isNew: boolean): ts.FunctionLikeDeclaration | undefined {
  const [signature] = isNew ? type.getConstructSignatures() : type.getCallSignatures();
  const declaration = signature?.declaration;
  return declaration && 'body' in declaration && declaration.body
    ? (declaration as ts.FunctionLikeDeclaration)
    : undefined;
}

/** @returns whether the call is one of the library's, which needs no further tracking */
function handedToLibrary(
  tracker: Tracker,
  call: ts.CallExpression,
  callee: ts.Expression,
  text: string,
  place: number,
  path: Path,
): boolean {
  const { flow } = tracker;
  const name = calledName(call) ?? '';
  const listed = place === 0 ? LISTS[text] : undefined;
  if (listed) {
    if (path.length > 0) tracker.follow(call, [...listed, ...path.slice(1)]);
    return true;
  }
  if (GIVES_FIRST.test(text)) {
    if (place === 0) tracker.follow(call, path);
    else mixedInto(tracker, call, path);
    return true;
  }
  if (MIXERS.has(name) && place > 0) {
    mixedInto(tracker, call, path);
    return true;
  }
  if (/^(?:_?inherits|__extends|_inheritsLoose)$/.test(name)) {
    const [child] = call.arguments;
    if (place === 1 && child) {
      for (const object of flow.objectsOf(child, undefined).values()) {
        if (object.kind !== 'callable') continue;
        if (path[0] === NEW) tracker.trackCallable(object.node, path);
        if (path.length === 0) tracker.trackCallable(object.node, ['super_']);
      }
    }
    return true;
  }
  const reflected = place === 0 && path.length === 0 ? /^Reflect\.(apply|construct)$/.exec(text) : undefined;
  if (reflected) {
    const list = call.arguments[reflected[1] === 'apply' ? 2 : 1];
    tracker.called(appliedSite(flow, call, list, undefined, undefined));
    return true;
  }
  const created = place === 0 && path.length === 0 ? createdSite(flow, call, undefined) : undefined;
  if (created) {
    tracker.called(created);
    return true;
  }
  const own = TIMERS[name];
  if (own !== undefined && place === 0 && path.length === 0) {
    tracker.called(flow.site(call, undefined, call.arguments.slice(own)));
    return true;
  }
  const [deferred] = call.arguments;
  if (own !== undefined && deferred && place >= own) {
    const targets = [...flow.objectsOf(deferred, undefined).values()];
    for (const target of targets)
      handTo(tracker, target, call, { place: place - own, isSpread: false }, path);
    return targets.length > 0;
  }
  if (!ts.isPropertyAccessExpression(callee)) return false;
  if (path.length === 0 && place === 0 && isBindOfLibrary(call)) {
    tracker.boundBy(call);
    return true;
  }
  return handedToMethod(tracker, call, callee, place, path);
}

function handedToMethod(
  tracker: Tracker,
  call: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  place: number,
  path: Path,
): boolean {
  const { flow } = tracker;
  const name = callee.name.text;
  const receivers = flow.objectsOf(callee.expression, undefined);
  const isOurs = [...receivers.values()].some(
    (receiver) => receiver.kind === 'instance' || receiver.kind === 'module' || receiver.kind === 'callable',
  );
  const list = path.length === 0 ? listGivenTo(flow, call, place) : undefined;
  if (list) {
    const elements = () => flow.members(flow.objectsOf(list, undefined), ELEMENT);
    tracker.called(calledWith(call, (at) => (at === 0 ? elements() : NOTHING)));
    return true;
  }
  if (name === 'spread' && place === 0 && path.length === 0 && !isOurs) {
    tracker.called(calledWith(call, (at) => flow.members(receivers, String(at))));
    return true;
  }
  if (CALLBACKS.test(name) && place === 0 && path.length === 0 && !isOurs) {
    const isPromise = /^(?:then|catch|finally)$/.test(name);
    if (!isPromise && !isList(receivers)) return false;
    if (name.startsWith('reduce')) {
      const elements = () => flow.members(receivers, ELEMENT);
      const results = () => flow.objectsOf(call, undefined);
      tracker.called(calledWith(call, (at) => (at === 0 ? results() : at === 1 ? elements() : NOTHING)));
      return true;
    }
    const given =
      name === 'then' ? () => receivers : isPromise ? () => NOTHING : () => flow.members(receivers, ELEMENT);
    tracker.called(calledWith(call, (at) => (at === 0 ? given() : NOTHING)));
    return true;
  }
  if (name === 'concat' && isList(receivers)) {
    tracker.follow(call, path[0] === ELEMENT ? path : [ELEMENT, ...path]);
    return true;
  }
  const put = PUTS[name];
  if (put !== undefined && place >= put && !isOurs && isList(receivers)) {
    for (const receiver of receivers.values()) tracker.trackObject(receiver, [ELEMENT, ...path], call);
    return true;
  }
  return false;
}

/** A call of a callback by a library. */
const calledWith = (node: ts.CallExpression, argument: CallSite['argument']): CallSite => ({
  node,
  frame: undefined,
  count: 1,
  argument,
});

/** `Object.assign(target, value)`: the target and the result of the call have the members. */
function mixedInto(tracker: Tracker, call: ts.CallExpression, path: Path): undefined {
  const [target] = call.arguments;
  if (!target || path.length === 0) return;
  for (const object of tracker.flow.objectsOf(target, undefined).values())
    tracker.trackObject(object, path, call);
}
