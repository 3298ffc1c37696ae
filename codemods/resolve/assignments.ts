import ts from 'typescript';
import { withoutWrappers } from './wrappers';

export interface Assignment {
  written: ts.Identifier | ts.PrivateIdentifier;
  value: ts.Expression;
}

/** What each file assigns, by the name that is assigned to. */
const assignments = new WeakMap<ts.SourceFile, Map<string, Assignment[]>>();

/** What is assigned to anything of a name. Read out of a file once: it is asked for each value that is followed through. */
export function assignmentsIn(source: ts.SourceFile, name: string | undefined): readonly Assignment[] {
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
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      const target = withoutWrappers(node.left);
      const written = ts.isPropertyAccessExpression(target) ? target.name : target;
      if (ts.isIdentifier(written) || ts.isPrivateIdentifier(written)) {
        const same = byName.get(written.text) ?? [];
        same.push({ written, value: node.right });
        byName.set(written.text, same);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return byName;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken
  );
}
