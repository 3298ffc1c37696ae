// The codemod for TypeScript 7: the whole tree is one program, and a method is the SDK's if its symbol is declared there. Nothing is saved.

import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { isPropertyAccessExpression } from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';
import { mentioned, renamed, wholeProgram } from './whole-program.cjs';

const tree = process.argv[2];
const { folder, config, declarations } = wholeProgram(tree);

/** The compiler's own process, which the API starts with the first question. */
let server;
subscribe('child_process', ({ process }) => {
  server = process;
});
const compiler = new API({ cwd: folder });
const project = compiler.updateSnapshot({ openProjects: [config] }).getProject(config);

/** The names that may have to change, in the order of the file. */
function candidatesIn(file) {
  const names = [];
  const visit = (node) => {
    node.forEachChild(visit);
    if (isPropertyAccessExpression(node) && Object.hasOwn(renamed, node.name.text)) names.push(node.name);
  };
  visit(file);
  return names.sort((a, b) => a.pos - b.pos);
}

// A symbol knows the paths of its declarations; on some systems they are in lower case.
const isOfSdk = (symbol) => symbol?.declarations.some(({ path }) => path.endsWith(basename(declarations)));

function migrated(path, text) {
  const file = project.program.getSourceFile(path);
  const names = candidatesIn(file);
  const symbols = names.length > 0 ? project.checker.getSymbolAtLocation(names) : [];
  let [result, end] = ['', 0];
  for (const name of names.filter((_, index) => isOfSdk(symbols[index]))) {
    const start = name.getStart(file);
    console.log(`${relative(tree, path)}:${file.getLineAndCharacterOfPosition(start).line + 1}`);
    result += text.slice(end, start) + renamed[name.text];
    end = name.end;
  }
  return result + text.slice(end);
}

for (const path of project.rootFiles) {
  const text = readFileSync(path, 'utf8');
  if (path !== declarations && mentioned.test(text)) migrated(path, text);
}
compiler.close();
rmSync(folder, { recursive: true });
// The memory of the compiler's process is counted only if this one is still there when it has ended.
server.ref();
await once(server, 'exit');
