import ts from 'typescript';
import { awaitedType } from '../awaited-type';
import { leftmost } from '../syntax';
import { isOpen, isUntyped } from '../untyped';
import type { Origin } from '../verdict';
import { isClientType, ownerOfMember } from './client-types';
import { traceImport, traceModule } from './import';
import { joined } from './joined';
import type { Tracer } from './tracer';
import { after, CALL, INSTANCE, type Trail } from './trail';

/**
 * The origin of a value by its type; `undefined` if the type does not tell.
 *
 * @param at place of the value, where its type may be narrowed
 */
export function traceType(tracer: Tracer, type: ts.Type, at: ts.Node, trail: Trail): Origin | undefined {
  if (isUntyped(type)) return undefined;
  const [step] = trail.path;
  if (step === undefined) return 'elsewhere';
  if (typeof step === 'string') return traceProperty(tracer, type, step, at, after(trail));
  const { checker } = tracer;
  const signature =
    step === CALL
      ? type.getCallSignatures()[0]
      : step === INSTANCE
        ? type.getConstructSignatures()[0]
        : undefined;
  if (!signature) return undefined;
  const result = checker.getReturnTypeOfSignature(signature);
  const value = step === CALL ? awaitedType(result, checker) : result;
  return traceType(tracer, value, at, after(trail));
}

function traceProperty(
  tracer: Tracer,
  type: ts.Type,
  name: string,
  at: ts.Node,
  trail: Trail,
): Origin | undefined {
  const { checker } = tracer;
  const isLast = trail.path.length === 0;
  const property = checker.getPropertyOfType(type, name);
  // A framework or an assignment must have added a member that the code uses and the type lacks.
  if (!property) return !isLast || isOpen(type) ? undefined : 'elsewhere';
  const owner = isLast ? ownerOfMember(tracer, property) : 'elsewhere';
  if (owner !== 'elsewhere') return owner;
  const known = traceType(tracer, checker.getTypeOfSymbolAtLocation(property, at), at, trail);
  return known ?? tracer.symbol(property, trail);
}

/** A type that the checker could not resolve belongs to the package that it is imported from; any other `any` is unknown. */
export function traceAnnotation(tracer: Tracer, type: ts.TypeNode): Origin {
  if (ts.isTypeReferenceNode(type)) return traceReference(tracer, type);
  if (ts.isArrayTypeNode(type)) return traceAnnotation(tracer, type.elementType);
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type))
    return traceAnnotation(tracer, type.type);
  if (ts.isImportTypeNode(type) && ts.isLiteralTypeNode(type.argument)) {
    const { literal } = type.argument;
    if (ts.isStringLiteral(literal)) return traceModule(tracer, type, literal.text);
  }
  return 'unknown';
}

function traceReference(tracer: Tracer, node: ts.TypeReferenceNode): Origin {
  const { checker } = tracer;
  const typeArguments: readonly ts.TypeNode[] = node.typeArguments ?? [];
  if (typeArguments.some((argument) => isClientType(tracer, checker.getTypeFromTypeNode(argument))))
    return 'unknown';
  const symbol = checker.getSymbolAtLocation(leftmost(node.typeName));
  const declaration = symbol?.declarations?.[0];
  if (symbol && symbol.flags & ts.SymbolFlags.Alias && declaration) return traceImport(tracer, declaration);
  // `Map<string, Foreign>`, `Promise<Foreign>`: the origin of a known container is that of its content.
  return joined(typeArguments.filter(isReference).map((argument) => traceAnnotation(tracer, argument)));
}

/** Whether a type is neither a keyword, such as `string`, nor a literal. */
function isReference(type: ts.TypeNode): boolean {
  return !ts.isToken(type) && !ts.isLiteralTypeNode(type);
}
