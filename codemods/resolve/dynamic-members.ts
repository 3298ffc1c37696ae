import ts from 'typescript';
import type { Context } from './context';
import { namesIn } from './flow/names';
import { onceEach } from './once-each';
import { destructuredFrom } from './patterns';
import { verdictOnReceiver } from './receivers';
import { isAssignment, passesOn } from './syntax';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';
import type { Vocabulary } from './vocabulary';

/** `cards[name]`, or the binding element of `const { [name]: method } = cards`. */
export type ComputedMember = ts.ElementAccessExpression | ts.BindingElement;

export function verdictOnDynamic(name: ts.Expression, member: ComputedMember, context: Context): Verdict {
  const { checker, origins, vocabulary } = context;
  if (!mayNameLegacy(checker.getTypeAtLocation(name), vocabulary)) return verdict('elsewhere');
  if (ts.isBindingElement(member)) {
    const { parent: pattern } = member;
    const type = checker.getTypeAtLocation(pattern);
    if (!isUntyped(type)) {
      return verdict(origins.ofMember(checker.getPropertyOfType(type, vocabulary.anyMethod)));
    }
    const source = ts.isObjectBindingPattern(pattern) ? destructuredFrom(pattern) : undefined;
    if (!source) return verdict('elsewhere');
    const found = verdictOnReceiver(source, vocabulary.anyMethod, context);
    return isNameCalled(member.name) ? found : whereKnown(found);
  }
  const receiver = member.expression;
  const isTyped = !isUntyped(checker.getTypeAtLocation(receiver));
  const isMethod = isTyped || isCalled(member);
  if (!isMethod && !isKept(member)) return verdict('elsewhere');
  const found = verdictOnReceiver(receiver, vocabulary.anyMethod, context);
  return isMethod ? found : whereKnown(found);
}

/** An array of cards may be named `cards`, too: without a call, only a client's values show that an untyped value has methods. */
function whereKnown(found: Verdict): Verdict {
  const isOurs = found.origin === 'unknown' ? found.beside === 'sdk' : found.origin !== 'unseen';
  return isOurs ? found : verdict('elsewhere');
}

/** Whether a member is called at once, or under the name that it is kept in. */
function isCalled(member: ts.ElementAccessExpression): boolean {
  if (isInvoked(member)) return true;
  const at = passedOn(member);
  const { parent } = at;
  if (ts.isVariableDeclaration(parent)) return isNameCalled(parent.name);
  return isAssignment(parent) && parent.right === at && isNameCalled(parent.left);
}

/** Whether a member is handed on without being called: `list.push(f)`, `{ run: f }`, `return f`. */
function isKept(member: ts.ElementAccessExpression): boolean {
  const at = passedOn(member);
  const { parent } = at;
  if (isAssignment(parent)) return parent.right === at;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== at;
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isYieldExpression(parent) ||
    ts.isExportAssignment(parent) ||
    (ts.isArrowFunction(parent) && parent.body === at)
  );
}

/** `f()`, `(f || other)()`, `f.call(self)` and `Reflect.apply(f, self, [])`. */
function isInvoked(node: ts.Expression): boolean {
  const at = passedOn(node);
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent)) return /^(?:call|apply|bind)$/.test(parent.name.text);
  if (!ts.isCallExpression(parent)) return false;
  return parent.expression === at || parent.expression.getText() === 'Reflect.apply';
}

/** The outermost expression that may have the value of a node. */
function passedOn(node: ts.Expression): ts.Expression {
  const { parent } = node;
  return passesOn(parent, node) ? passedOn(parent) : node;
}

/** Whether a file calls something by a name. Each name of a file is looked up once: a bundle has the same short names everywhere. */
const isNameCalled = (name: ts.Node): boolean =>
  ts.isIdentifier(name) && callsIn(name.getSourceFile())(name.text);

const calls = new WeakMap<ts.SourceFile, (name: string) => boolean>();

function callsIn(source: ts.SourceFile): (name: string) => boolean {
  const known =
    calls.get(source) ?? onceEach((name: string) => namesIn(source).identifiers(name).some(isInvoked));
  calls.set(source, known);
  return known;
}

/** A computed member that is taken of the value of a node, and may be a legacy method. */
export function computedMemberOf(
  node: ts.Node,
  checker: ts.TypeChecker,
  vocabulary: Vocabulary,
): ComputedMember | undefined {
  const { parent } = node;
  const members: readonly ts.Node[] = ts.isObjectBindingPattern(node)
    ? node.elements
    : ts.isElementAccessExpression(parent) && parent.expression === node
      ? [parent]
      : [];
  return members.find((member): member is ComputedMember => {
    const name = computedName(member);
    return name !== undefined && mayNameLegacy(checker.getTypeAtLocation(name), vocabulary);
  });
}

/** Whether the type of a computed name allows the name of a legacy method. */
export function mayNameLegacy(type: ts.Type, vocabulary: Vocabulary): boolean {
  if (type.isUnion()) return type.types.some((member) => mayNameLegacy(member, vocabulary));
  if (type.isStringLiteral()) return vocabulary.methodNamed(type.value) !== undefined;
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.ESSymbolLike)) === 0;
}

export function computedName(node: ts.Node): ts.Expression | undefined {
  const name = ts.isElementAccessExpression(node)
    ? node.argumentExpression
    : ts.isBindingElement(node) && node.propertyName && ts.isComputedPropertyName(node.propertyName)
      ? node.propertyName.expression
      : undefined;
  return name && !ts.isStringLiteralLike(name) && !ts.isNumericLiteral(name) ? name : undefined;
}
