import ts from 'typescript';
import type { Sdk } from '../sdk';
import type { Cause } from '../verdict';

/** A place where knowledge ends, with the smallest thing that settles it. */
export function causeAt(at: ts.Node, question: string, sdk: Sdk): Cause {
  return { at, question, advice: adviceAt(at, sdk) };
}

function adviceAt(at: ts.Node, { clientType }: Sdk): string {
  if (ts.isParameter(at)) {
    const name = at.name.getText();
    return `Say what it is, with /** @param {${clientType}} ${name} */ or a type, or name it with --assume-client ${name}`;
  }
  if (ts.isFunctionLike(at)) return `Say what it returns, with /** @returns {${clientType}} */ or a type`;
  if (ts.isCallExpression(at) || ts.isNewExpression(at)) {
    return `Say what it gives, with /** @type {${clientType}} */ on the variable that takes it, or a type`;
  }
  return `Give it the type ${clientType}, or name the client with --assume-client`;
}

/** A name to call a function by, as people do. */
export function nameOfFunction(node: ts.Node): string {
  const named = node as { name?: ts.Node };
  if (ts.isConstructorDeclaration(node)) return `new ${nameOfClass(node.parent)}()`;
  if (ts.isClassLike(node)) return `new ${nameOfClass(node)}()`;
  if (named.name && (ts.isIdentifier(named.name) || ts.isStringLiteralLike(named.name)))
    return `${named.name.text}()`;
  const { parent } = node;
  if (parent && ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return `${parent.name.text}()`;
  if (parent && ts.isPropertyAssignment(parent)) return `${parent.name.getText()}()`;
  if (parent && ts.isBinaryExpression(parent)) {
    return `${parent.left.getText().replace(/^(?:module\.)?exports\./, '')}()`;
  }
  return 'this function';
}

function nameOfClass(node: ts.ClassLikeDeclaration): string {
  return node.name?.text ?? 'this class';
}
