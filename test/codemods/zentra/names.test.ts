import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { COMPAT_EXPORTS } from '../../../codemods/zentra/names';

test('imports are switched for exactly the names that zentra-compat exports', () => {
  const entry = join(import.meta.dirname, '../../../src/index.mts');
  const program = ts.createProgram({
    rootNames: [entry],
    options: {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      types: [],
      skipLibCheck: true,
    },
  });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry)!)!;
  const names = checker.getExportsOfModule(module).map(({ name }) => name);
  expect([...COMPAT_EXPORTS].sort()).toEqual(names.sort());
});
