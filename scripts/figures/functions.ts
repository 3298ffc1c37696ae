import ts from 'typescript';

/** A function with a block as its body; functions of a single expression are not counted. */
export interface FunctionSize {
  name: string;
  /** Number of lines, including nested functions. */
  lines: number;
}

export function functionsIn(file: string, text: string): FunctionSize[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body && ts.isBlock(node.body)) {
      found.push({ name: nameOf(node), lines: lineOf(node.getEnd()) - lineOf(node.getStart()) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText();
  const { parent } = node;
  return 'name' in parent && parent.name ? (parent.name as ts.Node).getText() : '(anonymous)';
}
