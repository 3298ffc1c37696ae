import { join } from 'node:path';
import ts from 'typescript';

/** The root of this repository, whose node_modules the programs of tests may import. */
export const repository = join(import.meta.dirname, '../..');

/** A compiler host over some texts by absolute path, and over the disk for everything else. */
export const hostOverTexts = (
  texts: ReadonlyMap<string, string>,
  options: ts.CompilerOptions,
): ts.CompilerHost => ({
  ...ts.createCompilerHost(options),
  getCurrentDirectory: () => repository,
  getSourceFile: (name, target) => {
    const text = texts.get(name) ?? ts.sys.readFile(name);
    return text === undefined ? undefined : ts.createSourceFile(name, text, target, true);
  },
});
