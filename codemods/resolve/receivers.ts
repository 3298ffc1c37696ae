import ts from 'typescript';
import { isAmbient } from './ambient';
import { verdictByValues } from './by-values';
import type { Context } from './context';
import { importsBehind } from './doors';
import { isOfComponent } from './flow/components';
import type { Target } from './modules';
import { destructuredFrom, type Pattern, typeOfPattern } from './patterns';
import type { Sdk } from './sdk';
import { isMember, lastName, memberName, nameText, unwrapped } from './syntax';
import { isTypeScript } from './unit';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';

/** The verdict on `receiver.method`. */
export function verdictOnReceiver(receiver: ts.Expression, method: string, context: Context): Verdict {
  const { sdk, checker, assumeClients } = context;
  const client = clientNameOf(receiver, sdk.namespace);
  const isAssumed = client !== undefined && assumeClients.has(client);
  const byTypes = verdictByTypes(receiver, method, isAssumed, context);
  if (isAssumed && byTypes?.origin === 'sdk') return byTypes;
  const isNamed = isNamedNamespace(receiver, sdk.namespace, checker);
  return verdictByValues(
    byTypes ?? verdict('elsewhere'),
    receiver,
    method,
    byTypes ? (isNamed ? 'by-name' : 'no') : 'by-values',
    context,
  );
}

/** An untyped receiver may be the SDK's only if it has the namespace's name; otherwise the result is `undefined`. */
function verdictByTypes(
  receiver: ts.Expression,
  method: string,
  isAssumed: boolean,
  { unit, source, resolution, checker, origins, isComplete, sdk }: Context,
): Verdict | undefined {
  const type = checker.getTypeAtLocation(receiver);
  const isGiven = isOfComponent(receiver) && !isAmbientMember(type, method, checker);
  if (!isUntyped(type) && !isGiven) {
    const member = checker.getPropertyOfType(type, method);
    if (member) {
      // A person's declaration outweighs an inferred type.
      const isInferred = !isTypeScript(source.fileName) && !isAmbient(member.declarations?.[0] ?? source);
      return verdict(isAssumed && isInferred ? 'sdk' : origins.ofMember(member));
    }
  }
  const found = isGiven ? verdict('unknown') : origins.ofNamespace(receiver, method);
  if (!['unknown', 'unloaded', 'unseen'].includes(found.origin)) return found;
  if (isAssumed) return verdict('sdk');
  if (found.origin === 'unloaded') return found;
  if (!isNamedNamespace(receiver, sdk.namespace, checker)) return undefined;
  // The imports of a page's fences lead nowhere, since a fence shows code of another place.
  if (found.origin === 'unseen' && unit.kind !== 'fence' && !isNamedLikeClient(receiver, sdk)) {
    const [door] = importsBehind(receiver, resolution, isOutOfSight);
    return { ...found, module: door?.specifier ?? receiver.getText() };
  }
  return verdict(isComplete ? 'unknown' : 'unloaded');
}

/** Whether a type has a method of the SDK's own declarations. */
function isAmbientMember(type: ts.Type, method: string, checker: ts.TypeChecker): boolean {
  return checker.getPropertyOfType(type, method)?.declarations?.some(isAmbient) ?? false;
}

const isOutOfSight = ({ kind }: Target): boolean => kind === 'missing' || kind === 'private';

/** `sdk.cards`, `useSdk().cards`: a receiver from an unseen module becomes a question only if its name mentions the SDK. */
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

/** The verdict on a member that a pattern takes from a value. */
export function verdictOnPattern(pattern: Pattern, method: string, context: Context): Verdict {
  const { checker, origins, sdk } = context;
  const type = typeOfPattern(pattern, checker);
  const isTyped = type !== undefined && !isUntyped(type);
  if (!isTyped) {
    const source = destructuredFrom(pattern);
    if (source) return verdictOnReceiver(source, method, context);
  }
  const isNamed = nestedKey(pattern) === sdk.namespace;
  const byTypes = isTyped
    ? verdict(origins.ofMember(checker.getPropertyOfType(type, method)))
    : isNamed
      ? verdict(context.isComplete ? 'unknown' : 'unloaded')
      : verdict('elsewhere');
  if (!ts.isObjectBindingPattern(pattern)) return byTypes;
  return verdictByValues(
    byTypes,
    pattern,
    method,
    isNamed ? 'by-name' : isTyped ? 'no' : 'by-values',
    context,
  );
}

/** `cards` of `{ cards: { freeze } }`. */
function nestedKey({ parent }: Pattern): string | undefined {
  if (ts.isBindingElement(parent)) return nameText(parent.propertyName ?? parent.name);
  return ts.isPropertyAssignment(parent) ? nameText(parent.name) : undefined;
}

function isNamedNamespace(receiver: ts.Expression, namespace: string, checker: ts.TypeChecker): boolean {
  return lastName(receiver) === namespace || isNameForNamespace(receiver, namespace, checker);
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
export function clientNameOf(cards: ts.Expression, namespace: string): string | undefined {
  const receiver = unwrapped(cards);
  return isMember(receiver) && memberName(receiver) === namespace ? lastName(receiver.expression) : undefined;
}
