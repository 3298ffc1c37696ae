import ts from 'typescript';
import { symbolOf } from '../syntax';
import type { Flow } from './flow';
import { namesIn } from './names';

/** Every use of a variable: in its file, or in all files where it is a global of scripts. Each variable is looked for once. */
export class Variables {
  readonly #flow: Flow;
  readonly #uses = new Map<ts.Symbol, readonly ts.Identifier[]>();

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  /** @param name one of the places that name it */
  usesOf(symbol: ts.Symbol, name: ts.Identifier): readonly ts.Identifier[] {
    const { checker } = this.#flow;
    const source = name.getSourceFile();
    // Asked anew each time: files that are not loaded yet may name it, too.
    const isGlobal = checker.getSymbolAtLocation(source) === undefined;
    const named = isGlobal ? this.#flow.identifiersOf(name.text) : namesIn(source).identifiers(name.text);
    const known = this.#uses.get(symbol);
    if (known) return known;
    const uses = named.filter((use) => !isKey(use) && symbolAt(use, checker) === symbol);
    this.#uses.set(symbol, uses);
    return uses;
  }
}

/** A name that is a member's, and no variable's. */
function isKey(name: ts.Identifier): boolean {
  const { parent } = name;
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === name;
}

function symbolAt(use: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = use;
  return ts.isExportSpecifier(parent)
    ? checker.getExportSpecifierLocalTargetSymbol(parent)
    : symbolOf(use, checker);
}
