import ts from 'typescript';
import { importedBy } from './syntax';
import { holdsPlace, placesOf } from './visit-places';

/**
 * TypeScript binds `const sdk = require('…')` of JavaScript in the function instead of in the block (microsoft/TypeScript#41697), so
 * that of two sibling blocks the first one's module is meant in both. Wrapped, the call is an ordinary value, and its variable belongs
 * where JavaScript has it. The text and its offsets stay as they are.
 *
 * - `const` and `let` get parentheses, which change no type.
 * - A `var` of a block may be one of several that are the same variable: it becomes `any`, and is followed to each of its values.
 */
export function bindRequiresInBlocks(source: ts.SourceFile): void {
  // The rest of the tree is not entered.
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

/** What the factory makes has no place in a text, and is not known as JavaScript. */
function place(node: ts.Node, range: ts.Node, parent: ts.Node): void {
  ts.setTextRange(node, range);
  Object.assign(node, { flags: range.flags, parent });
}
