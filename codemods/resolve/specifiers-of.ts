import type ts from 'typescript';

/** What {@link ts.createProgram} collects and keeps to itself. */
interface WithImports {
  imports?: readonly ts.StringLiteralLike[];
}

/** The module specifiers of a file in a program. */
export const specifiersOf = (source: ts.SourceFile): readonly ts.StringLiteralLike[] =>
  (source as WithImports).imports ?? [];
