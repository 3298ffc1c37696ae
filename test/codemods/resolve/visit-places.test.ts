import ts from 'typescript';
import { expect, test } from 'vitest';
import { generateTree } from '../../../bench/generate/tree';
import { placesOf, visitPlaces } from '../../../codemods/resolve/visit-places';

/** Kinds of all nodes whose own text holds a word, by a walk over the whole tree. */
function everyNodeWith(source: ts.SourceFile, word: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (source.text.slice(node.pos, node.end).includes(word)) found.push(shown(node));
    for (const comment of (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []) visit(comment);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

const shown = ({ kind, pos, end }: ts.Node) => `${ts.SyntaxKind[kind]} ${pos}-${end}`;

function visited(source: ts.SourceFile, pattern: RegExp): string[] {
  const found: string[] = [];
  visitPlaces(source, placesOf(source.text, pattern, source.end), (node) => found.push(shown(node)));
  return found;
}

test('the nodes around a place are those that a walk over the whole tree finds', () => {
  const parsed = [...generateTree({ seed: 3, files: 200, legacyShare: 0.2 })]
    .filter(({ file }) => /\.[cm]?[jt]sx?$/.test(file))
    .map(({ file, text }) => ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true));
  const words = ['freeze', '@zentra/sdk', 'const', '['];
  for (const word of words) {
    const pattern = new RegExp(word.replace('[', '\\['), 'g');
    const found = parsed.flatMap((source) => visited(source, pattern));
    expect(found).toEqual(parsed.flatMap((source) => everyNodeWith(source, word)));
    expect(found).not.toEqual([]);
  }
});

test('JSDoc is entered, also where it ends a file', () => {
  const text = `/** @type {import('@zentra/sdk').Zentra} */\nlet a;\n/** @typedef {import('@zentra/sdk').Zentra} Z */\n`;
  const source = ts.createSourceFile('a.js', text, ts.ScriptTarget.ESNext, true);
  const types: string[] = [];
  visitPlaces(source, placesOf(text, /@zentra\/sdk/g, source.end), (node) => {
    if (ts.isImportTypeNode(node)) types.push(node.getText(source));
  });
  expect(types).toEqual(["import('@zentra/sdk').Zentra", "import('@zentra/sdk').Zentra"]);
});

test('nothing is entered where there is no place', () => {
  const source = ts.createSourceFile('a.ts', 'f(g(1));', ts.ScriptTarget.ESNext, true);
  expect(visited(source, /freeze/g)).toEqual([]);
});
