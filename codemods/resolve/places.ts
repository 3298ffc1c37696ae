import ts from 'typescript';
import { calledName } from './called-name';
import { textHoldsEscapes } from './escapes';
import { fakeOfListed } from './fake-lists';
import type { Fake } from './fakes';
import { firstFrom } from './first-from';
import { embeddedAround } from './template';
import type { Vocabulary } from './vocabulary';

export type NameToken = ts.Identifier | ts.StringLiteralLike;

/** The identifiers and strings that are a legacy method's name. Searches the text first, since most files have none. */
export function legacyTokens(
  source: ts.SourceFile,
  end: number,
  { legacyNames, escapedNames, methodNamed }: Vocabulary,
): NameToken[] {
  const names = textHoldsEscapes(source.text) ? escapedNames : legacyNames;
  return tokensAt(source, end, names).filter((token) => methodNamed(methodIn(token)) !== undefined);
}

/** The name of a method in a token: all of it, or the last step of a path, `freeze` of `'cards.freeze'`. */
export const methodIn = ({ text }: NameToken): string => text.slice(text.lastIndexOf('.') + 1);

/** The offset of that name. */
export function offsetOfMethod(token: NameToken, source?: ts.SourceFile): number {
  const start = token.getStart(source);
  if (ts.isIdentifier(token)) return start;
  return start + Math.max(token.getText(source).lastIndexOf('.'), 0) + 1;
}

/** The identifiers and strings that are a reviewed method's name. */
export function reviewedTokens(
  source: ts.SourceFile,
  end: number,
  { reviewedNames }: Vocabulary,
): NameToken[] {
  return tokensAt(source, end, reviewedNames).filter(({ text }) => text.replace(reviewedNames, '') === '');
}

/** The identifier or string with a legacy name at an offset. */
export function tokenAt(
  source: ts.SourceFile,
  offset: number,
  end: number,
  vocabulary: Vocabulary,
): NameToken | undefined {
  return legacyTokens(source, end, vocabulary).find((token) => offsetOfMethod(token, source) === offset);
}

function tokensAt(source: ts.SourceFile, end: number, names: RegExp): NameToken[] {
  const tokens: NameToken[] = [];
  for (const { index } of source.text.matchAll(names)) {
    if (index >= end) break;
    const node = nodeAt(source, index);
    if (!node || !(ts.isIdentifier(node) || ts.isStringLiteralLike(node))) continue;
    // The name must begin its token, at the first letter of an identifier or right after the quote of a string, or be a step of a path.
    const before = source.text.slice(node.getStart(source), index);
    if (ts.isIdentifier(node) ? before === '' : QUOTE.test(before)) tokens.push(node);
  }
  return tokens;
}

/** In an attribute of a template, a quote may be written as an entity. */
const QUOTE = /^(?:["'`]|&(?:quot|apos|#\w+);)(?:[\w$]+\.)*$/i;

/** The innermost node around an offset, including the nodes of templates. */
export function nodeAt(source: ts.SourceFile, offset: number): ts.Node | undefined {
  const around = (node: ts.TextRange) => node.pos <= offset && offset < node.end;
  const roots = embeddedAround(source, offset);
  let found: ts.Node = roots.reduce<ts.Node>(
    (inner, node) => (inner.end - inner.pos < node.end - node.pos ? inner : node),
    source,
  );
  for (;;) {
    const child = ts.forEachChild(
      found,
      (node) => (around(node) ? node : undefined),
      // Binary search, since a file may have thousands of statements or list elements.
      (nodes) => (around(nodes) ? nodes[firstFrom(nodes, offset + 1, ({ end }) => end)] : undefined),
    );
    if (!child) return found.getStart(source) <= offset ? found : undefined;
    found = child;
  }
}

/** The syntactic form of a name, and the node whose origin decides about it. */
export type Place =
  | { form: 'access'; receiver: ts.Expression }
  | { form: 'binding'; pattern: ts.ObjectBindingPattern | ts.ObjectLiteralExpression }
  /** A call is a fake whose members it lists: `createSpyObj('cards', ['freeze'])`. */
  | { form: 'key'; owner: Fake }
  | { form: 'string'; cards: ts.Expression | ts.TypeNode }
  /** `typeof client.cards.freeze` */
  | { form: 'string'; member: ts.Identifier }
  /** `_.invoke(client, 'cards.freeze')` */
  | { form: 'string'; root: ts.Expression; path: readonly string[] };

export function placeOf(token: NameToken): Place | undefined {
  const { parent } = token;
  if (ts.isStringLiteralLike(token) && token.text.includes('.'))
    return pathPlace(token, token.text.split('.'));
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.name === token ? { form: 'access', receiver: parent.expression } : undefined;
  }
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === token) {
    return { form: 'access', receiver: parent.expression };
  }
  if (ts.isQualifiedName(parent)) {
    return parent.right === token ? { form: 'string', member: parent.right } : undefined;
  }
  const named = ts.isComputedPropertyName(parent) ? parent : token;
  const member = named.parent;
  if (ts.isBindingElement(member)) {
    const isKey = member.propertyName === named || (member.name === named && !member.propertyName);
    return isKey && ts.isObjectBindingPattern(member.parent)
      ? { form: 'binding', pattern: member.parent }
      : undefined;
  }
  if (
    ts.isObjectLiteralElementLike(member) &&
    member.name === named &&
    ts.isObjectLiteralExpression(member.parent)
  ) {
    return isAssignmentTarget(member.parent)
      ? { form: 'binding', pattern: member.parent }
      : { form: 'key', owner: member.parent };
  }
  if (ts.isClassElement(member) && member.name === named && ts.isClassLike(member.parent)) {
    return { form: 'key', owner: member.parent };
  }
  return ts.isStringLiteralLike(token) ? stringPlace(token) : undefined;
}

function stringPlace(token: ts.StringLiteralLike): Place | undefined {
  const { parent } = token;
  const fake = fakeOfListed(token);
  if (fake) return { form: 'key', owner: fake };
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword) {
    return parent.left === token ? { form: 'string', cards: parent.right } : undefined;
  }
  if (ts.isCallExpression(parent)) {
    const before = parent.arguments[parent.arguments.indexOf(token) - 1] ?? mockedBefore(parent);
    return before ? { form: 'string', cards: before } : undefined;
  }
  if (ts.isArrayLiteralExpression(parent) && parent.elements.length > 1 && parent.elements.at(-1) === token) {
    const steps = parent.elements.filter(ts.isStringLiteralLike);
    return steps.length === parent.elements.length
      ? pathPlace(
          parent,
          steps.map(({ text }) => text),
        )
      : undefined;
  }
  if (!ts.isLiteralTypeNode(parent)) return undefined;
  // `Pick<Cards, 'freeze' | 'unfreeze'>`, `Cards['freeze']`
  let type: ts.Node = parent;
  while (ts.isUnionTypeNode(type.parent) || ts.isParenthesizedTypeNode(type.parent)) type = type.parent;
  const outer = type.parent;
  if (ts.isIndexedAccessTypeNode(outer) && outer.indexType === type)
    return { form: 'string', cards: outer.objectType };
  const isReference = ts.isTypeReferenceNode(outer) || ts.isExpressionWithTypeArguments(outer);
  const [first] = isReference ? (outer.typeArguments ?? []) : [];
  return first && first !== type ? { form: 'string', cards: first } : undefined;
}

/** Calls of lodash and its like that go along a path; for others, a text with dots is the name of an event, a metric or a permission. */
const TAKES_PATH =
  /^(?:invoke\w*|result|get(?:In|Path|Prop)?|set(?:In|Path|Prop)?|has(?:In|Path|Prop)?|unset|update|method(?:Of)?|property(?:Of)?|path)$/;

/** The object that a path leads from: `client` of `_.invoke(client, 'cards.freeze')` and of `_.method('cards.freeze')(client)`. */
function pathPlace(path: ts.Expression, steps: readonly string[]): Place | undefined {
  const { parent } = path;
  if (!ts.isCallExpression(parent) || !TAKES_PATH.test(calledName(parent) ?? '')) return undefined;
  const outer =
    ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent.parent : undefined;
  const root = parent.arguments[parent.arguments.indexOf(path) - 1] ?? outer?.arguments[0];
  return root && { form: 'string', root, path: steps };
}

/** `cards` of `sinon.mock(cards).expects('freeze')` */
function mockedBefore({ expression }: ts.CallExpression): ts.Expression | undefined {
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'expects') return undefined;
  const mocked = expression.expression;
  const mock = ts.isIdentifier(mocked) ? initializerOf(mocked) : mocked;
  return mock && ts.isCallExpression(mock) ? mock.arguments[0] : undefined;
}

/** The initializer of the innermost variable with a name. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  for (let at: ts.Node = name.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isBlock(at.parent) && !ts.isSourceFile(at.parent)) continue;
    const declared = at.parent.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .find((declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name.text);
    if (declared) return declared.initializer;
  }
  return undefined;
}

function isAssignmentTarget(literal: ts.ObjectLiteralExpression): boolean {
  let node: ts.Node = literal;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    return parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  }
  if (ts.isForOfStatement(parent)) return parent.initializer === node;
  // A nested pattern: `({ cards: { freeze } } = client)`
  return ts.isPropertyAssignment(parent) && parent.initializer === node && isAssignmentTarget(parent.parent);
}
