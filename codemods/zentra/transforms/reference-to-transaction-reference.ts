import ts from 'typescript';
import type { FundingOccurrence } from '../../resolve/occurrences';
import { symbolOf, unwrapped } from '../../resolve/syntax';
import type { Draft, Outcome, Transform, UnitContext } from '../../rewrite/transform';
import {
  bothKeys,
  builtOutOfSight,
  dropsLegacy,
  goesElsewhere,
  OUT_OF_SIGHT,
  oneOf,
  withoutChoices,
} from './funding-choices';
import {
  enclosing,
  isLegacy,
  isSameValue,
  keyRenamed,
  legacyProperties,
  MODERN_KEYS,
  type Property,
  propertyNamed,
  rule,
  withoutProperty,
} from './funding-properties';
import { renamed, undecided } from './rename';
import { unstableIn } from './unstable-keys';

export const transform: Transform = {
  rule: rule.id,
  rewrite(occurrence, context) {
    if (occurrence.kind !== 'funding') return [];
    const { call, body } = occurrence;
    if (!body) return call.arguments.length > 0 ? [reviewAt(call, OUT_OF_SIGHT)] : [];
    const doubt = undecided(occurrence);
    if (doubt) {
      // A call with an untyped receiver is reported only if the legacy parameter is visible.
      const key = legacyInSight(body, context.checker);
      if (key) return [draft(key.name, key, doubt)];
      const isNamed = namesLegacy(context.checker.getTypeAtLocation(unwrapped(body)), context.checker);
      return isNamed ? [draft(body, body, doubt)] : [];
    }
    return new Funding(occurrence, context).drafts();
  },
};

/** The legacy key of a body that is a literal, a variable initialised with one, or a literal that spreads these. */
function legacyInSight(body: ts.Expression, checker: ts.TypeChecker): Property | undefined {
  const node = unwrapped(body);
  if (ts.isIdentifier(node)) {
    const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return value && ts.isObjectLiteralExpression(unwrapped(value))
      ? legacyInSight(value, checker)
      : undefined;
  }
  if (ts.isConditionalExpression(node)) {
    return legacyInSight(node.whenTrue, checker) ?? legacyInSight(node.whenFalse, checker);
  }
  if (!ts.isObjectLiteralExpression(node) || dropsLegacy(node)) return undefined;
  const spreads = node.properties.filter(ts.isSpreadAssignment);
  return (
    propertyNamed(node, isLegacy) ??
    spreads.map(({ expression }) => legacyInSight(expression, checker)).find((key) => key !== undefined)
  );
}

/** Whether a type has a property with the name of the legacy parameter. */
function namesLegacy(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((member) => namesLegacy(member, checker));
  return checker.getPropertyOfType(type, rule.legacy) !== undefined;
}

/** An access by name to a member of a funding's variable. */
interface Member {
  access: ts.Node;
  name: ts.Identifier | ts.StringLiteralLike;
}

/** One funding. Its body may be a literal, a variable, a spread of these or a choice between them. */
class Funding {
  readonly #occurrence: FundingOccurrence;
  readonly #checker: ts.TypeChecker;
  readonly #fundings: UnitContext['fundings'];

  constructor(occurrence: FundingOccurrence, { checker, fundings }: UnitContext) {
    this.#occurrence = occurrence;
    this.#checker = checker;
    this.#fundings = fundings;
  }

  drafts(): Draft[] {
    const { body } = this.#occurrence;
    return this.#isCardAlone(body!) ? [] : this.#examine(body!);
  }

  #isCardAlone(argument: ts.Expression): boolean {
    // An object literal is no id. Its type would be expensive: the checker would check all its parts, and the call around it.
    if (ts.isObjectLiteralExpression(unwrapped(argument))) return false;
    const type = this.#checker.getTypeAtLocation(argument);
    return (type.flags & ts.TypeFlags.StringLike) !== 0;
  }

  #examine(expression: ts.Expression): Draft[] {
    const node = unwrapped(expression);
    if (ts.isObjectLiteralExpression(node)) return this.#examineLiteral(node);
    if (ts.isConditionalExpression(node))
      return [...this.#examine(node.whenTrue), ...this.#examine(node.whenFalse)];
    if (ts.isBinaryExpression(node))
      return [...this.#examineOperand(node.left), ...this.#examineOperand(node.right)];
    if (ts.isIdentifier(node)) return this.#examineVariable(node) ?? this.#examineType(node);
    return this.#examineType(node);
  }

  /** `condition && { … }`: an operand that is no object adds no key. */
  #examineOperand(node: ts.Expression): Draft[] {
    const inner = unwrapped(node);
    return ts.isObjectLiteralExpression(inner) || ts.isConditionalExpression(inner)
      ? this.#examine(inner)
      : [];
  }

  #examineLiteral(literal: ts.ObjectLiteralExpression): Draft[] {
    if (dropsLegacy(literal)) return adviceIn(literal, this.#checker);
    const legacy = propertyNamed(literal, isLegacy);
    const spreads = literal.properties.filter(ts.isSpreadAssignment);
    const spread = spreads.flatMap(({ expression }) => this.#examine(expression));
    if (!legacy) return [...spread, ...adviceIn(literal, this.#checker)];
    return [
      draft(legacy.name, legacy, this.#outcomeIn(literal, legacy, spreads), notesIn(literal, this.#checker)),
      ...spread,
    ];
  }

  #outcomeIn(
    literal: ts.ObjectLiteralExpression,
    legacy: Property,
    spreads: readonly ts.SpreadAssignment[],
  ): Outcome {
    const renamedKeys = {
      status: 'rewritten' as const,
      edits: legacyProperties(literal).map(keyRenamed),
    };
    const modern = propertyNamed(literal, (name) => MODERN_KEYS.has(name));
    if (modern) {
      if (legacyProperties(literal).length > 1) return bothKeys(modern.name.getText());
      if (!isSameValue(legacy, modern))
        return bothKeys(modern.name.getText(), oneOf(literal, legacy, modern));
      return { status: 'rewritten', edits: [withoutProperty(literal, legacy)] };
    }
    if (spreads.some(({ expression }) => this.#mayHold(expression, MODERN_KEYS))) {
      return {
        status: 'review',
        reason: `What is spread here may hold a ${rule.reviewed} of its own: keep one of the two, under ${rule.reviewed}`,
        choices: [
          {
            choice: 'rename',
            text: `what is spread never holds a ${rule.reviewed}: ${rule.legacy} is renamed`,
            outcome: renamedKeys,
          },
        ],
      };
    }
    return renamedKeys;
  }

  /** Examines a variable that is initialised with an untyped literal; `undefined` for any other variable. */
  #examineVariable(identifier: ts.Identifier): Draft[] | undefined {
    const symbol = this.#checker.getSymbolAtLocation(identifier);
    const declaration = symbol?.valueDeclaration;
    if (!symbol || !declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
      return undefined;
    const literal = unwrapped(declaration.initializer);
    if (!ts.isObjectLiteralExpression(literal) || declaration.type) return undefined;
    const uses = this.#usesOf(symbol, declaration);
    const written = uses.members.filter(({ name }) => isLegacy(name.text));
    const legacy = propertyNamed(literal, isLegacy);
    const spread = literal.properties
      .filter(ts.isSpreadAssignment)
      .flatMap(({ expression }) => this.#examine(expression));
    const anchor = legacy?.name ?? written[0]?.name;
    if (!anchor) {
      const filled = uses.others.flatMap(legacyBeside)[0];
      return filled
        ? [
            reviewAt(
              filled.name,
              `${symbol.name} is filled here: write ${rule.reviewed} instead of ${rule.legacy}`,
            ),
          ]
        : [...spread, ...adviceIn(literal, this.#checker)];
    }
    const elsewhere =
      uses.others[0] ?? (enclosing(declaration) !== enclosing(identifier) ? identifier : undefined);
    const inSight = this.#outcomeInSight(literal, legacy, written, uses.members);
    if (elsewhere || isExported(declaration)) {
      return [draft(anchor, anchor, goesElsewhere(symbol.name, inSight))];
    }
    const notes = inSight.status === 'rewritten' ? notesIn(literal, this.#checker) : [];
    return [draft(anchor, anchor, inSight, notes), ...spread];
  }

  /** The outcome for a variable if only fundings and the given members use it. */
  #outcomeInSight(
    literal: ts.ObjectLiteralExpression,
    legacy: Property | undefined,
    written: readonly Member[],
    members: readonly Member[],
  ): Outcome {
    const own: Outcome = legacy
      ? this.#outcomeIn(literal, legacy, literal.properties.filter(ts.isSpreadAssignment))
      : { status: 'rewritten', edits: [] };
    const modern =
      members.find(({ name }) => MODERN_KEYS.has(name.text)) ??
      (legacy ? undefined : propertyNamed(literal, (name) => MODERN_KEYS.has(name)));
    if (own.status !== 'rewritten') return written.length > 0 ? withoutChoices(own) : own;
    if (modern) return bothKeys('access' in modern ? modern.name.text : modern.name.getText());
    return { ...own, edits: [...own.edits, ...written.map(({ name }) => renamed(name, rule.reviewed))] };
  }

  /** The accesses to members of a variable by name, and all other uses except as the body of a funding. */
  #usesOf(symbol: ts.Symbol, declaration: ts.VariableDeclaration): { members: Member[]; others: ts.Node[] } {
    const members: Member[] = [];
    const others: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
      if (
        ts.isIdentifier(node) &&
        node.text === symbol.name &&
        node !== declaration.name &&
        this.#isUse(node, symbol)
      ) {
        const { parent } = node;
        const name = memberNameOf(parent, node);
        if (name) members.push({ access: parent, name });
        else if (!this.#isBodyOfFunding(node)) others.push(node);
      }
      ts.forEachChild(node, visit);
    };
    visit(declaration.getSourceFile());
    return { members, others };
  }

  #isUse(node: ts.Identifier, symbol: ts.Symbol): boolean {
    return symbolOf(node, this.#checker) === symbol;
  }

  #isBodyOfFunding(node: ts.Identifier): boolean {
    const body = ts.isSpreadAssignment(node.parent) ? node.parent.parent : node;
    return this.#fundings.has(body);
  }

  /** An object that was built elsewhere is for review if its type allows the legacy parameter. */
  #examineType(node: ts.Expression): Draft[] {
    if (!this.#mayHold(node, new Set([rule.legacy]))) return [];
    const isWhole = unwrapped(this.#occurrence.body!) === node;
    const type = this.#checker.getTypeAtLocation(node);
    return isWhole
      ? [draft(node, node, builtOutOfSight(node, type, this.#checker))]
      : [reviewAt(node, OUT_OF_SIGHT)];
  }

  #mayHold(expression: ts.Expression, keys: ReadonlySet<string>): boolean {
    const node = unwrapped(expression);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      return this.#mayHold(node.right, keys);
    }
    return holds(this.#checker.getTypeAtLocation(node), keys, this.#checker);
  }
}

function holds(type: ts.Type, keys: ReadonlySet<string>, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((member) => holds(member, keys, checker));
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return true;
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.TypeParameter)))
    return false;
  if (checker.getIndexInfosOfType(type).length > 0) return true;
  return checker.getPropertiesOfType(type).some(({ name }) => keys.has(name));
}

/** `reference` in `Object.assign(funding, { reference })` */
function legacyBeside({ parent }: ts.Node): Property[] {
  if (!ts.isCallExpression(parent)) return [];
  return parent.arguments.flatMap((argument) =>
    ts.isObjectLiteralExpression(argument) ? (propertyNamed(argument, isLegacy) ?? []) : [],
  );
}

function memberNameOf(access: ts.Node, object: ts.Node): Member['name'] | undefined {
  if (ts.isPropertyAccessExpression(access) && access.expression === object)
    return ts.isIdentifier(access.name) ? access.name : undefined;
  const isMember = ts.isElementAccessExpression(access) && access.expression === object;
  return isMember && ts.isStringLiteralLike(access.argumentExpression)
    ? access.argumentExpression
    : undefined;
}

function isExported(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

function notesIn(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker): string[] {
  return unstableIn(literal, checker).map(({ note }) => note);
}

function adviceIn(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker): Draft[] {
  return unstableIn(literal, checker).map(({ property, note }) =>
    draft(property.name, property, { status: 'advice' }, [note]),
  );
}

function reviewAt(node: ts.Node, reason: string): Draft {
  return draft(node, node, { status: 'review', reason });
}

function draft(anchor: ts.Node, extent: ts.Node, outcome: Outcome, notes: readonly string[] = []): Draft {
  return { rule: rule.id, code: rule.code, anchor, extent, notes, outcome };
}
