import ts from 'typescript';
import { calledName } from '../called-name';
import { unwrapped } from '../syntax';
import { basesOf } from './classes';
import { ELEMENT } from './flow';
import { isHandOn, isList } from './library';
import { MIXERS } from './names';
import { type CallSite, type FlowObject, NOTHING } from './objects';
import { functionOf } from './scopes';
import { NEW, type Path, type Tracker } from './tracker';

/** Functions that return their first argument, or an object or list with its members. */
const GIVES_FIRST =
  /^(?:Object\.(?:freeze|seal|assign|create|values|defineProperty|setPrototypeOf)|Promise\.(?:all|resolve|race|any)|Array\.from)$/;
/** Functions that read a value and do not keep it. */
const HARMLESS =
  /^(?:console\.\w+|JSON\.\w+|Object\.(?:keys|entries|getOwnPropertyNames|is)|util\.inspect|inspect|assert(?:\.\w+)?|expect|Boolean|String|Array\.isArray|logger\.\w+|log\.\w+|debug)$/;
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
const CALLBACKS = /^(?:forEach|map|flatMap|some|every|find|findLast|filter|sort|reduce|then|catch|finally)$/;

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
  if (ts.isCallExpression(call) && handedToLibrary(tracker, call, callee, text, place, path)) return;
  const targets = [...flow.objectsOf(callee, undefined).values()];
  if (targets.length === 0)
    return tracker.escaped(
      'handed',
      call,
      `the function is given to ${text.slice(0, 60)}(), which is not in sight`,
    );
  for (const target of targets) handTo(tracker, target, call, place, path);
}

function handTo(
  tracker: Tracker,
  target: FlowObject,
  call: ts.CallExpression | ts.NewExpression,
  place: number,
  path: Path,
): undefined {
  const { flow } = tracker;
  if (target.kind === 'bound') {
    const { count } = target.given;
    return count === undefined
      ? tracker.escaped('handed', call, 'the function is given to a bound one')
      : handTo(tracker, target.target, call, place + count, path);
  }
  const fn =
    target.kind === 'callable'
      ? functionOf(target.node)
      : target.kind === 'typed'
        ? declarationOf(target.type, ts.isNewExpression(call))
        : undefined;
  if (fn) {
    tracker.inCall(fn, call, () => handToParameter(tracker, fn, place, path));
    return;
  }
  // A class without a constructor passes its arguments to its base class.
  if (target.kind === 'callable') {
    for (const base of basesOf(flow, target.node).values()) handTo(tracker, base, call, place, path);
    return;
  }
  if (target.kind === 'plain') return;
  if (ts.isCallExpression(call) && isHandOn(call) && place === 0) return tracker.follow(call, path);
  tracker.escaped(
    'handed',
    call,
    `the function is given to ${calledName(call) ?? 'a call'}(), which is not in the repository`,
  );
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
  if (fn.body && /\barguments\b/.test(fn.body.getText())) {
    tracker.escaped('handed', fn, 'the function is read as one of arguments');
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
        if (object.kind === 'callable' && path[0] === NEW) tracker.trackCallable(object.node, path);
      }
    }
    return true;
  }
  const own = TIMERS[name];
  if (own !== undefined && place === 0 && path.length === 0) {
    tracker.called(flow.site(call, undefined, call.arguments.slice(own)));
    return true;
  }
  if (!ts.isPropertyAccessExpression(callee)) return false;
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
  if (CALLBACKS.test(name) && place === 0 && path.length === 0 && !isOurs) {
    const isPromise = /^(?:then|catch|finally)$/.test(name);
    if (!isPromise && !isList(receivers)) return false;
    const given =
      name === 'then' ? () => receivers : isPromise ? () => NOTHING : () => flow.members(receivers, ELEMENT);
    const site: CallSite = {
      node: call,
      frame: undefined,
      count: 1,
      argument: (at) => (at === 0 ? given() : NOTHING),
    };
    tracker.called(site);
    return true;
  }
  const put = PUTS[name];
  if (put !== undefined && place >= put && !isOurs && isList(receivers)) {
    for (const receiver of receivers.values()) tracker.trackObject(receiver, [ELEMENT, ...path], call);
    return true;
  }
  return false;
}

/** `Object.assign(target, value)`: the target and the result of the call have the members. */
function mixedInto(tracker: Tracker, call: ts.CallExpression, path: Path): undefined {
  const [target] = call.arguments;
  if (!target || path.length === 0) return;
  for (const object of tracker.flow.objectsOf(target, undefined).values())
    tracker.trackObject(object, path, call);
}
