import ts from 'typescript';
import { parameterRules } from 'zentra-compat/contract';
import { nameText, unwrapped } from '../../resolve/syntax';
import type { Edit } from '../../rewrite/edits';
import { lineStart } from '../../rewrite/lines';
import { renamed } from './rename';

/** The rule for the reference of a funding. */
export const rule = parameterRules[0];
export const MODERN_KEYS = new Set<string>([rule.reviewed, 'transactionReference']);

/** A key of a funding, with its value. */
export type Property = ts.PropertyAssignment | ts.ShorthandPropertyAssignment | ts.GetAccessorDeclaration;

export function isLegacy(name: string): boolean {
  return name === rule.legacy;
}

export function propertyNamed(
  literal: ts.ObjectLiteralExpression,
  matches: (name: string) => boolean,
): Property | undefined {
  return literal.properties.find((property): property is Property => {
    if (!isProperty(property)) return false;
    const name = nameText(property.name);
    return name !== undefined && matches(name);
  });
}

/** All properties with the legacy key: a key may occur twice in different forms, and all are renamed together. */
export function legacyProperties(literal: ts.ObjectLiteralExpression): Property[] {
  return literal.properties.filter((property): property is Property => {
    return isProperty(property) && isLegacy(nameText(property.name) ?? '');
  });
}

export function isProperty(element: ts.ObjectLiteralElementLike): element is Property {
  return (
    ts.isPropertyAssignment(element) ||
    ts.isShorthandPropertyAssignment(element) ||
    ts.isGetAccessorDeclaration(element)
  );
}

export function keyRenamed(property: Property): Edit {
  const key = ts.isComputedPropertyName(property.name) ? property.name.expression : property.name;
  return renamed(key as ts.Identifier | ts.StringLiteralLike, rule.reviewed);
}

export function isSameValue(a: Property, b: Property): boolean {
  const [left, right] = [valueGiven(a), valueGiven(b)];
  return left.getText() === right.getText() && isWithoutEffect(left);
}

export function valueGiven(property: Property): ts.Node {
  return ts.isPropertyAssignment(property) ? unwrapped(property.initializer) : property.name;
}

/** Whether an expression has no side effect, so that a duplicate can be removed. */
function isWithoutEffect(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isWithoutEffect(node.expression);
  if (ts.isTemplateExpression(node))
    return node.templateSpans.every((span) => isWithoutEffect(span.expression));
  return ts.isIdentifier(node) || ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/** Removes a property, together with its line if it stands alone on it. */
export function withoutProperty(literal: ts.ObjectLiteralExpression, property: Property): Edit {
  const { text } = literal.getSourceFile();
  const index = literal.properties.indexOf(property);
  const next = literal.properties[index + 1];
  const previous = literal.properties[index - 1];
  const start = property.getStart();
  const comma = /^\s*,/.exec(text.slice(property.getEnd()));
  const end = property.getEnd() + (comma?.[0].length ?? 0);
  const line = lineStart(text, start);
  const lineBreak = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end));
  if (lineBreak && text.slice(line, start).trim() === '') {
    return { start: line, end: end + lineBreak[0].length, text: '' };
  }
  if (next) return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0), text: '' };
  return { start: previous ? previous.getEnd() : start, end: previous ? property.getEnd() : end, text: '' };
}

/** The function or file that contains a node. */
export function enclosing(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, (ancestor) => ts.isFunctionLike(ancestor) || ts.isSourceFile(ancestor));
}
