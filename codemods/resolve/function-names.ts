import ts from 'typescript';

/** A readable name of a function. */
export function nameOfFunction(node: ts.Node): string {
  const name = ownName(node);
  return name === undefined ? 'this function' : `${name}()`;
}

/** The name of a function or class: its own, or that of its variable or member; `new Pay` for a constructor. */
export function ownName(node: ts.Node): string | undefined {
  if (ts.isConstructorDeclaration(node)) return `new ${nameOfClass(node.parent)}`;
  if (ts.isClassLike(node)) return `new ${nameOfClass(node)}`;
  const { name } = node as { name?: ts.Node };
  if (name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)))
    return name.text;
  const { parent } = node;
  if (parent && ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (parent && ts.isPropertyAssignment(parent)) return parent.name.getText();
  if (parent && ts.isBinaryExpression(parent)) {
    return parent.left.getText().replace(/^(?:module\.)?exports\./, '');
  }
  return undefined;
}

function nameOfClass(node: ts.ClassLikeDeclaration): string {
  return node.name?.text ?? 'this class';
}
