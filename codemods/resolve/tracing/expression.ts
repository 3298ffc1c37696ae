import ts from 'typescript';
import { importedBy, nameText, symbolOf } from '../syntax';
import type { Origin } from '../verdict';
import { traceCall, traceNew } from './call';
import { traceClass, traceReturns } from './declaration';
import { isForeign } from './joined';
import type { Tracer } from './tracer';
import { after, before, CALL, ELEMENT, type Trail } from './trail';

/** Follows an expression without a type by its syntax. */
export function traceExpression(tracer: Tracer, node: ts.Expression, trail: Trail): Origin {
  if (ts.isPropertyAccessExpression(node)) return traceAccess(tracer, node, trail);
  if (ts.isElementAccessExpression(node)) {
    const key = node.argumentExpression;
    const step = ts.isStringLiteralLike(key) ? key.text : ELEMENT;
    return tracer.expression(node.expression, before(step, trail));
  }
  if (ts.isAwaitExpression(node)) return tracer.expression(node.expression, trail);
  if (ts.isConditionalExpression(node)) return tracer.anyOf([node.whenTrue, node.whenFalse], trail);
  if (ts.isBinaryExpression(node)) return traceBinary(tracer, node, trail);
  if (ts.isCallExpression(node)) return traceCall(tracer, node, trail);
  if (ts.isNewExpression(node)) return traceNew(tracer, node, trail);
  if (ts.isObjectLiteralExpression(node)) return traceObject(tracer, node, trail);
  if (ts.isArrayLiteralExpression(node) && trail.path[0] === ELEMENT)
    return tracer.anyOf(node.elements, after(trail));
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return trail.path[0] === CALL ? traceReturns(tracer, node, after(trail)) : 'elsewhere';
  if (ts.isClassExpression(node)) return traceClass(tracer, node, trail);
  if (ts.isIdentifier(node)) return traceIdentifier(tracer, node, trail);
  return 'unknown';
}

function traceAccess(tracer: Tracer, node: ts.PropertyAccessExpression, trail: Trail): Origin {
  const isOwn = isMemberOfRequire(node) || ts.isPrivateIdentifier(node.name);
  const member = isOwn ? tracer.checker.getSymbolAtLocation(node.name) : undefined;
  if (member) return tracer.symbol(member, trail);
  const origin = tracer.expression(node.expression, before(node.name.text, trail));
  // The application may have added a client to a framework's object: `app.sdk`.
  return isForeign(origin) && tracer.sdk.instanceName.test(node.name.text) ? 'unknown' : origin;
}

function isMemberOfRequire({ expression }: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(expression) && importedBy(expression) !== undefined;
}

function traceBinary(tracer: Tracer, node: ts.BinaryExpression, trail: Trail): Origin {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return tracer.anyOf([node.left, node.right], trail);
    case ts.SyntaxKind.BarBarEqualsToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.CommaToken:
      return tracer.expression(node.right, trail);
    default:
      return 'elsewhere';
  }
}

function traceObject(tracer: Tracer, { properties }: ts.ObjectLiteralExpression, trail: Trail): Origin {
  const [step] = trail.path;
  const property = properties.find((candidate) => candidate.name && nameText(candidate.name) === step);
  if (property) return tracer.declaration(property, after(trail));
  const spreads = properties.filter(ts.isSpreadAssignment).map(({ expression }) => expression);
  if (spreads.length > 0) return tracer.anyOf(spreads, trail);
  // A default `{}` contains nothing, but a missing member of a literal may be added later.
  return trail.path.length > 1 ? 'unknown' : 'elsewhere';
}

function traceIdentifier(tracer: Tracer, node: ts.Identifier, trail: Trail): Origin {
  const symbol = symbolOf(node, tracer.checker);
  return symbol ? tracer.symbol(symbol, trail) : 'unknown';
}
