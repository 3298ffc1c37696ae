import ts from 'typescript';

/**
 * Whether a type says nothing of a value. `undefined` and its like are what a variable had before it was assigned, as far as the
 * checker followed it.
 */
export function isUntyped(type: ts.Type): boolean {
  const { Any, Unknown, Undefined, Null, Void, Never } = ts.TypeFlags;
  return (type.flags & (Any | Unknown | Undefined | Null | Void | Never)) !== 0;
}

/** Whether a type may have members that it does not name. */
export function isOpen(type: ts.Type): boolean {
  return (
    type.getStringIndexType() !== undefined ||
    (type.flags & ts.TypeFlags.NonPrimitive) !== 0 ||
    ((type.flags & ts.TypeFlags.Object) !== 0 &&
      type.getProperties().length === 0 &&
      type.getCallSignatures().length === 0)
  );
}
