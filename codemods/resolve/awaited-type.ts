import type ts from 'typescript';

/** The type of a promise's result; of anything else, its own type. A promise counts as its result throughout. */
export const awaitedType = (type: ts.Type, checker: ts.TypeChecker): ts.Type =>
  checker.getAwaitedType(type) ?? type;
