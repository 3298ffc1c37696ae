import ts from 'typescript';
import { type MethodRule, methodRules, parameterRules } from 'zentra-compat/contract';
import { createOrigins, isUntyped, nameText, type Origin, type Origins } from './origin';
import type { Resolution } from './program';
import type { Unit } from './unit';
import { placesOf, visitPlaces } from './visit-places';

/** `elsewhere` is no occurrence: what is not Zentra's is left alone. */
export type OccurrenceOrigin = Exclude<Origin, 'elsewhere'>;

interface Located {
  unit: Unit;
  source: ts.SourceFile;
  origin: OccurrenceOrigin;
}

/** A legacy method's name, wherever it stands. */
export interface NamedOccurrence extends Located {
  kind: 'named';
  rule: MethodRule;
  /** The token that holds the name: an identifier or a string. */
  name: ts.Identifier | ts.StringLiteralLike;
  /**
   * - `access`: `cards.freeze`, `cards['freeze']`
   * - `binding`: `{ freeze }` or `{ freeze: f }` out of `cards`
   * - `key`: a fake's own member
   * - `string`: the name as data or as a type, `spyOn(cards, 'freeze')`
   */
  form: 'access' | 'binding' | 'key' | 'string';
}

/** A card funding, whatever its arguments. */
export interface FundingOccurrence extends Located {
  kind: 'funding';
  call: ts.CallExpression;
  /** The argument that holds the body; `undefined` where arguments are spread. */
  body: ts.Expression | undefined;
}

/** `cards[name]`, with a name that only the run knows. */
export interface DynamicOccurrence extends Located {
  kind: 'dynamic';
  /** The expression that gives the name. */
  name: ts.Expression;
  /** `cards[name]`, or the binding element of `const { [name]: method } = cards`. */
  member: ts.ElementAccessExpression | ts.BindingElement;
}

export type Occurrence = NamedOccurrence | FundingOccurrence | DynamicOccurrence;

const ruleOf = new Map<string, MethodRule>(methodRules.map((rule) => [rule.legacy, rule]));
const fundingMethods = new Set<string>(parameterRules.flatMap((rule) => rule.methods));
const legacyParameters = new Set<string>(parameterRules.map((rule) => rule.legacy));
const legacyNames = new RegExp(`(?<![\\w$])(?:${[...ruleOf.keys()].join('|')})(?![\\w$])`, 'g');
/** A funding method that is not called where it is named, but kept under another name. */
const FUNDING_ALIAS = new RegExp(`(?<![\\w$])(?:${[...fundingMethods].join('|')})\\s*[^\\w\\s(?!]`);
/** Any method of the table stands for the interface. */
const ANY_METHOD = methodRules[0].legacy;

/** Every occurrence in a unit, in the order of the text. */
export function findOccurrences(
  unit: Unit,
  resolution: Resolution,
  assumeClients: ReadonlySet<string>,
): Occurrence[] {
  const source = resolution.source(unit.name);
  if (!source) return [];
  const { checker } = resolution;
  const origins = createOrigins(resolution);
  const context: Context = {
    unit,
    source,
    checker,
    origins,
    assumeClients,
    isComplete: loadedWhole(source, resolution),
  };
  const tokens = legacyTokens(source, unit.text.length);
  const named = tokens.flatMap((token) => namedAt(token, context));
  const renamed = fakesMembers(named, tokens, context);
  // A funding method that is not called where it is named may be called under any other name.
  const shapes = shapesIn(source, unit.text.length, FUNDING_ALIAS.test(unit.text));
  return [...named, ...renamed, ...fundingsIn(), ...dynamicsIn()].sort((a, b) => anchorOf(a) - anchorOf(b));

  function fundingsIn(): FundingOccurrence[] {
    return shapes.calls.flatMap((call): FundingOccurrence[] => {
      const body = bodyOf(call);
      const origin = originOfFunding(call, context);
      if (origin === 'elsewhere') return [];
      const isOpen = !context.isComplete && body !== undefined && holdsUntyped(body, checker);
      return [{ kind: 'funding', unit, source: source!, origin: isOpen ? 'unloaded' : origin, call, body }];
    });
  }

  function dynamicsIn(): DynamicOccurrence[] {
    return shapes.computed.flatMap(({ name, member }): DynamicOccurrence[] => {
      const origin = originOfDynamic(name, member, context);
      return origin === 'elsewhere' ? [] : [{ kind: 'dynamic', unit, source: source!, origin, name, member }];
    });
  }
}

interface Context {
  unit: Unit;
  source: ts.SourceFile;
  checker: ts.TypeChecker;
  origins: Origins;
  assumeClients: ReadonlySet<string>;
  /** Whether every import of the source was loaded, so that what is `any` stays `any`. */
  isComplete: boolean;
}

/** The module specifiers that {@link ts.createProgram} collects and keeps to itself. */
interface WithImports {
  imports?: readonly ts.StringLiteralLike[];
}

function loadedWhole(source: ts.SourceFile, resolution: Resolution): boolean {
  return ((source as WithImports).imports ?? []).every(({ text }) => resolution.target(text, source).loaded);
}

/** Offset of the token that a person would point at. */
function anchorOf(occurrence: Occurrence): number {
  switch (occurrence.kind) {
    case 'named':
      return occurrence.name.getStart(occurrence.source);
    case 'funding':
      return occurrence.call.getStart(occurrence.source);
    case 'dynamic':
      return occurrence.name.getStart(occurrence.source);
  }
}

type NameToken = ts.Identifier | ts.StringLiteralLike;

/** The identifiers and strings that are a legacy method's name. Found in the text first: most files have none. */
function legacyTokens(source: ts.SourceFile, end: number): NameToken[] {
  const tokens: NameToken[] = [];
  for (const { index, 0: name } of source.text.matchAll(legacyNames)) {
    if (index >= end) break;
    const node = nodeAt(source, index);
    if (!node || !(ts.isIdentifier(node) || ts.isStringLiteralLike(node)) || node.text !== name) continue;
    if (node.getStart(source) <= index) tokens.push(node);
  }
  return tokens;
}

function nodeAt(source: ts.SourceFile, offset: number): ts.Node | undefined {
  let found: ts.Node = source;
  for (;;) {
    const child = ts.forEachChild(found, (candidate) =>
      candidate.pos <= offset && offset < candidate.end ? candidate : undefined,
    );
    if (!child) return found.getStart(source) <= offset ? found : undefined;
    found = child;
  }
}

function namedAt(token: NameToken, context: Context): NamedOccurrence[] {
  const place = placeOf(token);
  if (!place) return [];
  const origin = originOfPlace(place, token, context);
  if (origin === 'elsewhere') return [];
  const { unit, source } = context;
  return [
    { kind: 'named', unit, source, origin, rule: ruleOf.get(token.text)!, name: token, form: place.form },
  ];
}

/** Where a name stands, and the node whose type says whose it is. */
type Place =
  | { form: 'access'; receiver: ts.Expression }
  | { form: 'binding'; pattern: ts.ObjectBindingPattern | ts.ObjectLiteralExpression }
  | { form: 'key'; owner: ts.ObjectLiteralExpression | ts.ClassLikeDeclaration }
  | { form: 'string'; cards: ts.Expression | ts.TypeNode }
  /** `typeof client.cards.freeze` */
  | { form: 'string'; member: ts.Identifier };

function placeOf(token: NameToken): Place | undefined {
  const { parent } = token;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.name === token ? { form: 'access', receiver: parent.expression } : undefined;
  }
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === token) {
    return { form: 'access', receiver: parent.expression };
  }
  if (ts.isQualifiedName(parent)) {
    return parent.right === token ? { form: 'string', member: parent.right } : undefined;
  }
  const named = ts.isComputedPropertyName(parent) ? parent : token;
  const member = named.parent;
  if (ts.isBindingElement(member)) {
    const isKey = member.propertyName === named || (member.name === named && !member.propertyName);
    return isKey && ts.isObjectBindingPattern(member.parent)
      ? { form: 'binding', pattern: member.parent }
      : undefined;
  }
  if (
    ts.isObjectLiteralElementLike(member) &&
    member.name === named &&
    ts.isObjectLiteralExpression(member.parent)
  ) {
    return isAssignmentTarget(member.parent)
      ? { form: 'binding', pattern: member.parent }
      : { form: 'key', owner: member.parent };
  }
  if (ts.isClassElement(member) && member.name === named && ts.isClassLike(member.parent)) {
    return { form: 'key', owner: member.parent };
  }
  return ts.isStringLiteralLike(token) ? stringPlace(token) : undefined;
}

function stringPlace(token: ts.StringLiteralLike): Place | undefined {
  const { parent } = token;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword) {
    return parent.left === token ? { form: 'string', cards: parent.right } : undefined;
  }
  if (ts.isCallExpression(parent)) {
    const before = parent.arguments[parent.arguments.indexOf(token) - 1];
    return before ? { form: 'string', cards: before } : undefined;
  }
  if (!ts.isLiteralTypeNode(parent)) return undefined;
  // `Pick<Cards, 'freeze' | 'unfreeze'>`, `Cards['freeze']`
  let type: ts.Node = parent;
  while (ts.isUnionTypeNode(type.parent) || ts.isParenthesizedTypeNode(type.parent)) type = type.parent;
  const outer = type.parent;
  if (ts.isIndexedAccessTypeNode(outer) && outer.indexType === type)
    return { form: 'string', cards: outer.objectType };
  const [first] = ts.isTypeReferenceNode(outer) ? (outer.typeArguments ?? []) : [];
  return first && first !== type ? { form: 'string', cards: first } : undefined;
}

function originOfPlace(place: Place, token: NameToken, context: Context): Origin {
  const { checker, origins } = context;
  switch (place.form) {
    case 'access':
      return originOfReceiver(place.receiver, token.text, context);
    case 'binding': {
      const type = typeOfPattern(place.pattern, checker);
      if (type && !isUntyped(type)) return origins.ofMember(checker.getPropertyOfType(type, token.text));
      return originOfUntypedPattern(place.pattern, token.text, context);
    }
    case 'key': {
      const types = expectedTypes(place.owner, checker);
      if (!context.isComplete && types.some(isUntyped)) return 'unloaded';
      return origins.ofMember(memberOfAny(types, token.text, checker));
    }
    case 'string': {
      if ('member' in place) {
        const member = checker.getSymbolAtLocation(place.member);
        return member || context.isComplete ? origins.ofMember(member) : 'unloaded';
      }
      if (ts.isExpression(place.cards)) return originOfReceiver(place.cards, token.text, context);
      const type = checker.getTypeAtLocation(place.cards);
      if (isUntyped(type)) return context.isComplete ? 'elsewhere' : 'unloaded';
      return origins.ofMember(checker.getPropertyOfType(type, token.text));
    }
  }
}

/** Whose `receiver.method` is. An untyped receiver counts as possibly Zentra's only where it is called `cards`. */
function originOfReceiver(
  receiver: ts.Expression,
  method: string,
  { checker, origins, assumeClients, isComplete }: Context,
): Origin {
  const type = checker.getTypeAtLocation(receiver);
  if (!isUntyped(type)) {
    const member = checker.getPropertyOfType(type, method);
    if (member) return origins.ofMember(member);
  }
  const origin = origins.ofCards(receiver, method);
  if (origin !== 'unknown' && origin !== 'unloaded') return origin;
  const client = clientNameOf(receiver);
  if (client !== undefined && assumeClients.has(client)) return 'zentra';
  if (origin === 'unloaded') return origin;
  if (lastName(receiver) !== 'cards' && !isNameForCards(receiver, checker)) return 'elsewhere';
  return isComplete ? 'unknown' : 'unloaded';
}

/** `issuing` of `const { cards: issuing } = client`, and of `const issuing = client.cards`. */
function isNameForCards(receiver: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrapped(receiver);
  const declaration = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node)?.valueDeclaration : undefined;
  if (!declaration) return false;
  if (ts.isBindingElement(declaration)) {
    return declaration.propertyName !== undefined && nameText(declaration.propertyName) === 'cards';
  }
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && isMember(unwrapped(value)) && lastName(value) === 'cards';
}

function originOfFunding(call: ts.CallExpression, context: Context): Origin {
  const { checker, origins } = context;
  const callee = calleeOf(call);
  // The callee's type is enough, and far cheaper than choosing an overload by checking every argument.
  for (const { declaration } of checker.getTypeAtLocation(callee).getCallSignatures()) {
    const name = declaration && 'name' in declaration ? declaration.name : undefined;
    if (!name || !ts.isIdentifier(name) || !fundingMethods.has(name.text)) continue;
    const origin = origins.ofMember(checker.getSymbolAtLocation(name));
    if (origin !== 'elsewhere') return origin;
  }
  return originOfUntypedFunding(callee, context);
}

/** Where types do not tell: by the name that is called, or the one that it is another name for. */
function originOfUntypedFunding(callee: ts.Expression, context: Context): Origin {
  const { checker } = context;
  if (isMember(callee)) {
    const method = ts.isElementAccessExpression(callee) ? literalKey(callee, checker) : memberName(callee);
    return method !== undefined && fundingMethods.has(method)
      ? originOfReceiver(callee.expression, method, context)
      : 'elsewhere';
  }
  const declaration = ts.isIdentifier(callee)
    ? checker.getSymbolAtLocation(callee)?.valueDeclaration
    : undefined;
  if (!declaration) return 'elsewhere';
  if (ts.isBindingElement(declaration) && ts.isObjectBindingPattern(declaration.parent)) {
    const method = nameText(declaration.propertyName ?? declaration.name);
    return method !== undefined && fundingMethods.has(method)
      ? originOfUntypedPattern(declaration.parent, method, context)
      : 'elsewhere';
  }
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return 'elsewhere';
  const kept = withoutBind(unwrapped(declaration.initializer));
  return isMember(kept) ? originOfUntypedFunding(kept, context) : 'elsewhere';
}

/** Whose a member is that is taken out of something untyped. */
function originOfUntypedPattern(
  pattern: ts.ObjectBindingPattern | ts.ObjectLiteralExpression,
  method: string,
  context: Context,
): Origin {
  const source = destructuredFrom(pattern);
  if (source) return originOfReceiver(source, method, context);
  const { parent } = pattern;
  const nested = ts.isBindingElement(parent)
    ? (parent.propertyName ?? parent.name)
    : ts.isPropertyAssignment(parent)
      ? parent.name
      : undefined;
  if (!nested || nameText(nested) !== 'cards') return 'elsewhere';
  return context.isComplete ? 'unknown' : 'unloaded';
}

/** `fund` of `fund.bind(cards)`. */
function withoutBind(node: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(node)) return node;
  const callee = unwrapped(node.expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind'
    ? unwrapped(callee.expression)
    : node;
}

function literalKey(access: ts.ElementAccessExpression, checker: ts.TypeChecker): string | undefined {
  const type = checker.getTypeAtLocation(access.argumentExpression);
  return type.isStringLiteral() ? type.value : undefined;
}

function originOfDynamic(name: ts.Expression, member: DynamicOccurrence['member'], context: Context): Origin {
  const { checker, origins } = context;
  if (!mayNameLegacy(checker.getTypeAtLocation(name))) return 'elsewhere';
  if (ts.isBindingElement(member)) {
    const type = checker.getTypeAtLocation(member.parent);
    return isUntyped(type) ? 'elsewhere' : origins.ofMember(checker.getPropertyOfType(type, ANY_METHOD));
  }
  const receiver = member.expression;
  const typed = !isUntyped(checker.getTypeAtLocation(receiver));
  // An array of cards is called `cards` too; only a call says that an untyped one holds methods.
  if (!typed && !isCalled(member)) return 'elsewhere';
  return originOfReceiver(receiver, ANY_METHOD, context);
}

/** Whether a computed name could be one of the legacy methods, as far as its type tells. */
function mayNameLegacy(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some(mayNameLegacy);
  if (type.isStringLiteral()) return ruleOf.has(type.value);
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.ESSymbolLike)) === 0;
}

/** What the types around a fake say that a member of this name is. */
function memberOfAny(
  types: readonly ts.Type[],
  name: string,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  return types
    .filter((type) => !isUntyped(type))
    .map((type) => checker.getPropertyOfType(type, name))
    .find((symbol) => symbol !== undefined);
}

function expectedTypes(
  owner: ts.ObjectLiteralExpression | ts.ClassLikeDeclaration,
  checker: ts.TypeChecker,
): ts.Type[] {
  return ts.isObjectLiteralExpression(owner) ? contextualTypes(owner, checker) : baseTypes(owner, checker);
}

/**
 * The contextual type, and the one of a cast around a literal that the context does not reach (`as unknown as Zentra`). A
 * variable's literal has those of the places where the variable goes, unless other files may use it, too.
 */
function contextualTypes(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  visited: readonly ts.Node[] = [],
): ts.Type[] {
  const contextual = checker.getContextualType(expression);
  const path: string[] = [];
  let node: ts.Node = expression;
  const types = contextual ? [contextual] : [];
  for (;;) {
    const parent: ts.Node = node.parent;
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      path.unshift(nameText(parent.name) ?? '');
      node = parent.parent;
      continue;
    }
    if (
      ts.isAsExpression(parent) ||
      ts.isTypeAssertionExpression(parent) ||
      ts.isSatisfiesExpression(parent)
    ) {
      const type = typeAlong(checker.getTypeFromTypeNode(parent.type), path, checker);
      if (type) types.push(type);
    } else if (!ts.isParenthesizedExpression(parent)) {
      const uses = visited.includes(parent) ? [] : usesOfVariable(parent, checker);
      const expected = uses.flatMap((use) => contextualTypes(use, checker, [...visited, parent]));
      return [...types, ...expected.flatMap((type) => typeAlong(type, path, checker) ?? [])];
    }
    node = parent;
  }
}

function usesOfVariable(node: ts.Node, checker: ts.TypeChecker): ts.Identifier[] {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.type) return [];
  if (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) return [];
  const { name } = node;
  const symbol = checker.getSymbolAtLocation(name);
  const uses: ts.Identifier[] = [];
  visitWithin(node.getSourceFile(), Number.POSITIVE_INFINITY, (child) => {
    if (!ts.isIdentifier(child) || child.text !== name.text || child === name) return;
    const used = ts.isShorthandPropertyAssignment(child.parent)
      ? checker.getShorthandAssignmentValueSymbol(child.parent)
      : checker.getSymbolAtLocation(child);
    if (used === symbol) uses.push(child);
  });
  return uses.some(isExport) ? [] : uses;
}

/** `export { cards }`, `export default cards`, `module.exports = { cards }` */
function isExport(use: ts.Identifier): boolean {
  if (ts.isExportSpecifier(use.parent) || ts.isExportAssignment(use.parent)) return true;
  const statement = ts.findAncestor(use, ts.isExpressionStatement);
  return statement !== undefined && /^(?:module\.)?exports\b/.test(statement.getText());
}

function typeAlong(type: ts.Type, path: readonly string[], checker: ts.TypeChecker): ts.Type | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return type;
  const property = checker.getPropertyOfType(type, name);
  const declaration = property?.declarations?.[0];
  return property && declaration
    ? typeAlong(checker.getTypeOfSymbolAtLocation(property, declaration), rest, checker)
    : undefined;
}

function baseTypes(node: ts.ClassLikeDeclaration, checker: ts.TypeChecker): ts.Type[] {
  return (node.heritageClauses ?? []).flatMap((clause) =>
    clause.types.map((type) => checker.getTypeAtLocation(type)),
  );
}

/** Uses of a fake's own members, which are renamed together with the fake. */
function fakesMembers(
  named: readonly NamedOccurrence[],
  tokens: readonly NameToken[],
  { unit, source, checker }: Pick<Context, 'unit' | 'source' | 'checker'>,
): NamedOccurrence[] {
  const members = new Set(named.filter(({ form }) => form === 'key').map(({ name }) => memberOf(name)));
  if (members.size === 0) return [];
  const known = new Set<ts.Node>(named.map(({ name }) => name));
  return tokens.flatMap((token): NamedOccurrence[] => {
    const place = known.has(token) ? undefined : placeOf(token);
    if (place?.form !== 'access') return [];
    const symbol = checker.getPropertyOfType(checker.getTypeAtLocation(place.receiver), token.text);
    if (!symbol?.declarations?.some((declaration) => members.has(declaration))) return [];
    const rule = ruleOf.get(token.text)!;
    return [{ kind: 'named', unit, source, origin: 'zentra', rule, name: token, form: 'access' }];
  });
}

/** The member whose name a token is. */
function memberOf(name: ts.Node): ts.Node {
  return ts.isComputedPropertyName(name.parent) ? name.parent.parent : name.parent;
}

interface Shapes {
  calls: ts.CallExpression[];
  computed: Pick<DynamicOccurrence, 'name' | 'member'>[];
}

/** Where the text may hold a funding, unless the method goes by another name; and where a computed member. */
const SHAPES = new RegExp(
  `${[...fundingMethods, ...legacyParameters].join('|')}|${/(?<![=(:[] ?)\[(?!\])/.source}`,
  'g',
);

/** What may be a funding or a dynamic member, by its shape. */
function shapesIn(source: ts.SourceFile, end: number, isAliased: boolean): Shapes {
  const found: Shapes = { calls: [], computed: [] };
  const visitor = (node: ts.Node) => {
    if (ts.isCallExpression(node)) {
      if (mayBeFunding(node, isAliased)) found.calls.push(node);
      return;
    }
    const name = computedName(node);
    if (name) found.computed.push({ name, member: node as DynamicOccurrence['member'] });
  };
  if (isAliased) visitWithin(source, end, visitor);
  else visitPlaces(source, placesOf(source.text, SHAPES, end), visitor);
  return found;
}

function visitWithin(source: ts.SourceFile, end: number, visitor: (node: ts.Node) => void): void {
  const visit = (node: ts.Node): void => {
    if (node.pos >= end) return;
    visitor(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
}

function computedName(node: ts.Node): ts.Expression | undefined {
  const name = ts.isElementAccessExpression(node)
    ? node.argumentExpression
    : ts.isBindingElement(node) && node.propertyName && ts.isComputedPropertyName(node.propertyName)
      ? node.propertyName.expression
      : undefined;
  return name && !ts.isStringLiteralLike(name) && !ts.isNumericLiteral(name) ? name : undefined;
}

/** By its callee's name, or because it is given a legacy parameter where the method has an alias. */
function mayBeFunding(call: ts.CallExpression, isAliased: boolean): boolean {
  const callee = calleeOf(call);
  const name = ts.isIdentifier(callee) ? callee.text : memberName(callee);
  if (name !== undefined && fundingMethods.has(name)) return true;
  return call.arguments.some((argument) => {
    if (!ts.isObjectLiteralExpression(argument)) return isAliased && mayBeObject(argument);
    return argument.properties.some(
      (property) => isLegacyParameter(property) || (isAliased && ts.isSpreadAssignment(property)),
    );
  });
}

function mayBeObject(argument: ts.Expression): boolean {
  return !ts.isLiteralExpression(argument) && !ts.isFunctionLike(argument);
}

function isLegacyParameter(property: ts.ObjectLiteralElementLike): boolean {
  const name = property.name && nameText(property.name);
  return name !== undefined && legacyParameters.has(name);
}

/** The function that a call ends in: `fund` in `fund(…)` and in `fund.call(…)`. */
function calleeOf(call: ts.CallExpression): ts.Expression {
  const callee = unwrapped(call.expression);
  return ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'call' &&
    isMember(unwrapped(callee.expression))
    ? unwrapped(callee.expression)
    : callee;
}

function bodyOf(call: ts.CallExpression): ts.Expression | undefined {
  const callee = unwrapped(call.expression);
  const shift = calleeOf(call) === callee ? 0 : 1;
  const given = call.arguments.slice(shift);
  return given.some(ts.isSpreadElement) ? undefined : (given[1] ?? given[0]);
}

function isMember(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function memberName(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return undefined;
}

export function unwrapped(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node)
    ? unwrapped(node.expression)
    : node;
}

function isCalled(node: ts.Expression): boolean {
  let at: ts.Expression = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) at = at.parent;
  return ts.isCallExpression(at.parent) && at.parent.expression === at;
}

/** `client` in `client.cards`, `this.client.cards` and `ctx.client.cards`. */
function clientNameOf(cards: ts.Expression): string | undefined {
  const receiver = unwrapped(cards);
  return isMember(receiver) && memberName(receiver) === 'cards' ? lastName(receiver.expression) : undefined;
}

function lastName(node: ts.Expression): string | undefined {
  const inner = unwrapped(node);
  if (ts.isIdentifier(inner)) return inner.text;
  if (ts.isPropertyAccessExpression(inner)) return inner.name.text.replace(/^#/, '');
  return memberName(inner);
}

/** The type of what is taken apart. An assignment's pattern is an expression, whose own type is that of its targets. */
function typeOfPattern(
  pattern: ts.ObjectBindingPattern | ts.ObjectLiteralExpression,
  checker: ts.TypeChecker,
): ts.Type | undefined {
  if (ts.isObjectBindingPattern(pattern)) return checker.getTypeAtLocation(pattern);
  const { parent } = pattern;
  if (ts.isBinaryExpression(parent)) return checker.getTypeAtLocation(parent.right);
  if (!ts.isPropertyAssignment(parent)) return undefined;
  const outer = typeOfPattern(parent.parent, checker);
  const property = outer && checker.getPropertyOfType(outer, nameText(parent.name) ?? '');
  return property && checker.getTypeOfSymbolAtLocation(property, pattern);
}

function destructuredFrom(
  pattern: ts.ObjectBindingPattern | ts.ObjectLiteralExpression,
): ts.Expression | undefined {
  const { parent } = pattern;
  if (ts.isVariableDeclaration(parent)) return parent.initializer;
  return ts.isBinaryExpression(parent) ? parent.right : undefined;
}

function isAssignmentTarget(literal: ts.ObjectLiteralExpression): boolean {
  let node: ts.Node = literal;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    return parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  }
  if (ts.isForOfStatement(parent)) return parent.initializer === node;
  // A nested pattern: `({ cards: { freeze } } = client)`
  return ts.isPropertyAssignment(parent) && parent.initializer === node && isAssignmentTarget(parent.parent);
}

/** Whether the body of a funding is untyped, or something spread into it. */
function holdsUntyped(body: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrapped(body);
  if (!ts.isObjectLiteralExpression(node)) return isUntyped(checker.getTypeAtLocation(node));
  return node.properties.some(
    (property) => ts.isSpreadAssignment(property) && holdsUntyped(property.expression, checker),
  );
}
