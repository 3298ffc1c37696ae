import ts from 'typescript';
import { append } from './append';
import { isAssignment, nameText } from './syntax';
import { withoutWrappers } from './wrappers';

export interface Assignment {
  written: ts.Identifier | ts.PrivateIdentifier;
  value: ts.Expression;
}

/** The assignments of each file, by the name of their target. */
const assignments = new WeakMap<ts.SourceFile, Map<string, Assignment[]>>();

/** The assignments to targets with a name. Each file is read only once, since every followed value needs them. */
function assignmentsIn(source: ts.SourceFile, name: string | undefined): readonly Assignment[] {
  let byName = assignments.get(source);
  if (!byName) {
    byName = readAssignments(source);
    assignments.set(source, byName);
  }
  return (name !== undefined && byName.get(name)) || [];
}

function readAssignments(source: ts.SourceFile): Map<string, Assignment[]> {
  const byName = new Map<string, Assignment[]>();
  const visit = (node: ts.Node): void => {
    if (isAssignment(node)) {
      const target = withoutWrappers(node.left);
      const written = ts.isPropertyAccessExpression(target) ? target.name : target;
      if (ts.isIdentifier(written) || ts.isPrivateIdentifier(written)) {
        append(byName, written.text, { written, value: node.right });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return byName;
}

/** The values that a variable or a property is assigned after its declaration, in the file of the declaration. */
export function assignedLater(
  { name }: ts.VariableDeclaration | ts.PropertyDeclaration,
  checker: ts.TypeChecker,
): ts.Expression[] {
  const symbol = checker.getSymbolAtLocation(name);
  return assignmentsIn(name.getSourceFile(), nameText(name))
    .filter(({ written }) => checker.getSymbolAtLocation(written) === symbol)
    .map(({ value }) => value);
}
