import ts from 'typescript';
import { isAmbient } from '../ambient';
import { awaitedType } from '../awaited-type';
import { typeArgumentsOf } from '../containers';
import type { Resolution } from '../program';

type Types = Pick<Resolution, 'checker' | 'sdk'>;

/** Whether all, some or none of a symbol's declarations belong to the SDK's namespace. */
export function ownerOfMember({ sdk }: Types, symbol: ts.Symbol | undefined): 'sdk' | 'partly' | 'elsewhere' {
  const declarations = symbol?.declarations ?? [];
  const isNamespaceMember = (node: ts.Node) =>
    isAmbient(node) && ts.isInterfaceDeclaration(node.parent) && node.parent.name.text === sdk.namespaceType;
  const ours = declarations.filter(isNamespaceMember).length;
  if (ours === 0) return 'elsewhere';
  return ours === declarations.length ? 'sdk' : 'partly';
}

/** Whether a declaration of a symbol belongs to the SDK's namespace. */
export const isOfNamespace = (types: Types, symbol: ts.Symbol | undefined): boolean =>
  ownerOfMember(types, symbol) !== 'elsewhere';

/** Whether a type has the namespace as a property of the SDK's own type. */
export function isClientType({ checker, sdk }: Types, type: ts.Type): boolean {
  const namespace = checker.getPropertyOfType(type, sdk.namespace);
  return namespace?.declarations?.some(isAmbient) ?? false;
}

/** Whether a type is a client's, a client class's, or that of a client's namespace. */
export function isOfSdk(types: Types, type: ts.Type): boolean {
  const { checker, sdk } = types;
  const isNamespace = (candidate: ts.Type) =>
    checker.getPropertyOfType(candidate, sdk.methods[0]!.legacy)?.declarations?.some(isAmbient) ?? false;
  const made = type.getConstructSignatures().map((signature) => checker.getReturnTypeOfSignature(signature));
  return isNamespace(type) || [type, ...made].some((candidate) => isClientType(types, candidate));
}

function hasClient(types: Types, type: ts.Type): boolean {
  return types.checker.getPropertiesOfType(type).some((symbol) => {
    const declaration = symbol.valueDeclaration;
    return (
      declaration !== undefined &&
      isClientType(types, types.checker.getTypeOfSymbolAtLocation(symbol, declaration))
    );
  });
}

const isOrHasClient = (types: Types, type: ts.Type) => isClientType(types, type) || hasClient(types, type);

/** `new LRUCache<string, Client>()` */
export function wasToldOfClient(types: Types, expression: ts.Expression): boolean {
  return typeArgumentsOf(expression, types.checker).some((argument) =>
    isOrHasClient(types, types.checker.getTypeFromTypeNode(argument)),
  );
}

/** Whether a value is, contains or creates a client, or has a client as type argument. */
export function carriesClient(types: Types, value: ts.Expression): boolean {
  if (wasToldOfClient(types, value)) return true;
  const { checker } = types;
  const type = checker.getTypeAtLocation(value);
  const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()];
  return [type, ...signatures.map((signature) => checker.getReturnTypeOfSignature(signature))]
    .map((candidate) => awaitedType(candidate, checker))
    .some((candidate) => isOrHasClient(types, candidate));
}
