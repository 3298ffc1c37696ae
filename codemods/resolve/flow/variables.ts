import ts from 'typescript';
import { symbolOf } from '../syntax';
import type { Flow } from './flow';
import { namedAround, namesIn } from './names';

/** All uses of a variable: in its file, or, for a global of scripts, in all files. Each variable is searched once. */
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
    // A global is searched anew each time, as files that load later may name it, too.
    const named = mayBeGlobal(symbol, source)
      ? this.#flow.identifiersOf(name.text)
      : namedWhereDeclared(symbol, name);
    const known = this.#uses.get(symbol);
    if (known) return known;
    const uses = named.filter((use) => !isKey(use) && symbolAt(use, checker) === symbol);
    this.#uses.set(symbol, uses);
    return uses;
  }
}

/** The places that have a variable's name in the function that declares it, or in its file. */
function namedWhereDeclared({ declarations = [] }: ts.Symbol, name: ts.Identifier): readonly ts.Identifier[] {
  const [declaration] = declarations;
  return declarations.length === 1 && declaration?.getSourceFile() === name.getSourceFile()
    ? namedAround(declaration.parent, name.text)
    : namesIn(name.getSourceFile()).identifiers(name.text);
}

/** An internal field of the compiler: the symbol of a file that is a module, of either kind. Its own question knows no CommonJS. */
interface WithSymbol {
  symbol?: ts.Symbol;
}

/** Whether other files may name a variable: it is declared in a script, and outside of its functions. */
function mayBeGlobal({ declarations = [] }: ts.Symbol, source: ts.SourceFile & WithSymbol): boolean {
  if (source.symbol !== undefined) return false;
  const isInFunction = ({ parent }: ts.Declaration) =>
    ts.findAncestor(parent, ts.isFunctionLike) !== undefined;
  return declarations.length === 0 || !declarations.every(isInFunction);
}

/** Whether a name is a member's, and not a variable's. */
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
