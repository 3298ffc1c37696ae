import ts from 'typescript';
import { append } from '../append';
import { nameText, unwrapped } from '../syntax';

/** `target.name = value`. */
export interface MemberWrite {
  target: ts.Expression;
  value: ts.Expression;
  /** Keys that lead from the value to what is written: `({ pay: ctx.pay } = deps)`. */
  keys: readonly string[];
}

/** `name = value`. */
export interface VariableWrite {
  name: ts.Identifier;
  value: ts.Expression;
  keys: readonly string[];
}

/** What a file names, by name: made in one walk, and asked for by every question that goes through the file. */
export interface FileNames {
  identifiers: ReadonlyMap<string, readonly ts.Identifier[]>;
  /** `target.name = value`, by name; what is written under a computed key stands under {@link ANY_KEY}. */
  memberWrites: ReadonlyMap<string, readonly MemberWrite[]>;
  variableWrites: ReadonlyMap<string, readonly VariableWrite[]>;
  /** Calls by the last name of what is called: `set` of `cache.set(k, v)`. */
  calls: ReadonlyMap<string, readonly ts.CallExpression[]>;
  classes: readonly ts.ClassLikeDeclaration[];
  /** Names between quotes in brackets, in code and types: `client['cards']`. */
  bracketed: ReadonlySet<string>;
  /** `this` and `super`. */
  selves: readonly ts.Node[];
  /** The same by the member that is read of them, or under {@link ANY_KEY}. */
  namedSelves: ReadonlyMap<string, readonly ts.Node[]>;
}

export const ANY_KEY = '*';

const known = new WeakMap<ts.SourceFile, FileNames>();

export function namesIn(source: ts.SourceFile): FileNames {
  const found = known.get(source) ?? readNames(source);
  known.set(source, found);
  return found;
}

type Lists<T> = Map<string, T[]>;

function readNames(source: ts.SourceFile): FileNames {
  const identifiers: Lists<ts.Identifier> = new Map();
  const memberWrites: Lists<MemberWrite> = new Map();
  const variableWrites: Lists<VariableWrite> = new Map();
  const calls: Lists<ts.CallExpression> = new Map();
  const classes: ts.ClassLikeDeclaration[] = [];
  const bracketed = new Set<string>();
  const selves: ts.Node[] = [];
  const namedSelves: Lists<ts.Node> = new Map();

  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isBracketed(node)) bracketed.add(node.text);
    if (ts.isIdentifier(node)) append(identifiers, node.text, node);
    else if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind))
      write(node.left, node.right, []);
    else if (ts.isCallExpression(node)) append(calls, calledName(node) ?? '', node);
    else if (ts.isClassLike(node)) classes.push(node);
    else if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) {
      selves.push(node);
      const { parent } = node;
      append(namedSelves, ts.isPropertyAccessExpression(parent) ? parent.name.text : ANY_KEY, node);
    }
    ts.forEachChild(node, visit);
  };

  const write = (left: ts.Expression, value: ts.Expression, keys: readonly string[]): void => {
    const target = unwrapped(left);
    if (ts.isIdentifier(target)) append(variableWrites, target.text, { name: target, value, keys });
    else if (ts.isPropertyAccessExpression(target)) {
      append(memberWrites, target.name.text, { target: target.expression, value, keys });
    } else if (ts.isElementAccessExpression(target)) {
      const key = target.argumentExpression;
      const name = ts.isStringLiteralLike(key) ? key.text : ANY_KEY;
      append(memberWrites, name, { target: target.expression, value, keys });
    } else if (ts.isObjectLiteralExpression(target)) writePattern(target, value, keys);
  };

  const writePattern = (
    pattern: ts.ObjectLiteralExpression,
    value: ts.Expression,
    keys: readonly string[],
  ): void => {
    for (const property of pattern.properties) {
      const key = property.name && nameText(property.name);
      if (key === undefined) continue;
      if (ts.isShorthandPropertyAssignment(property)) write(property.name, value, [...keys, key]);
      else if (ts.isPropertyAssignment(property)) write(property.initializer, value, [...keys, key]);
    }
  };

  ts.forEachChild(source, visit);
  return { identifiers, memberWrites, variableWrites, calls, classes, bracketed, selves, namedSelves };
}

function isBracketed({ parent }: ts.StringLiteralLike): boolean {
  return (
    ts.isElementAccessExpression(parent) ||
    (ts.isLiteralTypeNode(parent) && ts.isIndexedAccessTypeNode(parent.parent))
  );
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken
  );
}

/** The last name of what a call calls. */
export function calledName({ expression }: ts.CallExpression | ts.NewExpression): string | undefined {
  const callee = unwrapped(expression);
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return callee.kind === ts.SyntaxKind.SuperKeyword ? 'super' : undefined;
}

/** Functions that put the members of the objects behind into the first, or all of them into a new one. */
export const MIXERS: ReadonlySet<string> = new Set(
  'assign assignIn extend _extend mixin merge defaults'.split(' '),
);
