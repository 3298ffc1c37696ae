import ts from 'typescript';
import { parameterRules } from 'zentra-compat/contract';
import type { FundingOccurrence } from '../../resolve/occurrences';
import { nameText, symbolOf, unwrapped } from '../../resolve/syntax';
import type { Edit } from '../../rewrite/edits';
import { lineStart } from '../../rewrite/lines';
import type { Draft, Outcome, Transform, UnitContext } from '../../rewrite/transform';
import { renamed, undecided } from './rename';

const rule = parameterRules[0];
const MODERN_KEYS = new Set<string>([rule.reviewed, 'transactionReference']);
/** Keys whose value must be stable over retries (contract, section 2). */
const STABLE_KEYS = new Set<string>([rule.legacy, ...MODERN_KEYS, 'idempotency_key', 'idempotencyKey']);
const UNSTABLE_VALUE =
  /\b(?:Date\.now|Math\.random|new Date|randomUUID|randomBytes|uuid(?:v\d)?|v[1-8]|nanoid|ulid|cuid)\s*\(/;

const UNSTABLE_NOTE =
  'is made anew at each call: the guide asks for a value that is stable over retries, so that a retry cannot fund twice. Take it from the order or the job';

type Property = ts.PropertyAssignment | ts.ShorthandPropertyAssignment | ts.GetAccessorDeclaration;

export const transform: Transform = {
  rule: rule.id,
  rewrite(occurrence, context) {
    if (occurrence.kind !== 'funding') return [];
    const { call, body } = occurrence;
    if (!body) return call.arguments.length > 0 ? [reviewAt(call, OUT_OF_SIGHT)] : [];
    const doubt = undecided(occurrence);
    if (doubt) {
      // An untyped receiver is worth a person's look only where the legacy parameter is in sight.
      const key = legacyInSight(body, context.checker);
      if (key) return [draft(key.name, key, doubt)];
      const isNamed = namesLegacy(context.checker.getTypeAtLocation(unwrapped(body)), context.checker);
      return isNamed ? [draft(body, body, doubt)] : [];
    }
    return new Funding(occurrence, context).drafts();
  },
};

/** The legacy key of a body that is a literal, a variable made of one, or spread together from such. */
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
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const spreads = node.properties.filter(ts.isSpreadAssignment);
  return (
    propertyNamed(node, isLegacy) ??
    spreads.map(({ expression }) => legacyInSight(expression, checker)).find((key) => key !== undefined)
  );
}

/** Whether a type has the legacy parameter by its name, such as what a function of the file returns. */
function namesLegacy(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((member) => namesLegacy(member, checker));
  return checker.getPropertyOfType(type, rule.legacy) !== undefined;
}

const OUT_OF_SIGHT = `The body of this funding is not in sight: where it is built, write ${rule.reviewed} instead of ${rule.legacy}`;

/** A member of a funding's variable that is read or written by its name. */
interface Member {
  access: ts.Node;
  name: ts.Identifier | ts.StringLiteralLike;
}

/** One funding, whose body may be a literal, a variable, spread together, or a choice of these. */
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

  /** `condition && { … }`: what is no object brings no key. */
  #examineOperand(node: ts.Expression): Draft[] {
    const inner = unwrapped(node);
    return ts.isObjectLiteralExpression(inner) || ts.isConditionalExpression(inner)
      ? this.#examine(inner)
      : [];
  }

  #examineLiteral(literal: ts.ObjectLiteralExpression): Draft[] {
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
    const modern = propertyNamed(literal, (name) => MODERN_KEYS.has(name));
    if (modern) {
      if (legacyProperties(literal).length > 1) return bothKeys(modern);
      if (!isSameValue(legacy, modern)) return bothKeys(modern);
      return { status: 'rewritten', edits: [withoutProperty(literal, legacy)] };
    }
    if (spreads.some(({ expression }) => this.#mayHold(expression, MODERN_KEYS))) {
      return {
        status: 'review',
        reason: `What is spread here may hold a ${rule.reviewed} of its own: keep one of the two, under ${rule.reviewed}`,
      };
    }
    return { status: 'rewritten', edits: legacyProperties(literal).map(keyRenamed) };
  }

  /** A variable built in the same function and used for nothing else; `undefined` where it is something else. */
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
    if (elsewhere || isExported(declaration)) {
      return [
        draft(anchor, anchor, {
          status: 'review',
          reason: `${symbol.name} goes elsewhere too: rename ${rule.legacy} to ${rule.reviewed} where every reader of it can follow`,
        }),
      ];
    }
    const own = legacy
      ? this.#outcomeIn(literal, legacy, literal.properties.filter(ts.isSpreadAssignment))
      : ({ status: 'rewritten', edits: [] } satisfies Outcome);
    const modern =
      uses.members.find(({ name }) => MODERN_KEYS.has(name.text)) ??
      (legacy ? undefined : propertyNamed(literal, (name) => MODERN_KEYS.has(name)));
    if (own.status !== 'rewritten') return [draft(anchor, anchor, own), ...spread];
    if (modern) return [draft(anchor, anchor, bothKeys(modern)), ...spread];
    const edits = [...own.edits, ...written.map(({ name }) => renamed(name, rule.reviewed))];
    return [
      draft(anchor, anchor, { status: 'rewritten', edits }, notesIn(literal, this.#checker)),
      ...spread,
    ];
  }

  /** The members of a variable that are named, and every use that lets it out of sight. */
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

  /** An object that was built elsewhere: its type says whether the legacy parameter may be in it. */
  #examineType(node: ts.Expression): Draft[] {
    return this.#mayHold(node, new Set([rule.legacy])) ? [reviewAt(node, OUT_OF_SIGHT)] : [];
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

function isLegacy(name: string): boolean {
  return name === rule.legacy;
}

function propertyNamed(
  literal: ts.ObjectLiteralExpression,
  matches: (name: string) => boolean,
): Property | undefined {
  return literal.properties.find((property): property is Property => {
    if (!isProperty(property)) return false;
    const name = nameText(property.name);
    return name !== undefined && matches(name);
  });
}

/** One key may be written twice, in different forms: the last one counts, and all are renamed together. */
function legacyProperties(literal: ts.ObjectLiteralExpression): Property[] {
  return literal.properties.filter((property): property is Property => {
    return isProperty(property) && isLegacy(nameText(property.name) ?? '');
  });
}

function isProperty(element: ts.ObjectLiteralElementLike): element is Property {
  return (
    ts.isPropertyAssignment(element) ||
    ts.isShorthandPropertyAssignment(element) ||
    ts.isGetAccessorDeclaration(element)
  );
}

function keyRenamed(property: Property): Edit {
  const key = ts.isComputedPropertyName(property.name) ? property.name.expression : property.name;
  return renamed(key as ts.Identifier | ts.StringLiteralLike, rule.reviewed);
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

function bothKeys(modern: Property | Member): Outcome {
  const name = 'access' in modern ? modern.name.text : modern.name.getText();
  return {
    status: 'review',
    reason: `This funding has ${rule.legacy} and ${name} with different values: decide which one identifies it, and keep that one as ${rule.reviewed}`,
  };
}

function isSameValue(a: Property, b: Property): boolean {
  const [left, right] = [valueGiven(a), valueGiven(b)];
  return left.getText() === right.getText() && isWithoutEffect(left);
}

function valueGiven(property: Property): ts.Node {
  return ts.isPropertyAssignment(property) ? unwrapped(property.initializer) : property.name;
}

/** Whether an expression gives the same value twice, and may be dropped. */
function isWithoutEffect(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isWithoutEffect(node.expression);
  if (ts.isTemplateExpression(node))
    return node.templateSpans.every((span) => isWithoutEffect(span.expression));
  return ts.isIdentifier(node) || ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/** Takes a property out, with its line where it has one to itself. */
function withoutProperty(literal: ts.ObjectLiteralExpression, property: Property): Edit {
  const { text } = literal.getSourceFile();
  const index = literal.properties.indexOf(property);
  const next = literal.properties[index + 1];
  const previous = literal.properties[index - 1];
  const start = property.getStart();
  const comma = /^\s*,/.exec(text.slice(property.getEnd()));
  const end = property.getEnd() + (comma?.[0].length ?? 0);
  const line = lineStart(text, start);
  const lineBreak = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end));
  if (lineBreak && text.slice(line, start).trim() === '') {
    return { start: line, end: end + lineBreak[0].length, text: '' };
  }
  if (next) return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0), text: '' };
  return { start: previous ? previous.getEnd() : start, end: previous ? property.getEnd() : end, text: '' };
}

function enclosing(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, (ancestor) => ts.isFunctionLike(ancestor) || ts.isSourceFile(ancestor));
}

function isExported(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

function unstableIn(
  literal: ts.ObjectLiteralExpression,
  checker: ts.TypeChecker,
): { property: Property; note: string }[] {
  return literal.properties.flatMap((property) => {
    if (!isProperty(property)) return [];
    const name = nameText(property.name);
    if (name === undefined || !STABLE_KEYS.has(name)) return [];
    if (!UNSTABLE_VALUE.test(valueBehind(property, checker).getText())) return [];
    return [{ property, note: `${isLegacy(name) ? rule.reviewed : name} ${UNSTABLE_NOTE}` }];
  });
}

/** A property's value, or what its variable is made from in the same function. */
function valueBehind(property: Property, checker: ts.TypeChecker): ts.Node {
  const value = valueGiven(property);
  const symbol = ts.isShorthandPropertyAssignment(property)
    ? checker.getShorthandAssignmentValueSymbol(property)
    : checker.getSymbolAtLocation(value);
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return value;
  return enclosing(declaration) === enclosing(property) ? declaration.initializer : value;
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
