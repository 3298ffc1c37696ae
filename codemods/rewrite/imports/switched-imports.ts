import ts from 'typescript';
import { type Edit, inserted, replaced } from '../edits';
import { blanksBefore, lineBreakOf } from '../lines';
import type { SwitchTarget } from '../switch-target';
import {
  defaultOf,
  destructured,
  type ListedNames,
  listedNames,
  splitStatement,
  wholeValue,
} from './listed-names';
import { type ModuleReference, referencesTo } from './module-references';
import { type ExportedModule, type TakenName, type Taking, takenFrom, takenThrough } from './taken-names';

/** How a unit's imports of the SDK change. */
export interface SwitchedImports {
  edits: readonly Edit[];
  /** Offsets of the module's name in the imports that are switched, at least in part. */
  switched: readonly number[];
  /** Imports that cannot be switched, and why. */
  held: readonly HeldImport[];
  /** Whether some names stay with the SDK although the others are switched. */
  keepsSdk: boolean;
}

export interface HeldImport {
  /** Offset of the module's name. */
  start: number;
  reason: string;
}

export interface SwitchOptions {
  target: SwitchTarget;
  /** Names that other files import through this file's export of the whole module. */
  takenElsewhere(exported: ExportedModule): ReadonlySet<string>;
}

type Outcome = { edits: Edit[]; keepsSdk?: boolean } | { held: string };

const STAYS: Outcome = { edits: [], keepsSdk: true };

/**
 * Switches every import of the SDK to the wrapper. Names that the wrapper does not have stay with the SDK, in an import of their own; an
 * import that cannot be split in this way stays as it is.
 */
export function switchedImports(source: ts.SourceFile, end: number, options: SwitchOptions): SwitchedImports {
  const outcomes = referencesTo(source, end, options.target.module).map((reference) => ({
    reference,
    outcome: new Switch(reference, source, end, options).outcome(),
  }));
  return {
    edits: outcomes.flatMap(({ outcome }) => ('edits' in outcome ? outcome.edits : [])),
    switched: outcomes.flatMap(({ reference, outcome }) =>
      'edits' in outcome && outcome.edits.length > 0 ? [reference.specifier.getStart()] : [],
    ),
    held: outcomes.flatMap(({ reference, outcome }) =>
      'held' in outcome ? [{ start: reference.specifier.getStart(), reason: outcome.held }] : [],
    ),
    keepsSdk: outcomes.some(({ outcome }) => 'edits' in outcome && outcome.keepsSdk === true),
  };
}

/** Switches one import. */
class Switch {
  readonly #reference: ModuleReference;
  readonly #source: ts.SourceFile;
  readonly #end: number;
  readonly #options: SwitchOptions;

  constructor(reference: ModuleReference, source: ts.SourceFile, end: number, options: SwitchOptions) {
    this.#reference = reference;
    this.#source = source;
    this.#end = end;
    this.#options = options;
  }

  outcome(): Outcome {
    const { node } = this.#reference;
    if (ts.isImportTypeNode(node)) {
      const name = node.qualifier && leftmost(node.qualifier);
      return name && this.#isForeign(name) ? STAYS : this.#switched();
    }
    if (ts.isJSDocImportTag(node)) return this.#ofTag(node);
    if (ts.isExportDeclaration(node) && !listedNames(this.#reference)) return this.#ofStar(node);
    const listed = listedNames(this.#reference);
    if (listed) return this.#ofList(listed);
    if (ts.isImportDeclaration(node)) return this.#ofImport(node);
    if (ts.isExternalModuleReference(node)) {
      const statement = node.parent as ts.ImportEqualsDeclaration;
      return this.#ofVariable(statement.name, statement);
    }
    return ts.isCallExpression(node) ? this.#ofCall(node) : this.#switched();
  }

  #isForeign(name: string): boolean {
    return !this.#options.target.exports.has(name);
  }

  #specifier(text = this.#options.target.replacement): Edit {
    const { specifier } = this.#reference;
    return { start: specifier.getStart() + 1, end: specifier.getEnd() - 1, text };
  }

  /** The text of a node around the specifier, with the wrapper's name in it. */
  #switchedText(node: ts.Node): string {
    const { start, end, text } = this.#specifier();
    return `${this.#source.text.slice(node.getStart(), start)}${text}${this.#source.text.slice(end, node.getEnd())}`;
  }

  #switched(...more: Edit[]): Outcome {
    return { edits: [this.#specifier(), ...more] };
  }

  #ofList(listed: ListedNames): Outcome {
    const own = listed.elements.filter(({ name }) => !this.#isForeign(name)).map(({ node }) => node);
    const foreign = listed.elements.filter(({ name }) => this.#isForeign(name)).map(({ node }) => node);
    const bound = defaultOf(listed.statement);
    if (bound && this.#foreignOf(takenThrough(bound, this.#source, this.#end)).length > 0) {
      return this.#notApart();
    }
    if (listed.rest) {
      const side = this.#sideOf(takenThrough(listed.rest.variable, this.#source, this.#end));
      if (side === 'mixed') return this.#notApart();
      (side === 'foreign' ? foreign : own).push(listed.rest.node);
    }
    if (foreign.length === 0) return this.#switched();
    if (own.length === 0 && !bound) return STAYS;
    return { edits: [splitStatement(listed, own, foreign, this.#specifier())], keepsSdk: true };
  }

  #ofImport(node: ts.ImportDeclaration): Outcome {
    const { name, namedBindings } = node.importClause ?? {};
    const namespace = namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined;
    if (!name || !namespace) {
      const bound = name ?? namespace;
      return bound ? this.#ofVariable(bound, node) : this.#switched();
    }
    // `import Client, * as sdk from …`
    const sides = [name, namespace].map((each) => this.#sideOf(takenThrough(each, this.#source, this.#end)));
    return sides.every((side) => side === 'own') ? this.#switched() : this.#notApart();
  }

  /** `@import { … } from '…'` of a comment: it imports only types. */
  #ofTag(node: ts.JSDocImportTag): Outcome {
    const bindings = node.importClause?.namedBindings;
    const names = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
    const isForeign = names.some(({ name, propertyName }) => this.#isForeign((propertyName ?? name).text));
    return isForeign ? STAYS : this.#switched();
  }

  /** `export * from '…'`: a listed name takes precedence over one of a star. */
  #ofStar(node: ts.ExportDeclaration): Outcome {
    const taken = this.#options.takenElsewhere(
      node.exportClause ? { as: nameOfStar(node.exportClause) } : {},
    );
    if (![...taken].some((name) => this.#isForeign(name))) return this.#switched();
    if (node.exportClause) return this.#notApart();
    const own = [...taken].filter((name) => !this.#isForeign(name) && name !== 'default').sort();
    if (own.length === 0) return STAYS;
    const { text } = this.#source;
    const statement = this.#switchedText(node);
    const star = statement.indexOf('*');
    const listed = `${statement.slice(0, star)}{ ${own.join(', ')} }${statement.slice(star + 1)}`;
    return { edits: [inserted(node.getEnd(), `${lineBreakOf(text)}${listed}`)], keepsSdk: true };
  }

  #ofCall(node: ts.CallExpression): Outcome {
    const variable = variableOf(wholeValue(node));
    if (variable) return this.#ofVariable(variable.name, variable.statement);
    const taking = takenFrom(node, this.#source, this.#end);
    if (taking.exports.length > 0) return this.#ofExportedCall(node, taking);
    switch (this.#sideOf(taking)) {
      case 'own':
        return this.#switched();
      case 'foreign':
        return STAYS;
      case 'mixed':
        return this.#notApart();
    }
  }

  /** `module.exports = { ...require('…') }`: where other files use names of both, the wrapper's names are spread over the SDK's. */
  #ofExportedCall(node: ts.CallExpression, taking: Taking): Outcome {
    const names = [...taking.names.map(({ name }) => name), ...this.#takenThroughExports(taking)];
    if (!names.some((name) => this.#isForeign(name))) return this.#switched();
    const isSpread = ts.isSpreadAssignment(node.parent) && taking.exports.every(({ as }) => as === undefined);
    if (!isSpread) return this.#notApart();
    return { edits: [inserted(node.getEnd(), `, ...${this.#switchedText(node)}`)], keepsSdk: true };
  }

  /**
   * A whole module in one variable. If members in use are missing from the wrapper, as in `sdk.verify()`, a second variable holds the SDK's
   * module, and those members are read from it.
   */
  #ofVariable(name: ts.Identifier, statement: ts.Statement): Outcome {
    const taking = takenThrough(name, this.#source, this.#end);
    const foreign = this.#foreignOf(taking);
    if (this.#takenThroughExports(taking).some((each) => this.#isForeign(each))) return this.#notApart();
    if (foreign.length === 0) return this.#switched();
    if (this.#sideOf(taking) === 'foreign') return STAYS;
    return this.#beside(name, statement, foreign);
  }

  #beside(name: ts.Identifier, statement: ts.Statement, foreign: readonly TakenName[]): Outcome {
    const { text } = this.#source;
    const other = unusedName(`${name.text}Sdk`, text);
    const start = statement.getStart();
    const whole = text.slice(start, statement.getEnd());
    const at = name.getStart() - start;
    const again = `${whole.slice(0, at)}${other}${whole.slice(at + name.text.length)}`;
    const indent = blanksBefore(text, start);
    const lists = new Map<ListedNames, ts.Node[]>();
    const edits: Edit[] = [];
    for (const { node } of foreign) {
      if (ts.isIdentifier(node)) {
        edits.push(replaced(node, other));
        continue;
      }
      const pattern = ts.isBindingElement(node) ? node.parent.parent : undefined;
      const value = pattern && ts.isVariableDeclaration(pattern) ? pattern.initializer : undefined;
      const list = value && ts.isIdentifier(value) ? destructured(value) : undefined;
      if (!list) return this.#notApart();
      const known = [...lists.keys()].find(({ statement: each }) => each === list.statement);
      lists.set(known ?? list, [...((known && lists.get(known)) ?? []), node]);
    }
    for (const [list, nodes] of lists) {
      const value = (list.list.parent as ts.VariableDeclaration).initializer!;
      const own = list.elements.map(({ node }) => node).filter((node) => !nodes.includes(node));
      if (list.rest) return this.#notApart();
      const toOther = replaced(value, other);
      edits.push(own.length === 0 ? toOther : splitStatement(list, nodes, own, toOther));
    }
    const beside = inserted(statement.getEnd(), `${lineBreakOf(text)}${indent}${again}`);
    return { edits: [this.#specifier(), beside, ...edits], keepsSdk: true };
  }

  #notApart(): Outcome {
    const { replacement } = this.#options.target;
    return {
      held: `takes names that ${replacement} does not have together with names that it has, in a form that cannot be taken apart: import them in two statements`,
    };
  }

  #takenThroughExports({ exports }: Taking): string[] {
    return exports.flatMap((exported) => [...this.#options.takenElsewhere(exported)]);
  }

  #foreignOf({ names }: Taking): TakenName[] {
    return names.filter(({ name }) => this.#isForeign(name));
  }

  /** Which of the two modules has the names in use. */
  #sideOf(taking: Taking): 'own' | 'foreign' | 'mixed' {
    const foreign = this.#foreignOf(taking);
    if (foreign.length === 0) return 'own';
    const { names, classes, escapes, exports } = taking;
    const others = names.length - foreign.length + classes.length + escapes.length + exports.length;
    return others === 0 ? 'foreign' : 'mixed';
  }
}

/** The variable of `const name = require(…)`, if the statement declares no other. */
function variableOf(value: ts.Node): { name: ts.Identifier; statement: ts.Statement } | undefined {
  const variable = value.parent;
  if (!ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name)) return undefined;
  const list = variable.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length > 1) return undefined;
  return ts.isVariableStatement(list.parent) ? { name: variable.name, statement: list.parent } : undefined;
}

/** `sdk` of `export * as sdk from '…'` */
const nameOfStar = ({ name }: ts.NamedExportBindings & { name?: ts.ModuleExportName }): string =>
  name?.text ?? '';

function leftmost(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : leftmost(name.left);
}

function unusedName(wanted: string, text: string): string {
  return new RegExp(`\\b${wanted}\\b`).test(text) ? unusedName(`${wanted}_`, text) : wanted;
}
