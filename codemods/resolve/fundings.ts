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
  const kept = withoutBind(unwrapped(declaration.initializer));
  return isMember(kept) ? verdictOnUntypedFunding(kept, context) : verdict('elsewhere');
}

/** `fund` of `fund.bind(cards)`. */
function withoutBind(node: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(node)) return node;
  const callee = unwrapped(node.expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind'
    ? unwrapped(callee.expression)
    : node;
}

function literalKey(access: ts.ElementAccessExpression, checker: ts.TypeChecker): string | undefined {
  const type = checker.getTypeAtLocation(access.argumentExpression);
  return type.isStringLiteral() ? type.value : undefined;
}

/** Whether a call may be a funding: by its callee's name or a legacy parameter. With an alias of the method, any object may be a body. */
export function mayBeFunding(call: ts.CallExpression, isAliased: boolean, vocabulary: Vocabulary): boolean {
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

/** The function that is called: `fund` in `fund(…)`, `fund.call(…)`, `fund.apply(…)` and `Reflect.apply(fund, …)`. */
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
  if (!ts.isPropertyAccessExpression(callee)) return { callee, given: call.arguments };
  const owner = unwrapped(callee.expression);
  const method = callee.name.text;
  if (method === 'apply' && ts.isIdentifier(owner) && owner.text === 'Reflect' && first) {
    return { callee: unwrapped(first), given: elementsOf(third) };
  }
  if (method === 'call' && isMember(owner)) return { callee: owner, given: call.arguments.slice(1) };
  if (method === 'apply' && isMember(owner)) return { callee: owner, given: elementsOf(second) };
  return { callee, given: call.arguments };
}

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
