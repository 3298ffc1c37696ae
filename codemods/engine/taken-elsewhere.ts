import ts from 'typescript';
import type { Files } from '../resolve/files';
import type { Modules } from '../resolve/modules';
import { onceEach } from '../resolve/once-each';
import type { Sdk } from '../resolve/sdk';
import { parseUnit } from '../resolve/unit';
import { exportedNames } from '../rewrite/imports/exported-names';
import { listedNames } from '../rewrite/imports/listed-names';
import { allReferences, type ModuleReference } from '../rewrite/imports/module-references';
import { takenFrom, takenThrough } from '../rewrite/imports/taken-names';
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
 * Names that the repository's files take out of a module that one of them hands on: `export * from`, `module.exports = require()`.
 * Asked only of files that do so; then every file is searched for imports, once.
 *
 * @param file absolute path of the file that hands the module on
 * @param as the name under which it does; undefined where the names of the module are its own
 */
export type TakenElsewhere = (file: string, as?: string) => ReadonlySet<string>;

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
    const [file, as] = key.split('\0') as [string, string | undefined];
    const names = new Set<string>();
    collect(file, as, names, new Set());
    return names;
  });
  return (file, as) => known(as === undefined ? file : `${file}\0${as}`);

  function importersOf(file: string): readonly string[] {
    byTarget ??= importersByTarget(sources, imports);
    return byTarget.get(file) ?? [];
  }

  function collect(file: string, as: string | undefined, names: Set<string>, visited: Set<string>): void {
    if (visited.has(file)) return;
    visited.add(file);
    const own = new Set(parsed(file).flatMap(({ source }) => [...exportedNames(source)]));
    for (const importer of importersOf(file)) {
      for (const { unit, source } of parsed(importer)) {
        const end = unit.text.length;
        for (const reference of allReferences(source, end)) {
          const target = modules.resolve(reference.specifier.text, importer);
          if (target.kind !== 'file' || target.path !== file) continue;
          const taken = takenBy(reference, source, end);
          if (as === undefined) for (const { name } of taken) if (!own.has(name)) names.add(name);
          if (as !== undefined) {
            const variables = taken
              .filter(({ name }) => name === as)
              .flatMap(({ variable }) => variable ?? []);
            for (const variable of variables)
              for (const { name } of takenThrough(variable, source, end).names) names.add(name);
          }
          if (ts.isExportDeclaration(reference.node) && !listedNames(reference))
            collect(importer, as, names, visited);
        }
      }
    }
  }
}

interface Taken {
  name: string;
  /** What it is called where it is taken to. */
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
