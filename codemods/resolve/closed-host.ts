import type ts from 'typescript';

/** A host that reads nothing: the compiler sees the given sources only. */
export const closedHost = (
  getSourceFile: (name: string) => ts.SourceFile | undefined,
  libFile: string,
): ts.CompilerHost => ({
  getSourceFile,
  getDefaultLibFileName: () => libFile,
  getCurrentDirectory: () => '/',
  getCanonicalFileName: (name) => name,
  useCaseSensitiveFileNames: () => true,
  getNewLine: () => '\n',
  fileExists: () => false,
  readFile: () => undefined,
  writeFile: () => undefined,
});
