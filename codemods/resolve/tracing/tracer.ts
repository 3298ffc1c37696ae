import ts from 'typescript';
import type { Resolution } from '../program';
import { isNothing } from '../syntax';
import type { Origin } from '../verdict';
import { withoutWrappers } from '../wrappers';
import { traceDeclaration } from './declaration';
import { traceExpression } from './expression';
import { joined } from './joined';
import { type Trail, through } from './trail';
import { traceType } from './type';

/** Follows a value to its origin. Each kind of node has a module of its own, which calls the tracer for the next node. */
export interface Tracer extends Resolution {
  expression(node: ts.Expression, trail: Trail): Origin;
  /** The joined origin of several possible values. `undefined` and `null` do not count. */
  anyOf(nodes: readonly (ts.Expression | undefined)[], trail: Trail): Origin;
  symbol(symbol: ts.Symbol | undefined, trail: Trail): Origin;
  declaration(node: ts.Declaration, trail: Trail): Origin;
}

export function createTracer(resolution: Resolution): Tracer {
  const { checker } = resolution;
  const tracer: Tracer = {
    ...resolution,
    expression(expression, trail) {
      const node = withoutWrappers(expression);
      const further = through(node, trail);
      if (!further) return 'unknown';
      const known = traceType(tracer, checker.getTypeAtLocation(node), node, further);
      return known ?? traceExpression(tracer, node, further);
    },
    anyOf(nodes, trail) {
      const values = nodes.filter((node) => node !== undefined && !isNothing(node)) as ts.Expression[];
      return joined(values.map((value) => tracer.expression(value, trail)));
    },
    symbol(symbol, trail) {
      const aliased =
        symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : undefined;
      const { declarations = [] } = (aliased?.declarations?.length ? aliased : symbol) ?? {};
      return joined(declarations.map((declaration) => tracer.declaration(declaration, trail)));
    },
    declaration(node, trail) {
      const further = through(node, trail);
      return further ? traceDeclaration(tracer, node, further) : 'unknown';
    },
  };
  return tracer;
}
