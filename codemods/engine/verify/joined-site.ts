import ts from 'typescript';
import type { NewTypeError, Site } from '../../report/report';
import { type SitePlace, standsAt } from '../../report/site-at';
import { symbolOf } from '../../resolve/syntax';
import type { Positions } from './positions';

/** The parts of a site that a verification needs. */
export type VerifiedSite = SitePlace & Pick<Site, 'rule' | 'file'>;

interface JoinOptions {
  /** The program after the migration. */
  program: ts.Program;
  root: string;
  sites: readonly VerifiedSite[];
  positions: Positions;
}

/**
 * The site that an error comes from: the site on the error's line, else the site whose result the code at fault reads
 * (`card.closed_at`, where `card` is the result of `terminate`).
 */
export function joinedSite(
  error: { file: string; start: number },
  { program, root, sites, positions }: JoinOptions,
): NewTypeError['site'] {
  const source = program.getSourceFile(`${root}/${error.file}`);
  if (!source) return undefined;
  const own: Place = { source, offset: error.start };
  for (const { source: at, offset } of [
    own,
    ...originsOf(tokenAt(source, error.start), program.getTypeChecker()),
  ]) {
    const { file, line } = positions.before(at.fileName.slice(root.length + 1), offset, at.text);
    const site = sites.find((each) => each.file === file && standsAt(each, line));
    if (site) return { rule: site.rule, file: site.file, line: site.line };
  }
  return undefined;
}

interface Place {
  source: ts.SourceFile;
  offset: number;
}

function tokenAt(source: ts.SourceFile, offset: number): ts.Node {
  let found: ts.Node = source;
  for (;;) {
    const child = ts.forEachChild(found, (node) =>
      node.getStart(source) <= offset && offset < node.end ? node : undefined,
    );
    if (!child) return found;
    found = child;
  }
}

/** The origins of the values that the statement around a token reads: the calls in the declarations of its names. */
function originsOf(token: ts.Node, checker: ts.TypeChecker): Place[] {
  const statement = ts.findAncestor(token, (node) => ts.isStatement(node)) ?? token;
  const places: Place[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      for (const declaration of declarationsOf(node, checker)) {
        const owner = ts.findAncestor(declaration, ts.isVariableDeclaration)?.initializer ?? declaration;
        const source = owner.getSourceFile();
        if (source.isDeclarationFile) continue;
        places.push(...callsIn(owner).map((call) => ({ source, offset: call.expression.getEnd() - 1 })));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return places;
}

function declarationsOf(name: ts.Identifier, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const symbol = symbolOf(name, checker);
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol)?.declarations ?? [];
}

function callsIn(node: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child)) calls.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return calls;
}
