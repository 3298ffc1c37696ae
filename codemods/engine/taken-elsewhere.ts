import ts from 'typescript';
import type { Files } from '../resolve/files';
import { usesOf } from '../resolve/lexical-scope';
import type { Modules } from '../resolve/modules';
import { onceEach } from '../resolve/once-each';
import type { Sdk } from '../resolve/sdk';
import { parseUnit } from '../resolve/unit';
import { exportedNames } from '../rewrite/imports/exported-names';
import { listedNames } from '../rewrite/imports/listed-names';
import { allReferences, type ModuleReference } from '../rewrite/imports/module-references';
import { type ExportedModule, type TakenName, takenFrom, takenThrough } from '../rewrite/imports/taken-names';
import { type ImportGraph, importersByTarget } from './import-graph';
import { unitsOf } from './scan/units';

export interface TakenElsewhereOptions {
  sdk: Sdk;
  files: Files;
  modules: Modules;
  imports: ImportGraph;
  /** Absolute paths of all source files. */
  sources: readonly string[];
}

/**
 * Names that the repository's files import from a file that re-exports a whole module: `export * from`, `module.exports = require()`.
 * The first such file causes one search of all files for imports.
 *
 * @param file absolute path of the file that re-exports the module
 */
export type TakenElsewhere = (file: string, exported: ExportedModule) => ReadonlySet<string>;

export function createTakenElsewhere({
  sdk,
  files,
  modules,
  imports,
  sources,
}: TakenElsewhereOptions): TakenElsewhere {
  let byTarget: Map<string, string[]> | undefined;
  const parsed = onceEach((file: string) =>
    unitsOf(file, files.read(file) ?? '').map((unit) => parseUnit(unit, sdk, true)),
  );
  const known = onceEach((key: string) => {
    const [file, exported] = JSON.parse(key) as [string, ExportedModule];
    const names = new Set<string>();
    collect(file, exported, names, new Set());
    return names;
  });
  return (file, exported) => known(JSON.stringify([file, exported]));

  function importersOf(file: string): readonly string[] {
    byTarget ??= importersByTarget(sources, imports);
    return byTarget.get(file) ?? [];
  }

  function collect(file: string, exported: ExportedModule, names: Set<string>, visited: Set<string>): void {
    const key = `${file}\0${exported.as ?? ''}`;
    if (visited.has(key)) return;
    visited.add(key);
    const own = new Set(parsed(file).flatMap(({ source }) => [...exportedNames(source)]));
    for (const importer of importersOf(file)) {
      for (const { unit, source } of parsed(importer)) {
        const end = unit.text.length;
        for (const reference of allReferences(source, end)) {
          const target = modules.resolve(reference.specifier.text, importer);
          if (target.kind !== 'file' || target.path !== file) continue;
          const taken = takenBy(reference, source, end);
          const ownNames = exported.as === undefined ? taken.filter(({ name }) => !own.has(name)) : [];
          const through = taken.filter(({ name }) => name === exported.as);
          for (const { name } of ownNames) names.add(name);
          for (const name of through.flatMap((each) => takenAlong(each, exported, source, end)))
            names.add(name);
          for (const as of exportedAgain(reference, exported.as))
            collect(importer, { ...exported, ...as }, names, visited);
        }
      }
    }
  }
}

/** The names under which an import is exported again. */
function exportedAgain({ node }: ModuleReference, as: string | undefined): { as?: string }[] {
  if (!ts.isExportDeclaration(node)) return [];
  const clause = node.exportClause;
  if (!clause) return [{}];
  if (ts.isNamespaceExport(clause)) return as === undefined ? [{ as: clause.name.text }] : [];
  return clause.elements
    .filter(({ name, propertyName }) => (propertyName ?? name).text === as)
    .map(({ name }) => ({ as: name.text }));
}

/** The names that a file takes through a variable or an expression that is the module. */
function takenAlong(
  { variable, access }: Taken,
  { isMade }: ExportedModule,
  source: ts.SourceFile,
  end: number,
): string[] {
  const uses = variable ? usesOf(variable, source, end) : access ? [access] : [];
  const modules = isMade ? uses.flatMap(callOf) : variable ? [] : uses;
  const taken = modules.flatMap((module) => takenFrom(module, source, end).names);
  return [...taken, ...(variable && !isMade ? takenThrough(variable, source, end).names : [])].map(
    ({ name }) => name,
  );
}

function callOf(callee: ts.Expression): ts.CallExpression[] {
  const { parent } = callee;
  return ts.isCallExpression(parent) && parent.expression === callee ? [parent] : [];
}

interface Taken extends Pick<TakenName, 'name' | 'access'> {
  /** The variable that the importing file binds it to. */
  variable?: ts.Identifier;
}

function takenBy(reference: ModuleReference, source: ts.SourceFile, end: number): Taken[] {
  const { node } = reference;
  const listed = listedNames(reference);
  if (listed) {
    const rest = listed.rest ? takenThrough(listed.rest.variable, source, end).names : [];
    return [...listed.elements.map(({ name, node: element }) => ({ name, ...variableIn(element) })), ...rest];
  }
  if (ts.isImportDeclaration(node)) {
    const { name, namedBindings } = node.importClause ?? {};
    const namespace = namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined;
    return [name, namespace].flatMap((bound) => (bound ? takenThrough(bound, source, end).names : []));
  }
  if (ts.isExternalModuleReference(node)) {
    return takenThrough((node.parent as ts.ImportEqualsDeclaration).name, source, end).names;
  }
  return ts.isCallExpression(node) ? takenFrom(node, source, end).names : [];
}

function variableIn(element: ts.Node): Pick<Taken, 'variable'> {
  const name = 'name' in element ? (element.name as ts.Node) : undefined;
  return name && ts.isIdentifier(name) ? { variable: name } : {};
}
