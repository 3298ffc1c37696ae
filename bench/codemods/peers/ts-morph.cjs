'use strict';

// The codemod for ts-morph: the whole tree is one program, and a method is the SDK's if its symbol is declared there. Nothing is saved.

const { rmSync } = require('node:fs');
const { relative } = require('node:path');
const { Project, SyntaxKind } = require('ts-morph');
const { mentioned, renamed, wholeProgram } = require('./whole-program.cjs');

const tree = process.argv[2];
const { folder, config, declarations } = wholeProgram(tree);
const project = new Project({ tsConfigFilePath: config, skipFileDependencyResolution: true });
const sdk = project.getSourceFileOrThrow(declarations);

const isOfSdk = (name) =>
  name
    .getSymbol()
    ?.getDeclarations()
    .some((each) => each.getSourceFile() === sdk);

const names = project
  .getSourceFiles()
  .filter((file) => file !== sdk && mentioned.test(file.getFullText()))
  .flatMap((file) => file.getDescendantsOfKind(SyntaxKind.PropertyAccessExpression))
  .map((access) => access.getNameNode())
  .filter((name) => Object.hasOwn(renamed, name.getText()) && isOfSdk(name));

// After the search: the first change makes ts-morph build its program again for the next question.
for (const name of names) {
  console.log(`${relative(tree, name.getSourceFile().getFilePath())}:${name.getStartLineNumber()}`);
  name.replaceWithText(renamed[name.getText()]);
}
rmSync(folder, { recursive: true });
