import ts from 'typescript';
import type { Context } from './context';
import { verdictOnPattern, verdictOnReceiver } from './receivers';
import { isMember, memberName, nameText, unwrapped } from './syntax';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';
import type { Vocabulary } from './vocabulary';

export function verdictOnFunding(call: ts.CallExpression, context: Context): Verdict {
  const { checker, origins, vocabulary } = context;
  const callee = calleeOf(call);
  // Uses the callee's type, which is far cheaper than resolving the overload by checking every argument.
  for (const { declaration } of checker.getTypeAtLocation(callee).getCallSignatures()) {
    const name = declaration && 'name' in declaration ? declaration.name : undefined;
    if (!name || !ts.isIdentifier(name) || !vocabulary.fundingMethods.has(name.text)) continue;
    const origin = origins.ofMember(checker.getSymbolAtLocation(name));
    if (origin !== 'elsewhere') return verdict(origin);
  }
  return verdictOnUntypedFunding(callee, context);
}

/** The verdict on a call without types: by the called name, or by the name for which it is an alias. */
function verdictOnUntypedFunding(callee: ts.Expression, context: Context): Verdict {
  const { checker } = context;
  const { fundingMethods } = context.vocabulary;
  if (isMember(callee)) {
    const method = ts.isElementAccessExpression(callee) ? literalKey(callee, checker) : memberName(callee);
    return method !== undefined && fundingMethods.has(method)
      ? verdictOnReceiver(callee.expression, method, context)
      : verdict('elsewhere');
  }
  const declaration = ts.isIdentifier(callee)
    ? checker.getSymbolAtLocation(callee)?.valueDeclaration
    : undefined;
  if (!declaration) return verdict('elsewhere');
  if (ts.isBindingElement(declaration) && ts.isObjectBindingPattern(declaration.parent)) {
    const method = nameText(declaration.propertyName ?? declaration.name);
    return method !== undefined && fundingMethods.has(method)
      ? verdictOnPattern(declaration.parent, method, context)
      : verdict('elsewhere');
  }
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return verdict('elsewhere');
  const initializer = unwrapped(declaration.initializer);
  const kept = bindingOf(initializer)?.callee ?? initializer;
  // A variable may also keep a name that was bound before: `const pay = fund.bind(cards, card)`.
  const isKept = isMember(kept) || (ts.isIdentifier(kept) && kept.end <= callee.pos);
  return isKept ? verdictOnUntypedFunding(kept, context) : verdict('elsewhere');
}

function literalKey(access: ts.ElementAccessExpression, checker: ts.TypeChecker): string | undefined {
  const type = checker.getTypeAtLocation(access.argumentExpression);
  return type.isStringLiteral() ? type.value : undefined;
}

/** Whether a call may be a funding: by its callee's name or a legacy parameter. With an alias of the method, any object may be a body. */
export function mayBeFunding(call: ts.CallExpression, isAliased: boolean, vocabulary: Vocabulary): boolean {
  const bound = bindingOf(unwrapped(call.expression));
  // `fund.bind(cards, card, body)()`: the binding has the body.
  if (bound && bindsBody(bound.given)) return false;
  const callee = calleeOf(call);
  const name = ts.isIdentifier(callee) ? callee.text : memberName(callee);
  if (name !== undefined && vocabulary.fundingMethods.has(name)) return true;
  return call.arguments.some((argument) => {
    if (!ts.isObjectLiteralExpression(argument)) return isAliased && mayBeObject(argument);
    return argument.properties.some(
      (property) => isLegacyParameter(property, vocabulary) || (isAliased && ts.isSpreadAssignment(property)),
    );
  });
}

function mayBeObject(argument: ts.Expression): boolean {
  return !ts.isLiteralExpression(argument) && !ts.isFunctionLike(argument);
}

function isLegacyParameter(property: ts.ObjectLiteralElementLike, { legacyParameters }: Vocabulary): boolean {
  const name = property.name && nameText(property.name);
  return name !== undefined && legacyParameters.has(name);
}

/** The function that is called: `fund` in `fund(…)`, `fund.call(…)`, `fund.apply(…)`, `fund.bind(…)` with a body, and `Reflect.apply(fund, …)`. */
export function calleeOf(call: ts.CallExpression): ts.Expression {
  return invocationOf(call).callee;
}

interface Invocation {
  callee: ts.Expression;
  /** The arguments; `undefined` if they are a list that is not a literal. */
  given: readonly ts.Expression[] | undefined;
}

function invocationOf(call: ts.CallExpression): Invocation {
  const callee = unwrapped(call.expression);
  const [first, second, third] = call.arguments;
  const bound = bindingOf(callee);
  if (bound) return { callee: bound.callee, given: [...bound.given, ...call.arguments] };
  const binding = bindingOf(call);
  if (binding && bindsBody(binding.given)) return binding;
  if (!ts.isPropertyAccessExpression(callee)) return { callee, given: call.arguments };
  const owner = unwrapped(callee.expression);
  const method = callee.name.text;
  if (method === 'apply' && ts.isIdentifier(owner) && owner.text === 'Reflect' && first) {
    return { callee: unwrapped(first), given: elementsOf(third) };
  }
  if (method === 'call' && isMethod(owner)) return { callee: owner, given: call.arguments.slice(1) };
  if (method === 'apply' && isMethod(owner)) return { callee: owner, given: elementsOf(second) };
  return { callee, given: call.arguments };
}

/** `fund` and the bound arguments of `fund.bind(cards, …)`. */
function bindingOf(node: ts.Expression): { callee: ts.Expression; given: ts.Expression[] } | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrapped(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'bind') return undefined;
  const owner = unwrapped(callee.expression);
  return isMethod(owner) ? { callee: owner, given: node.arguments.slice(1) } : undefined;
}

/** Whether bound arguments have a body: behind the card, or with the card in one object. */
const bindsBody = ([first, second]: readonly ts.Expression[]): boolean =>
  second !== undefined || (first !== undefined && ts.isObjectLiteralExpression(unwrapped(first)));

const isMethod = (node: ts.Expression): boolean => isMember(node) || ts.isIdentifier(node);

function elementsOf(list: ts.Expression | undefined): readonly ts.Expression[] | undefined {
  const node = list && unwrapped(list);
  return node && ts.isArrayLiteralExpression(node) ? node.elements : undefined;
}

/**
 * The argument with the body: the second one of `(card, body, options)`, the first one of `({ card_id, …body }, options)`.
 *
 * @returns `undefined` if the arguments are not visible
 */
export function bodyOf(call: ts.CallExpression, context: Context): ts.Expression | undefined {
  const { given } = invocationOf(call);
  if (!given || given.some(ts.isSpreadElement)) return undefined;
  const [first, second] = given;
  return first && (!second || carriesBody(first, second, context)) ? first : second;
}

function carriesBody(first: ts.Expression, second: ts.Expression, context: Context): boolean {
  const { checker, vocabulary } = context;
  const options = unwrapped(second);
  const isBody = ts.isObjectLiteralExpression(options) && !namesOnly(options, vocabulary.callOptions);
  // Decided by syntax alone, to avoid computing types.
  if (isBody) return false;
  const type = checker.getTypeAtLocation(first);
  if (type.flags & ts.TypeFlags.StringLike) return false;
  if (ts.isObjectLiteralExpression(options)) return true;
  const card = unwrapped(first);
  const namesMore = ts.isObjectLiteralExpression(card) && !namesOnly(card, vocabulary.subjectKeys);
  return namesMore || [...vocabulary.bodyParameters].some((name) => type.getProperty(name) !== undefined);
}

function namesOnly(literal: ts.ObjectLiteralExpression, names: ReadonlySet<string>): boolean {
  return literal.properties.every((property) => {
    const name = property.name && nameText(property.name);
    return name !== undefined && names.has(name);
  });
}

/** Whether the body of a funding, or an object spread into it, is untyped. */
export function holdsUntyped(body: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrapped(body);
  if (!ts.isObjectLiteralExpression(node)) return isUntyped(checker.getTypeAtLocation(node));
  return node.properties.some(
    (property) => ts.isSpreadAssignment(property) && holdsUntyped(property.expression, checker),
  );
}
