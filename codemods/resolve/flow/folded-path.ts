import ts from 'typescript';
import { unwrapped } from '../syntax';

/**
 * The specifier equal to a path that starts at the file's own folder: `path.join(__dirname, 'x')`, `__dirname + '/x'` or the
 * same as a template.
 */
export function foldedPath(node: ts.Expression): string | undefined {
  const text = folded(unwrapped(node));
  return text?.startsWith(HERE) ? `.${text.slice(HERE.length)}` : undefined;
}

/** Stands for `__dirname`. */
const HERE = '\0';

function folded(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return node.text === '__dirname' ? HERE : undefined;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return joined([folded(unwrapped(node.left)), folded(unwrapped(node.right))], '');
  }
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.flatMap(({ expression, literal }) => [
      folded(unwrapped(expression)),
      literal.text,
    ]);
    return joined([node.head.text, ...spans], '');
  }
  if (ts.isCallExpression(node) && /^(?:path\.)?(?:join|resolve)$/.test(node.expression.getText())) {
    return joined(
      node.arguments.map((argument) => folded(unwrapped(argument))),
      '/',
    );
  }
  return undefined;
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(separator);
}
