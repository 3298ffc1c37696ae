import ts from 'typescript';
import { isEsModule } from './exports';
import type { Flow } from './flow';

/** One place that takes something out of a module. */
export type ImportUse =
  /** The module, or a part of it, is the value of an expression; the keys lead from there to the export. */
  | { kind: 'value'; node: ts.Expression; keys: readonly string[] }
  /** It is bound to a name. */
  | { kind: 'name'; node: ts.Identifier; keys: readonly string[] }
  /** One member of it is bound to a name: `import { a }` of `module.exports = { a }`. */
  | { kind: 'member'; node: ts.Identifier; member: string }
  /** Another module exports it again, or an object from which the keys lead to it: `export * as a`. */
  | { kind: 'module'; node: ts.SourceFile; name: string; keys: readonly string[] };

/**
 * All imports of a file's export in the files in sight.
 *
 * @param name `undefined` for the value that stands for the whole module
 */
export function importersOf(flow: Flow, source: ts.SourceFile, name: string | undefined): ImportUse[] {
  if (!flow.sight.hasImporters(source.fileName)) flow.table.misses();
  const isEs = isEsModule(source);
  return flow.index
    .importsOf(source)
    .flatMap(({ specifier, importer }) => usesOf(specifier, importer, name, isEs));
}

function usesOf(
  specifier: ts.StringLiteralLike,
  importer: ts.SourceFile,
  name: string | undefined,
  isEs: boolean,
): ImportUse[] {
  const { parent } = specifier;
  const keys = name === undefined ? [] : [name];
  if (ts.isCallExpression(parent)) return [{ kind: 'value', node: parent, keys }];
  if (ts.isExternalModuleReference(parent)) return [{ kind: 'name', node: parent.parent.name, keys }];
  if (ts.isExportDeclaration(parent)) return reexported(parent, importer, name);
  if (!ts.isImportDeclaration(parent) || !parent.importClause) return [];
  const { name: whole, namedBindings } = parent.importClause;
  const uses: ImportUse[] = [];
  if (whole && (name === 'default' || name === undefined || !isEs)) {
    uses.push({ kind: 'name', node: whole, keys: name === 'default' || name === undefined ? [] : [name] });
  }
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    uses.push({ kind: 'name', node: namedBindings.name, keys });
  }
  if (namedBindings && ts.isNamedImports(namedBindings)) {
    for (const element of namedBindings.elements) {
      const imported = (element.propertyName ?? element.name).text;
      if (imported === name) uses.push({ kind: 'name', node: element.name, keys: [] });
      else if (name === undefined) uses.push({ kind: 'member', node: element.name, member: imported });
    }
  }
  return uses;
}

function reexported(
  { exportClause }: ts.ExportDeclaration,
  importer: ts.SourceFile,
  name: string | undefined,
): ImportUse[] {
  if (!exportClause) return name === undefined ? [] : [{ kind: 'module', node: importer, name, keys: [] }];
  if (ts.isNamespaceExport(exportClause))
    return [
      {
        kind: 'module',
        node: importer,
        name: exportClause.name.text,
        keys: name === undefined ? [] : [name],
      },
    ];
  return exportClause.elements.flatMap((element): ImportUse[] =>
    (element.propertyName ?? element.name).text === name
      ? [{ kind: 'module', node: importer, name: element.name.text, keys: [] }]
      : [],
  );
}
