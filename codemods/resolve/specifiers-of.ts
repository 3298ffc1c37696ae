import type ts from 'typescript';

/** An internal field that {@link ts.createProgram} sets. */
interface WithImports {
  imports?: readonly ts.StringLiteralLike[];
}

/** The module specifiers of a file in a program. */
export const specifiersOf = (source: ts.SourceFile): readonly ts.StringLiteralLike[] =>
  (source as WithImports).imports ?? [];
