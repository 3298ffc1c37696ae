import ts from 'typescript';
import { isAmbient } from '../ambient';
import { isRelative } from '../modules';
import type { Pattern } from '../patterns';
import { importedBy, isWrapper, memberName, nameText, specifierNode } from '../syntax';
import { type Cause, ELEMENT, RESULT } from '../verdict';

/** Maximum number of variables that are followed to their initializers. */
const MAX_NAMES = 8;

/**
 * The cause of an unknown receiver about which nothing is known: the declaration that its code leads to.
 *
 * @param receiver a receiver, or a pattern that takes members from one
 * @param why reason why the receiver is unknown
 */
export function ownCause(receiver: ts.Node, why: string, checker: ts.TypeChecker): Cause {
  let at: ts.Node = receiver;
  const path: string[] = [];
  for (let names = 0; names < MAX_NAMES; ) {
    const inner = innerOf(at);
    if (inner) {
      if (inner.step !== undefined) path.unshift(inner.step);
      at = inner.node;
      continue;
    }
    if (isOwnMember(at)) at = declarationOf(at.name, checker) ?? at;
    if (!ts.isIdentifier(at)) break;
    names += 1;
    const declaration = ts.isShorthandPropertyAssignment(at.parent)
      ? checker.getShorthandAssignmentValueSymbol(at.parent)?.valueDeclaration
      : declarationOf(at, checker);
    if (!declaration) return { at, path: [at.text, ...path], why, shared: { kind: 'global', name: '' } };
    const bound = boundTo(declaration, path);
    if (bound) at = bound;
    else {
      at = declaration;
      break;
    }
  }
  return ts.isStringLiteralLike(at) && !isRelative(at.text)
    ? { at, path, why, shared: { kind: 'module', name: at.text } }
    : { at, path, why };
}

/** The inner expression of a member access, a cast, a call or a pattern. */
function innerOf(node: ts.Node): { node: ts.Node; step?: string } | undefined {
  if (isPattern(node)) return innerOfPattern(node);
  if (isWrapper(node) || ts.isAwaitExpression(node)) return { node: node.expression };
  // `this.client` is followed to the declaration of the member.
  if (isOwnMember(node)) return undefined;
  if (ts.isPropertyAccessExpression(node)) return { node: node.expression, step: node.name.text };
  if (ts.isElementAccessExpression(node)) return { node: node.expression, step: memberName(node) ?? ELEMENT };
  if (!ts.isCallExpression(node)) return undefined;
  const specifier = importedBy(node);
  if (specifier) return { node: specifier };
  return ts.isIdentifier(node.expression) ? { node: node.expression, step: RESULT } : undefined;
}

const isOwnMember = (node: ts.Node): node is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;

function declarationOf(name: ts.Node, checker: ts.TypeChecker): ts.Declaration | undefined {
  return checker.getSymbolAtLocation(name)?.declarations?.find((node) => !isAmbient(node));
}

/** An object literal is a pattern on the left of an assignment alone; on its right it is a value, and leads no further. */
function isPattern(node: ts.Node): node is Pattern {
  if (ts.isObjectBindingPattern(node)) return true;
  if (!ts.isObjectLiteralExpression(node)) return false;
  const { parent } = node;
  return ts.isPropertyAssignment(parent)
    ? isPattern(parent.parent)
    : ts.isBinaryExpression(parent) && parent.left === node;
}

function innerOfPattern({ parent }: Pattern): { node: ts.Node; step?: string } | undefined {
  if (ts.isBindingElement(parent)) {
    return { node: parent.parent, step: nameText(parent.propertyName ?? parent.name) ?? ELEMENT };
  }
  if (ts.isPropertyAssignment(parent)) return { node: parent.parent, step: nameText(parent.name) ?? ELEMENT };
  if (ts.isBinaryExpression(parent)) return { node: parent.right };
  if (ts.isVariableDeclaration(parent) && parent.initializer) return { node: parent.initializer };
  return ts.isParameter(parent) ? { node: parent } : undefined;
}

/** The value or module that a name is bound to. Adds the keys of a pattern to the front of `path`. */
function boundTo(declaration: ts.Declaration, path: string[]): ts.Node | undefined {
  if (ts.isVariableDeclaration(declaration)) {
    return declaration.type ? undefined : declaration.initializer;
  }
  if (ts.isBindingElement(declaration)) {
    const { parent } = declaration;
    path.unshift(
      ts.isArrayBindingPattern(parent)
        ? ELEMENT
        : (nameText(declaration.propertyName ?? declaration.name) ?? ELEMENT),
    );
    return ts.isObjectBindingPattern(parent) ? parent : parent.parent;
  }
  const specifier = specifierNode(declaration);
  if (!specifier) return undefined;
  if (ts.isImportSpecifier(declaration)) path.unshift((declaration.propertyName ?? declaration.name).text);
  return specifier;
}
