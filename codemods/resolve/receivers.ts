import ts from 'typescript';
import type { Context } from './context';
import { importsBehind } from './doors';
import type { Target } from './modules';
import { destructuredFrom, type Pattern } from './patterns';
import type { Sdk } from './sdk';
import { isMember, lastName, memberName, nameText, unwrapped } from './syntax';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';

/** Whose `receiver.method` is. An untyped receiver counts as possibly the SDK's only where it is called `cards`. */
export function verdictOnReceiver(
  receiver: ts.Expression,
  method: string,
  { unit, resolution, checker, origins, assumeClients, isComplete, sdk }: Context,
): Verdict {
  const type = checker.getTypeAtLocation(receiver);
  if (!isUntyped(type)) {
    const member = checker.getPropertyOfType(type, method);
    if (member) return verdict(origins.ofMember(member));
  }
  const found = origins.ofNamespace(receiver, method);
  if (!['unknown', 'unloaded', 'unseen'].includes(found.origin)) return found;
  const client = clientNameOf(receiver, sdk.namespace);
  if (client !== undefined && assumeClients.has(client)) return verdict('sdk');
  if (found.origin === 'unloaded') return found;
  if (lastName(receiver) !== sdk.namespace && !isNameForNamespace(receiver, sdk.namespace, checker))
    return verdict('elsewhere');
  // What the fences of a page import is nowhere: each stands for code that is somewhere else.
  if (found.origin === 'unseen' && unit.kind !== 'fence' && !isNamedLikeClient(receiver, sdk)) {
    const [door] = importsBehind(receiver, resolution, isOutOfSight);
    return { ...found, module: door?.specifier ?? receiver.getText() };
  }
  return verdict(isComplete ? 'unknown' : 'unloaded');
}

const isOutOfSight = ({ kind }: Target): boolean => kind === 'missing' || kind === 'private';

/** `sdk.cards`, `useSdk().cards`: only a name of the SDK's makes a question of what is not in sight. */
function isNamedLikeClient(receiver: ts.Expression, sdk: Sdk): boolean {
  let isNamed = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const isFunction = ts.isCallExpression(node.parent) && node.parent.expression === node;
      isNamed ||= sdk.instanceName.test(node.text) || (isFunction && sdk.mention.test(node.text));
    }
    ts.forEachChild(node, visit);
  };
  visit(receiver);
  return isNamed;
}

/** Whose a member is that is taken out of something untyped. */
export function verdictOnUntypedPattern(pattern: Pattern, method: string, context: Context): Verdict {
  const source = destructuredFrom(pattern);
  if (source) return verdictOnReceiver(source, method, context);
  const { parent } = pattern;
  const nested = ts.isBindingElement(parent)
    ? (parent.propertyName ?? parent.name)
    : ts.isPropertyAssignment(parent)
      ? parent.name
      : undefined;
  if (!nested || nameText(nested) !== context.sdk.namespace) return verdict('elsewhere');
  return verdict(context.isComplete ? 'unknown' : 'unloaded');
}

/** `issuing` of `const { cards: issuing } = client`, and of `const issuing = client.cards`. */
function isNameForNamespace(receiver: ts.Expression, namespace: string, checker: ts.TypeChecker): boolean {
  const node = unwrapped(receiver);
  const declaration = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node)?.valueDeclaration : undefined;
  if (!declaration) return false;
  if (ts.isBindingElement(declaration)) {
    return declaration.propertyName !== undefined && nameText(declaration.propertyName) === namespace;
  }
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && isMember(unwrapped(value)) && lastName(value) === namespace;
}

/** `client` in `client.cards`, `this.client.cards` and `ctx.client.cards`. */
function clientNameOf(cards: ts.Expression, namespace: string): string | undefined {
  const receiver = unwrapped(cards);
  return isMember(receiver) && memberName(receiver) === namespace ? lastName(receiver.expression) : undefined;
}
