import ts from 'typescript';
import { append } from '../append';
import { isAssignment } from '../syntax';
import { symbolObjects } from './declarations';
import type { Flow } from './flow';
import { namesIn } from './names';
import { NOTHING, type Objects, objects, union } from './objects';
import { ANY_KEY, type MemberWrite } from './writes-in';

/** `module.exports`, `exports` and `this` at the top of a file. */
export function isExportsObject(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return node.text === 'exports';
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}

/** The values that a CommonJS file assigns to `module.exports`. */
function wholeExports(source: ts.SourceFile): ts.Expression[] {
  return namesIn(source)
    .memberWrites('exports')
    .filter(({ target, keys }) => keys.length === 0 && ts.isIdentifier(target) && target.text === 'module')
    .map(({ value }) => value);
}

const reads = new WeakMap<ts.SourceFile, Map<string, ts.Expression[]>>();

/**
 * The places where a CommonJS file reads its own exports, as far as they may lead to the named one: `exports.stop(client)`,
 * `(0, exports.stop)(client)` of compilers, `const api = module.exports`.
 */
export function ownReadsOf(source: ts.SourceFile, name: string | undefined): readonly ts.Expression[] {
  if (isEsModule(source)) return [];
  const found = reads.get(source) ?? gatheredReads(source);
  reads.set(source, found);
  return name === undefined
    ? [...found.values()].flat()
    : [...(found.get(name) ?? []), ...(found.get(ANY_KEY) ?? [])];
}

function gatheredReads(source: ts.SourceFile): Map<string, ts.Expression[]> {
  const found = new Map<string, ts.Expression[]>();
  const names = namesIn(source);
  const named = names
    .identifiers('exports')
    .map((name) => (isExportsObject(name.parent) ? name.parent : name));
  for (const node of [...named, ...names.fileSelves]) {
    const { parent } = node;
    if (isAssignment(parent) && parent.left === node) continue;
    const isRead = ts.isPropertyAccessExpression(parent) && parent.expression === node;
    append(found, isRead ? parent.name.text : ANY_KEY, node as ts.Expression);
  }
  return found;
}

function ownExports(source: ts.SourceFile, name: string): MemberWrite[] {
  return namesIn(source)
    .memberWrites(name)
    .filter(({ target }) => isExportsObject(target));
}

/** The names that a file exports, without those of CommonJS files that it exports again. */
export function exportedNames(checker: ts.TypeChecker, source: ts.SourceFile): string[] {
  const module = checker.getSymbolAtLocation(source);
  if (module) return checker.getExportsOfModule(module).map(({ name }) => name);
  return [...namesIn(source).all.memberWrites].flatMap(([name, writes]) =>
    writes.some(({ target }) => isExportsObject(target)) ? [name] : [],
  );
}

/** Whether a file has ES module exports. */
export function isEsModule(source: ts.SourceFile): boolean {
  return source.statements.some(
    (node) =>
      ts.isExportDeclaration(node) ||
      ts.isExportAssignment(node) ||
      (ts.canHaveModifiers(node) &&
        (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)),
  );
}

/** The values of a whole module: `require('./x')`, `import * as x`, `module.exports`. */
export function moduleObjects(flow: Flow, source: ts.SourceFile): Objects {
  const own = objects({ kind: 'module', source });
  if (isEsModule(source)) return own;
  const wholes = wholeExports(source);
  if (wholes.length === 0) return own;
  return flow.table.answers(`module:${source.fileName}`, () =>
    union(wholes.map((value) => flow.objectsOf(value, undefined))),
  );
}

/** `module.exports` in the file itself: the value that stands there in the end, and the object that it was before. */
export const ownModule = (flow: Flow, source: ts.SourceFile): Objects =>
  union([moduleObjects(flow, source), objects({ kind: 'module', source })]);

/** The values that a module exports under a name. */
export function exportedObjects(flow: Flow, source: ts.SourceFile, name: string): Objects {
  return flow.table.answers(`export:${source.fileName}:${name}`, () => {
    if (isEsModule(source)) return esExport(flow, source, name);
    const own = ownExports(source, name);
    const value = flow.members(moduleObjects(flow, source), name);
    // `import x from` takes the whole value of a CommonJS file.
    return name === 'default' && own.length === 0 ? moduleObjects(flow, source) : value;
  });
}

/** The members of a module object. */
export function memberOfModule(flow: Flow, source: ts.SourceFile, name: string): Objects {
  if (isEsModule(source)) return esExport(flow, source, name);
  return union([
    ...ownExports(source, name).map(({ value, keys }) => flow.along(flow.objectsOf(value, undefined), keys)),
    ...reexports(flow, source).map((other) => flow.members(other, name)),
  ]);
}

function esExport(flow: Flow, source: ts.SourceFile, name: string): Objects {
  const { checker } = flow;
  const module = checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find((found) => found.name === name);
  if (symbol) return symbolObjects(flow, symbol, source, undefined);
  // The checker does not resolve `export * from './commonjs'`.
  return union(
    source.statements.flatMap((node) => {
      if (!ts.isExportDeclaration(node) || node.exportClause || !node.moduleSpecifier) return [];
      if (!ts.isStringLiteral(node.moduleSpecifier) || name === 'default') return [];
      const target = flow.resolution.target(node.moduleSpecifier.text, source);
      const other = target.kind === 'file' ? flow.resolution.sourceOf(target.path) : undefined;
      return other && !isEsModule(other) ? [exportedObjects(flow, other, name)] : [NOTHING];
    }),
  );
}

/** `__exportStar(require('./x'), exports)`, and `Object.assign(exports, require('./x'))`. */
function reexports(flow: Flow, source: ts.SourceFile): Objects[] {
  const names = namesIn(source);
  const stars = ['__exportStar', '__export', '_export_star'].flatMap((helper) => names.calls(helper));
  const assigned = names
    .calls('assign')
    .filter(({ arguments: [target] }) => target && isExportsObject(target));
  return [
    ...stars.flatMap(({ arguments: [from] }) => (from ? [flow.objectsOf(from, undefined)] : [])),
    ...assigned.flatMap(({ arguments: [, ...from] }) => from.map((each) => flow.objectsOf(each, undefined))),
  ];
}
