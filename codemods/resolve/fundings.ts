import ts from 'typescript';
import type { Context } from './context';
import { verdictOnReceiver, verdictOnUntypedPattern } from './receivers';
import { isMember, memberName, nameText, unwrapped } from './syntax';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';
import type { Vocabulary } from './vocabulary';

export function verdictOnFunding(call: ts.CallExpression, context: Context): Verdict {
  const { checker, origins, vocabulary } = context;
  const callee = calleeOf(call);
  // The callee's type is enough, and far cheaper than choosing an overload by checking every argument.
  for (const { declaration } of checker.getTypeAtLocation(callee).getCallSignatures()) {
    const name = declaration && 'name' in declaration ? declaration.name : undefined;
    if (!name || !ts.isIdentifier(name) || !vocabulary.fundingMethods.has(name.text)) continue;
    const origin = origins.ofMember(checker.getSymbolAtLocation(name));
    if (origin !== 'elsewhere') return verdict(origin);
  }
  return verdictOnUntypedFunding(callee, context);
}

/** Where types do not tell: by the name that is called, or the one that it is another name for. */
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
      ? verdictOnUntypedPattern(declaration.parent, method, context)
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

/** By its callee's name, or because it is given a legacy parameter where the method has an alias. */
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

/** The function that a call ends in: `fund` in `fund(…)` and in `fund.call(…)`. */
function calleeOf(call: ts.CallExpression): ts.Expression {
  const callee = unwrapped(call.expression);
  return ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'call' &&
    isMember(unwrapped(callee.expression))
    ? unwrapped(callee.expression)
    : callee;
}

export function bodyOf(call: ts.CallExpression): ts.Expression | undefined {
  const callee = unwrapped(call.expression);
  const shift = calleeOf(call) === callee ? 0 : 1;
  const given = call.arguments.slice(shift);
  return given.some(ts.isSpreadElement) ? undefined : (given[1] ?? given[0]);
}

/** Whether the body of a funding is untyped, or something spread into it. */
export function holdsUntyped(body: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrapped(body);
  if (!ts.isObjectLiteralExpression(node)) return isUntyped(checker.getTypeAtLocation(node));
  return node.properties.some(
    (property) => ts.isSpreadAssignment(property) && holdsUntyped(property.expression, checker),
  );
}
