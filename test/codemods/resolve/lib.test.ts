import ts from 'typescript';
import { expect, test } from 'vitest';
import { LIB } from '../../../codemods/resolve/lib';

test('the library that clients pass through is whole in itself', () => {
  const name = '/lib.d.ts';
  const library = ts.createSourceFile(name, LIB, ts.ScriptTarget.ESNext, true);
  const empty = ts.createSourceFile('/empty.ts', 'export {}', ts.ScriptTarget.ESNext, true);
  const program = ts.createProgram({
    rootNames: [empty.fileName],
    options: { types: [], strict: true, target: ts.ScriptTarget.ESNext },
    host: {
      getSourceFile: (file) => [library, empty].find(({ fileName }) => fileName === file),
      getDefaultLibFileName: () => name,
      getCurrentDirectory: () => '/',
      getCanonicalFileName: (file) => file,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      fileExists: () => false,
      readFile: () => undefined,
      writeFile: () => undefined,
    },
  });
  const diagnostics = [
    ...program.getGlobalDiagnostics(),
    ...program.getSyntacticDiagnostics(library),
    ...program.getSemanticDiagnostics(library),
  ];
  expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
});
