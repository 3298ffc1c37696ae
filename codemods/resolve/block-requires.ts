import ts from 'typescript';
import { importedBy } from './syntax';
import { holdsPlace, placesOf } from './visit-places';

/**
 * In JavaScript, TypeScript binds `const sdk = require('…')` in the function instead of in the block (microsoft/TypeScript#41697), so
 * that two sibling blocks both get the module of the first. A wrapped call is an ordinary value, whose variable is bound in its block.
 * The text and its offsets do not change.
 *
 * - The value of `const` and `let` gets parentheses, which change no type.
 * - A `var` may be declared in several blocks: it becomes `any`, and is followed to each of its values.
 */
export function bindRequiresInBlocks(source: ts.SourceFile): void {
  // Only nodes around a `require` are visited.
  const requires = placesOf(source.text, /\brequire\b/g, source.end);
  if (requires.length > 0) visitChildren(source, false, requires);
}

function visitChildren(node: ts.Node, isInBlock: boolean, requires: readonly number[]): void {
  ts.forEachChild(node, (child) => {
    if (!holdsPlace(child, requires)) return;
    if (ts.isFunctionLike(child) || ts.isClassStaticBlockDeclaration(child)) {
      const { body } = child as { body?: ts.Node };
      ts.forEachChild(child, (part) => {
        if (part !== body) visitChildren(part, false, requires);
      });
      if (body) visitChildren(body, false, requires);
      return;
    }
    if (isInBlock && ts.isVariableDeclarationList(child)) wrapRequires(child);
    const isBlock = ts.isBlock(child) || ts.isCaseBlock(child) || ts.isForStatement(child);
    visitChildren(child, isInBlock || isBlock, requires);
  });
}

function wrapRequires(list: ts.VariableDeclarationList): void {
  const isBlockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
  for (const declaration of list.declarations) {
    const { initializer } = declaration;
    if (!initializer || !isRequire(initializer)) continue;
    const wrapper = isBlockScoped
      ? ts.factory.createParenthesizedExpression(initializer)
      : ts.factory.createAsExpression(initializer, anyIn(initializer));
    place(wrapper, initializer, declaration);
    if (initializer.parent) place(initializer, initializer, wrapper);
    Object.assign(declaration, { initializer: wrapper });
  }
}

/** `require('…')`, `require('…').Client` */
function isRequire(value: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(value)) return isRequire(value.expression);
  if (!ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return false;
  return importedBy(value) !== undefined;
}

function anyIn(place: ts.Node): ts.TypeNode {
  const type = ts.factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword);
  Object.assign(type, { flags: place.flags });
  return ts.setTextRange(type, { pos: place.end, end: place.end });
}

/** Sets the position and the JavaScript flags of a node, which the factory does not set. */
function place(node: ts.Node, range: ts.Node, parent: ts.Node): void {
  ts.setTextRange(node, range);
  Object.assign(node, { flags: range.flags, parent });
}
