import ts from 'typescript';
import { importedBy } from '../syntax';
import { isTypeScript } from '../unit';
import { isEsModule } from './exports';
import type { Flow } from './flow';
import { namesIn } from './names';

/** One place that takes something out of a module. */
export type ImportUse =
  /** The module, or a part of it, is the value of an expression; the keys lead on from there to the export. */
  | { kind: 'value'; node: ts.Expression; keys: readonly string[] }
  /** It is bound to a name. */
  | { kind: 'name'; node: ts.Identifier; keys: readonly string[] }
  /** One member of it is bound to a name: `import { a }` of `module.exports = { a }`. */
  | { kind: 'member'; node: ts.Identifier; member: string }
  /** Another module exports it again. */
  | { kind: 'module'; node: ts.SourceFile; name: string };

/** What {@link ts.createProgram} collects and keeps to itself. */
interface WithImports {
  imports?: readonly ts.StringLiteralLike[];
}

/**
 * Everywhere that an export of a file is imported, in the files in sight.
 *
 * @param name `undefined` for the value that stands for the whole module
 */
export function importersOf(flow: Flow, source: ts.SourceFile, name: string | undefined): ImportUse[] {
  if (!flow.sight.hasImporters(source.fileName)) flow.table.misses();
  const imports = importsIn(flow.resolution).get(source) ?? [];
  return imports.flatMap(({ specifier, importer }) => usesOf(specifier, importer, name, isEsModule(source)));
}

interface Import {
  specifier: ts.StringLiteralLike;
  importer: ts.SourceFile;
}

type Resolution = Flow['resolution'];

/** The imports of a program by the file that they lead to: gathered once, since every export may be asked for. */
const gathered = new WeakMap<Resolution, ReadonlyMap<ts.SourceFile, readonly Import[]>>();

function importsIn(resolution: Resolution): ReadonlyMap<ts.SourceFile, readonly Import[]> {
  const known = gathered.get(resolution);
  if (known) return known;
  const imports = new Map<ts.SourceFile, Import[]>();
  for (const importer of resolution.sources()) {
    for (const specifier of specifiersIn(importer)) {
      const target = resolution.target(specifier.text, importer);
      const source = target.kind === 'file' ? resolution.sourceOf(target.path) : undefined;
      if (!source) continue;
      const others = imports.get(source);
      if (others) others.push({ specifier, importer });
      else imports.set(source, [{ specifier, importer }]);
    }
  }
  gathered.set(resolution, imports);
  return imports;
}

/** The compiler collects `require()` in JavaScript only. */
function specifiersIn(importer: ts.SourceFile): readonly ts.StringLiteralLike[] {
  const required = isTypeScript(importer.fileName)
    ? (namesIn(importer).calls.get('require') ?? []).flatMap((call) => importedBy(call) ?? [])
    : [];
  return [...((importer as WithImports).imports ?? []), ...required];
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
  if (!exportClause) return name === undefined ? [] : [{ kind: 'module', node: importer, name }];
  if (ts.isNamespaceExport(exportClause))
    return [{ kind: 'module', node: importer, name: exportClause.name.text }];
  return exportClause.elements.flatMap((element): ImportUse[] =>
    (element.propertyName ?? element.name).text === name
      ? [{ kind: 'module', node: importer, name: element.name.text }]
      : [],
  );
}
