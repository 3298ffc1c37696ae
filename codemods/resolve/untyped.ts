import ts from 'typescript';

/**
 * Whether a type tells nothing about a value. `undefined` and `null` are the types of a variable before its assignment, if the
 * checker could not follow it further.
 */
export function isUntyped(type: ts.Type): boolean {
  const { Any, Unknown, Undefined, Null, Void, Never } = ts.TypeFlags;
  return (type.flags & (Any | Unknown | Undefined | Null | Void | Never)) !== 0;
}

/** Whether a type may have undeclared members. */
export function isOpen(type: ts.Type): boolean {
  return (
    type.getStringIndexType() !== undefined ||
    (type.flags & ts.TypeFlags.NonPrimitive) !== 0 ||
    ((type.flags & ts.TypeFlags.Object) !== 0 &&
      type.getProperties().length === 0 &&
      type.getCallSignatures().length === 0)
  );
}
