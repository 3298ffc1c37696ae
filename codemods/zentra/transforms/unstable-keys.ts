import ts from 'typescript';
import { nameText } from '../../resolve/syntax';
import {
  enclosing,
  isLegacy,
  isProperty,
  MODERN_KEYS,
  type Property,
  rule,
  valueGiven,
} from './funding-properties';

/** Keys whose value must be stable over retries (contract, section 2). */
const STABLE_KEYS = new Set<string>([rule.legacy, ...MODERN_KEYS, 'idempotency_key', 'idempotencyKey']);
const UNSTABLE_VALUE =
  /\b(?:Date\.now|Math\.random|new Date|randomUUID|randomBytes|uuid(?:v\d)?|v[1-8]|nanoid|ulid|cuid)\s*\(/;

const UNSTABLE_NOTE =
  'is made anew at each call: the guide asks for a value that is stable over retries, so that a retry cannot fund twice. Take it from the order or the job';

/** The keys whose value changes on every retry, each with a note. */
export function unstableIn(
  literal: ts.ObjectLiteralExpression,
  checker: ts.TypeChecker,
): { property: Property; note: string }[] {
  return literal.properties.flatMap((property) => {
    if (!isProperty(property)) return [];
    const name = nameText(property.name);
    if (name === undefined || !STABLE_KEYS.has(name)) return [];
    if (!UNSTABLE_VALUE.test(valueBehind(property, checker).getText())) return [];
    return [{ property, note: `${isLegacy(name) ? rule.reviewed : name} ${UNSTABLE_NOTE}` }];
  });
}

/** A property's value; for a variable declared in the same function, its initializer. */
function valueBehind(property: Property, checker: ts.TypeChecker): ts.Node {
  const value = valueGiven(property);
  const symbol = ts.isShorthandPropertyAssignment(property)
    ? checker.getShorthandAssignmentValueSymbol(property)
    : checker.getSymbolAtLocation(value);
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return value;
  return enclosing(declaration) === enclosing(property) ? declaration.initializer : value;
}
