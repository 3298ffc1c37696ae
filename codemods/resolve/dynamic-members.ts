import ts from 'typescript';
import type { Context } from './context';
import { verdictOnReceiver } from './receivers';
import { isCalled } from './syntax';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';
import type { Vocabulary } from './vocabulary';

/** `cards[name]`, or the binding element of `const { [name]: method } = cards`. */
export type ComputedMember = ts.ElementAccessExpression | ts.BindingElement;

export function verdictOnDynamic(name: ts.Expression, member: ComputedMember, context: Context): Verdict {
  const { checker, origins, vocabulary } = context;
  if (!mayNameLegacy(checker.getTypeAtLocation(name), vocabulary)) return verdict('elsewhere');
  if (ts.isBindingElement(member)) {
    const type = checker.getTypeAtLocation(member.parent);
    return verdict(
      isUntyped(type) ? 'elsewhere' : origins.ofMember(checker.getPropertyOfType(type, vocabulary.anyMethod)),
    );
  }
  const receiver = member.expression;
  const typed = !isUntyped(checker.getTypeAtLocation(receiver));
  // An array of cards may be named `cards`, too; only a call shows that an untyped value has methods.
  if (!typed && !isCalled(member)) return verdict('elsewhere');
  return verdictOnReceiver(receiver, vocabulary.anyMethod, context);
}

/** Whether the type of a computed name allows the name of a legacy method. */
function mayNameLegacy(type: ts.Type, vocabulary: Vocabulary): boolean {
  if (type.isUnion()) return type.types.some((member) => mayNameLegacy(member, vocabulary));
  if (type.isStringLiteral()) return vocabulary.methodNamed(type.value) !== undefined;
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.ESSymbolLike)) === 0;
}

export function computedName(node: ts.Node): ts.Expression | undefined {
  const name = ts.isElementAccessExpression(node)
    ? node.argumentExpression
    : ts.isBindingElement(node) && node.propertyName && ts.isComputedPropertyName(node.propertyName)
      ? node.propertyName.expression
      : undefined;
  return name && !ts.isStringLiteralLike(name) && !ts.isNumericLiteral(name) ? name : undefined;
}
