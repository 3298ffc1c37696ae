import ts from 'typescript';
import { nameText } from '../../resolve/syntax';

/** The names that a source exports one by one; `export *` is not followed. */
export function exportedNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (clause && ts.isNamedExports(clause)) for (const { name } of clause.elements) names.add(name.text);
      else if (clause) names.add(clause.name.text);
    } else if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
      addAssigned(statement.expression, names);
    } else if (isExported(statement)) {
      addDeclared(statement, names);
    }
  }
  return names;
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function addDeclared(statement: ts.Statement, names: Set<string>): void {
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations)
      if (ts.isIdentifier(name)) names.add(name.text);
  } else if ('name' in statement && statement.name && ts.isIdentifier(statement.name as ts.Node)) {
    names.add((statement.name as ts.Identifier).text);
  }
}

/** `exports.a = …`, `module.exports = { a, … }` */
function addAssigned({ left, right }: ts.BinaryExpression, names: Set<string>): void {
  const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(left.getText())?.[1];
  if (name) names.add(name);
  else if (left.getText() === 'module.exports' && ts.isObjectLiteralExpression(right)) {
    for (const property of right.properties) {
      const key = property.name && nameText(property.name);
      if (key !== undefined) names.add(key);
    }
  }
}
