import ts from 'typescript';
import { calledName } from '../called-name';
import { isMember, nameText, unwrapped, wrapped } from '../syntax';
import type { Flow } from './flow';
import { namesIn } from './names';
import { each, type FlowObject, type Objects, objects, union } from './objects';
import { functionOf, type SelfOwner, selfOwner } from './scopes';
import { writesTo } from './writes';

type Component = Extract<FlowObject, { kind: 'component' }>;

/** Under this name the code of a Vue template knows the options of its component. */
export const OPTIONS = '__options';

/** Options whose members are functions of the component, or have them as `get`, `set` and `handler`. */
const HOLDS_FUNCTIONS = /^(?:computed|methods|watch)$/;

/** Functions of Vue that take a component's options. */
const TAKES_OPTIONS =
  /^(?:defineComponent|defineNuxtComponent|defineCustomElement|extend|component|mixin|createApp|createSSRApp|Vue)$/;

/**
 * The options of the Vue component that `this` is in a function: `data`, a hook, or a member of `methods`, `computed` and `watch`.
 *
 * @returns `undefined` for a function of anything else
 */
export function componentOf(owner: SelfOwner): ts.ObjectLiteralExpression | undefined {
  if (!ts.isMethodDeclaration(owner) && !ts.isFunctionExpression(owner)) return undefined;
  const literals: ts.ObjectLiteralExpression[] = [];
  const keys: (string | undefined)[] = [];
  for (let at: ts.Node = owner; literals.length < 3; ) {
    const property: ts.Node = ts.isMethodDeclaration(at) ? at : wrapped(at).parent;
    if (!ts.isMethodDeclaration(property) && !ts.isPropertyAssignment(property)) break;
    if (!ts.isObjectLiteralExpression(property.parent)) break;
    literals.push(property.parent);
    keys.push(nameText(property.name));
    at = property.parent;
  }
  return literals.find(
    (literal, depth) =>
      (depth === 0 || HOLDS_FUNCTIONS.test(keys[depth] ?? '')) &&
      (depth < 2 || /^(?:get|set|handler)$/.test(keys[0] ?? '')) &&
      isOptions(literal),
  );
}

/** Whether an expression is `this` of a component, or reached through its members. Its type does not say what that holds. */
export function isOfComponent(expression: ts.Node): boolean {
  let node = expression;
  while (ts.isExpression(node)) {
    const value: ts.Expression = unwrapped(node);
    if (!isMember(value)) break;
    node = value.expression;
  }
  return node.kind === ts.SyntaxKind.ThisKeyword && componentOf(selfOwner(node)) !== undefined;
}

function isOptions(literal: ts.ObjectLiteralExpression): boolean {
  const value = wrapped(literal);
  const { parent } = value;
  if (ts.isVariableDeclaration(parent)) return parent.name.getText() === OPTIONS;
  const isVue = /\.vue\.\w+$/.test(literal.getSourceFile().fileName);
  const isExported =
    ts.isExportAssignment(parent) ||
    (ts.isBinaryExpression(parent) && parent.left.getText() === 'module.exports');
  if (isExported && isVue) return true;
  const isGiven =
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    TAKES_OPTIONS.test(calledName(parent) ?? '') &&
    (parent.arguments?.some((argument) => argument === value) ?? false);
  return (isExported || isGiven) && literal.properties.some(isOfComponents);
}

/** What objects that are no component hardly have. */
function isOfComponents(property: ts.ObjectLiteralElementLike): boolean {
  const name = property.name && nameText(property.name);
  if (name === 'data') return ts.isMethodDeclaration(property) || ts.isPropertyAssignment(property);
  return (
    (name === 'computed' || name === 'methods') &&
    ts.isPropertyAssignment(property) &&
    ts.isObjectLiteralExpression(unwrapped(property.initializer))
  );
}

/** A member of a component: what its options make it, and what is set on it; else somebody out of sight gives it. */
export function componentMember(flow: Flow, owner: Component, name: string): Objects {
  const options: FlowObject = { kind: 'literal', node: owner.options, frame: undefined };
  const option = (key: string) => flow.member(options, key);
  const found = union([
    ...['data', 'setup'].map((key) => flow.members(called(flow, option(key)), name)),
    each(flow.members(option('computed'), name), (made) =>
      made.kind === 'literal' ? called(flow, flow.member(made, 'get')) : called(flow, objects(made)),
    ),
    flow.members(option('methods'), name),
    writesTo(flow, owner, name),
  ]);
  return found.size > 0 ? found : objects(givenMember(flow, owner, name));
}

/** What the functions among some objects give; of anything else, the object itself, which is as unknown. */
function called(flow: Flow, set: Objects): Objects {
  return each(set, (object) => {
    const fn = object.kind === 'callable' ? functionOf(object.node) : undefined;
    return fn ? flow.returnedIn(fn, undefined) : objects(object);
  });
}

function givenMember(flow: Flow, { options }: Component, name: string): FlowObject {
  const why = "nothing in sight says what the component's parent, its plugins or its mixins give it";
  const read = namesIn(options.getSourceFile())
    .identifiers(name)
    .map(({ parent }) => parent)
    .find((node) => ts.isPropertyAccessExpression(node) && node.name.text === name && isDirect(node));
  return read ? flow.open(read, why) : flow.open(options, why, [name]);
}

const isDirect = ({ expression }: ts.PropertyAccessExpression): boolean =>
  expression.kind === ts.SyntaxKind.ThisKeyword && isOfComponent(expression);

/** Makers of a box with one value: `computed(() => client.cards)` of Vue, `signal(client)`, `useRef(client)` of React. */
const REFERENCES = /^(?:computed|ref|shallowRef|toRef|signal|useRef|createRef)$/;

/** Whether a call, of what is not in the repository, gives such a box. */
export const makesReference = (node: ts.CallExpression | ts.NewExpression): boolean =>
  REFERENCES.test(calledName(node) ?? '');

/** Whether something may be Vue's own: another package may bring Vue, and tools import its functions by themselves. */
export function isOfVue({ cause: { at, path, shared } }: Extract<FlowObject, { kind: 'open' }>): boolean {
  if (shared?.kind === 'global') return path.length === 1;
  return ts.isStringLiteralLike(at) && /^(?:vue|@vue\/[\w-]+|#imports)$/.test(at.text);
}

/** The members that a box keeps its value in. */
export const BOXED: readonly string[] = ['value', 'current'];

/** What is in a box, read as `api.value`, as `api.current`, as `api()`, or as `api` in a template. */
export function referredTo(flow: Flow, owner: Extract<FlowObject, { kind: 'made' }>): Objects {
  const [given] = owner.node.arguments ?? [];
  const written = union(BOXED.map((name) => writesTo(flow, owner, name)));
  if (!given) return written;
  const values = flow.objectsOf(given, undefined);
  const isComputed = calledName(owner.node) === 'computed';
  const got = each(values, (value) =>
    value.kind === 'literal' && isComputed ? flow.member(value, 'get') : objects(value),
  );
  const isFunction = ts.isFunctionLike(unwrapped(given));
  return union([isComputed || isFunction ? called(flow, got) : got, written]);
}

/** The objects themselves, and what is in those that are boxes. */
export function unboxed(flow: Flow, set: Objects): Objects {
  return each(set, (object) =>
    object.kind === 'made' && object.by === 'reference' ? referredTo(flow, object) : objects(object),
  );
}
