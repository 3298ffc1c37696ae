import ts from 'typescript';
import { awaitedType } from '../awaited-type';
import { imports, isNothing, symbolOf, unwrapped } from '../syntax';
import { isTypeScript } from '../unit';
import { isUntyped } from '../untyped';
import { resultOf } from './calls';
import { isOfComponent } from './components';
import { construct } from './construct';
import { symbolObjects } from './declarations';
import { isExportsObject, ownModule } from './exports';
import { ELEMENT, type Flow } from './flow';
import { each, type Frame, NOTHING, type Objects, objects, union } from './objects';
import { required } from './requires';
import { awaitsYields } from './scopes';
import { selfObjects } from './selves';

/** The objects that an expression may be in a frame. */
export function expressionObjects(flow: Flow, node: ts.Expression, frame: Frame | undefined): Objects {
  if (isNothing(node)) return NOTHING;
  const typed = typedObjects(flow, node);
  if (typed) return typed;
  const follow = (next: ts.Expression) => flow.objectsOf(next, frame);
  if (ts.isIdentifier(node)) return identifierObjects(flow, node, frame);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return selfObjects(flow, node, frame);
  if (ts.isPropertyAccessExpression(node)) {
    return isExportsObject(node)
      ? ownModule(flow, node.getSourceFile())
      : flow.members(follow(node.expression), node.name.text);
  }
  if (ts.isElementAccessExpression(node))
    return flow.members(follow(node.expression), keyOfAccess(flow, node));
  if (ts.isCallExpression(node)) {
    return imports(node) ? required(flow, node) : resultOf(flow, node, frame);
  }
  if (ts.isNewExpression(node)) {
    return each(follow(node.expression), (made) => construct(flow, made, flow.site(node, frame), node));
  }
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) {
    return objects({ kind: 'literal', node, frame });
  }
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node)) {
    return objects({ kind: 'callable', node, frame });
  }
  if (ts.isAwaitExpression(node)) return follow(node.expression);
  if (ts.isConditionalExpression(node)) return union([follow(node.whenTrue), follow(node.whenFalse)]);
  if (ts.isBinaryExpression(node)) {
    const made = superResult(flow, node, frame);
    return made ? union([made, follow(node.right)]) : binaryObjects(node, follow);
  }
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return follow(node.expression);
  if (ts.isYieldExpression(node)) return yieldObjects(flow, node, follow);
  if (node.kind === ts.SyntaxKind.SuperKeyword) return selfObjects(flow, node, frame);
  return objects({ kind: 'plain', at: node });
}

/** The objects by an expression's declared type. In JavaScript an inferred type is no declaration. */
function typedObjects(flow: Flow, node: ts.Expression): Objects | undefined {
  if (isMadeHere(node) || isOfComponent(node)) return undefined;
  if (!isTypeScript(node.getSourceFile().fileName)) return undefined;
  const own = flow.checker.getTypeAtLocation(node);
  const type = awaitedType(own, flow.checker);
  if (isUntyped(type)) return undefined;
  return flow.isDecidedBy(type) || isNarrowed(flow, node, own) ? flow.typed(type, node) : undefined;
}

/** Whether a test around a name leaves only a part of its declared type. */
function isNarrowed(flow: Flow, node: ts.Expression, type: ts.Type): boolean {
  const symbol = flow.checker.getSymbolAtLocation(node);
  return symbol !== undefined && flow.checker.getTypeOfSymbol(symbol) !== type;
}

/** The parts of a literal are read one by one, as only some may be typed. */
const isMadeHere = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) ||
  ts.isArrayLiteralExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node) ||
  ts.isClassExpression(node);

function identifierObjects(flow: Flow, node: ts.Identifier, frame: Frame | undefined): Objects {
  return symbolObjects(flow, symbolOf(node, flow.checker), node, frame);
}

/** The key of `object[key]`, or `ELEMENT`, which is any key, where only the run knows it. */
function keyOfAccess(flow: Flow, { argumentExpression }: ts.ElementAccessExpression): string {
  const key = unwrapped(argumentExpression);
  if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return key.text;
  if (!isConstant(flow, key)) return ELEMENT;
  const type = flow.checker.getTypeAtLocation(key);
  return type.isStringLiteral() ? type.value : ELEMENT;
}

/** Whether a name always has the same value. */
function isConstant(flow: Flow, key: ts.Expression): boolean {
  const declaration = ts.isIdentifier(key)
    ? flow.checker.getSymbolAtLocation(key)?.valueDeclaration
    : undefined;
  return declaration !== undefined && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/**
 * `_super.call(this, options) || this`, as compilers write `super(options)`, is `this` unless a constructor in sight returns another
 * object.
 */
function superResult(flow: Flow, node: ts.BinaryExpression, frame: Frame | undefined): Objects | undefined {
  const { left, right, operatorToken } = node;
  const last = ts.isBinaryExpression(left) ? left.right : left;
  const isSuper =
    operatorToken.kind === ts.SyntaxKind.BarBarToken &&
    right.kind === ts.SyntaxKind.ThisKeyword &&
    ts.isCallExpression(last) &&
    last.arguments[0]?.kind === ts.SyntaxKind.ThisKeyword &&
    ts.isPropertyAccessExpression(last.expression) &&
    /^(?:call|apply)$/.test(last.expression.name.text);
  if (!isSuper) return undefined;
  const bases = flow.objectsOf(last.expression.expression, frame);
  const isInSight = [...bases.values()].some(({ kind }) => kind === 'callable' || kind === 'bound');
  return isInSight ? flow.objectsOf(last, frame) : NOTHING;
}

function binaryObjects(node: ts.BinaryExpression, follow: (next: ts.Expression) => Objects): Objects {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarEqualsToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
      return union([follow(node.left), follow(node.right)]);
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.CommaToken:
      return follow(node.right);
    default:
      return objects({ kind: 'plain', at: node });
  }
}

/** A compiler's `yield` stands for `await`; the consumer of any other generator decides the value of its `yield`. */
function yieldObjects(
  flow: Flow,
  node: ts.YieldExpression,
  follow: (next: ts.Expression) => Objects,
): Objects {
  const generator = ts.findAncestor(node, ts.isFunctionLike);
  if (generator && awaitsYields(generator) && node.expression) return follow(node.expression);
  return objects(flow.open(node, 'what comes back from yield is not in sight'));
}
