import ts from 'typescript';
import { assignedLater } from '../assignments';
import { nameText, returnedBy } from '../syntax';
import type { Origin } from '../verdict';
import { traceImport } from './import';
import type { Tracer } from './tracer';
import { after, before, CALL, ELEMENT, INSTANCE, type Trail } from './trail';
import { traceAnnotation } from './type';

/** Follows a name to the values that its declaration gives it. */
export function traceDeclaration(tracer: Tracer, node: ts.Declaration, trail: Trail): Origin {
  if (ts.isVariableDeclaration(node)) return traceVariable(tracer, node, trail);
  if (ts.isBindingElement(node)) return traceBinding(tracer, node, trail);
  if (ts.isParameter(node)) return traceParameter(tracer, node, trail);
  if (ts.isPropertyAssignment(node)) return tracer.expression(node.initializer, trail);
  if (ts.isShorthandPropertyAssignment(node))
    return tracer.symbol(tracer.checker.getShorthandAssignmentValueSymbol(node), trail);
  if (ts.isPropertyDeclaration(node))
    return node.type ? traceAnnotation(tracer, node.type) : traceAssigned(tracer, node, trail);
  if (ts.isBinaryExpression(node)) return tracer.expression(node.right, trail);
  if (ts.isPropertyAccessExpression(node) && ts.isBinaryExpression(node.parent))
    return tracer.expression(node.parent.right, trail);
  if (ts.isExportAssignment(node)) return tracer.expression(node.expression, trail);
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
    if (trail.path[0] !== CALL) return 'elsewhere';
    return node.type && !node.body
      ? traceAnnotation(tracer, node.type)
      : traceReturns(tracer, node, after(trail));
  }
  if (ts.isGetAccessor(node)) return traceReturns(tracer, node, trail);
  if (ts.isClassDeclaration(node)) return traceClass(tracer, node, trail);
  if (isImported(node)) return traceImport(tracer, node);
  if (ts.isPropertySignature(node) && node.type) return traceAnnotation(tracer, node.type);
  return 'unknown';
}

const isImported = (node: ts.Node): boolean =>
  ts.isImportSpecifier(node) ||
  ts.isImportClause(node) ||
  ts.isNamespaceImport(node) ||
  ts.isImportEqualsDeclaration(node) ||
  ts.isExportSpecifier(node);

function traceVariable(tracer: Tracer, node: ts.VariableDeclaration, trail: Trail): Origin {
  if (node.type) return traceAnnotation(tracer, node.type);
  const list = node.parent.parent;
  if (ts.isForOfStatement(list)) return tracer.expression(list.expression, before(ELEMENT, trail));
  if (ts.isCatchClause(node.parent)) return 'elsewhere';
  return traceAssigned(tracer, node, trail);
}

function traceBinding(tracer: Tracer, node: ts.BindingElement, trail: Trail): Origin {
  const pattern = node.parent;
  const isNamed = ts.isObjectBindingPattern(pattern) && !node.dotDotDotToken;
  const name = isNamed ? nameText(node.propertyName ?? node.name) : undefined;
  const ofOwner = before(name ?? ELEMENT, trail);
  const owner = pattern.parent;
  if (!ts.isVariableDeclaration(owner)) return tracer.declaration(owner, ofOwner);
  return owner.initializer ? tracer.expression(owner.initializer, ofOwner) : 'unknown';
}

function traceParameter(tracer: Tracer, node: ts.ParameterDeclaration, trail: Trail): Origin {
  if (node.type) return traceAnnotation(tracer, node.type);
  if (node.initializer) return tracer.expression(node.initializer, trail);
  // The function that calls a callback determines the type of its parameter, once that function is loaded.
  const call = node.parent.parent;
  if (!ts.isCallExpression(call)) return 'unknown';
  const { checker } = tracer;
  const callee = call.expression;
  if (
    ts.isPropertyAccessExpression(callee) &&
    checker.isArrayType(checker.getTypeAtLocation(callee.expression))
  )
    return tracer.expression(callee.expression, before(ELEMENT, trail));
  const caller = tracer.expression(callee, { path: [CALL], visited: trail.visited });
  return caller === 'unloaded' ? 'unloaded' : 'unknown';
}

/** An initializer and every later assignment, in the file of the declaration. */
function traceAssigned(
  tracer: Tracer,
  node: ts.VariableDeclaration | ts.PropertyDeclaration,
  trail: Trail,
): Origin {
  return tracer.anyOf([node.initializer, ...assignedLater(node, tracer.checker)], trail);
}

export function traceReturns(tracer: Tracer, node: ts.FunctionLikeDeclaration, trail: Trail): Origin {
  const annotated = node.type ? traceAnnotation(tracer, node.type) : 'unknown';
  return annotated === 'unknown' ? tracer.anyOf(returnedBy(node), trail) : annotated;
}

export function traceClass(tracer: Tracer, node: ts.ClassLikeDeclaration, trail: Trail): Origin {
  const [step, name] = trail.path;
  if (step !== INSTANCE || typeof name !== 'string') return 'unknown';
  const { checker } = tracer;
  const property = checker.getPropertyOfType(checker.getTypeAtLocation(node), name);
  if (property) return tracer.symbol(property, after(after(trail)));
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return base ? tracer.expression(base.expression, trail) : 'elsewhere';
}
