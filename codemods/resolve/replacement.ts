import ts from 'typescript';
import { moduleNamePattern } from './escapes';
import { usesOf } from './lexical-scope';
import { nameText } from './syntax';
import { placesOf, visitPlaces } from './visit-places';

/** A place that replaces a module by its name, in tests or builds: a mock, an alias, an external. */
export interface Replacement {
  /** The name: a string, or a pattern that matches it alone. */
  name: ts.StringLiteralLike | ts.RegularExpressionLiteral;
  /** The replacement of the module, if visible: a factory, an object, or the target of an alias. */
  fake?: ts.Expression;
  /**
   * - `mock`: a test contains the fake itself
   * - `alias`: a configuration contains the target of the name
   * - `list`: a list of modules that a bundler excludes or includes
   * - `unknown`: the name is an argument of a function that may replace modules
   */
  kind: 'mock' | 'alias' | 'list' | 'unknown';
}

const RUNNERS = '(?:import\\.meta\\.)?(?:jest|vi|vitest|rs|rstest|sb)';
const RUNNER_METHODS =
  'mock|doMock|mockRequire|doMockRequire|unmockRequire|doUnmockRequire|unmock|doUnmock|dontMock|deepUnmock|unstable_mockModule|unstable_unmockModule|setMock|requireActual|requireMock|importActual|importMock|createMockFromModule|genMockFromModule';
/** Calls whose first argument is the name of the module that they replace, or leave unmocked. */
const MOCK_CALL = new RegExp(
  `^(?:${RUNNERS}\\.(?:${RUNNER_METHODS})|(?:[\\w$]+\\.)?mock\\.module|(?:td|testdouble)\\.replace(?:Cjs|Esm)?|quibble(?:\\.esm)?|rewiremock|mockery\\.\\w+|require\\.resolve|import\\.meta\\.resolve)$`,
);
/** Libraries whose calls take an object of fakes, keyed by module name. */
const FAKES_BY_KEY =
  /\b(?:proxyquire|esmock|rewiremock|mockery|testdouble|mock-require|quibble|sandboxed-module|inject-loader|require-inject|injectr|require-subvert)\b/;
const ALIASES =
  /^(?:moduleNameMapper|alias|aliases|externals?|globals|paths|imports|fallback|shared|find|replacement)$/;
const LISTS =
  /^(?:externals?|noExternal|include|exclude|inline|transpilePackages|server(?:Components)?ExternalPackages|allowlist|dedupe|bundleDependencies)$/;
/** Calls in a loop that replace the module of the loop variable. */
const MOCKS = /\b(?:mock|doMock|setMock|registerMock|unstable_mockModule|module)\s*\(/;
/** Names of functions that may replace modules. */
const REPLACES = /mock|stub|fake|replace|proxy|substitute|override|alias|intercept|rewire/i;

/** `mockRequire` of `const mockRequire = require('mock-require')`: the function and its members replace modules. */
const MOCK_REQUIRE =
  /([\w$]+)\s*=\s*require\(\s*['"]mock-require['"]|import\s+(?:\*\s*as\s+)?([\w$]+)\s+from\s+['"]mock-require['"]/;
/** Loader hooks of Node and plugins of bundlers, which compare a module's name while it is loaded. */
const LOADS =
  /\b_load\b|_resolveFilename|resolveId|onResolve|onLoad|registerHooks|Module\.prototype\.require/;

/** All replacements of a module in a unit. */
export function replacementsOf(source: ts.SourceFile, end: number, module: string): Replacement[] {
  const pattern = moduleNamePattern(module, 'g');
  const whole = new RegExp(`^\\^?${pattern.source}\\$?$`);
  const found: Replacement[] = [];
  const context = contextOf(source, end);
  visitPlaces(source, placesOf(source.text, pattern, end), (node) => {
    if (!(ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node))) return;
    const text = ts.isStringLiteralLike(node) ? node.text : node.text.replace(/^\/|\/\w*$/g, '');
    if (!whole.test(text)) return;
    const place = placeOf(node, context);
    if (place) found.push({ name: node, ...place });
  });
  return found;
}

interface Context {
  source: ts.SourceFile;
  end: number;
  takesFakesByKey: boolean;
  asksWhileLoading: boolean;
  /** Local name of mock-require. */
  mockRequire: string | undefined;
}

function contextOf(source: ts.SourceFile, end: number): Context {
  const { text } = source;
  const takesFakesByKey = FAKES_BY_KEY.test(text);
  // The pattern begins with any name, so it is tried at every word of the text.
  const [, required, imported] = (takesFakesByKey && MOCK_REQUIRE.exec(text)) || [];
  return {
    source,
    end,
    takesFakesByKey,
    asksWhileLoading: LOADS.test(text),
    mockRequire: required ?? imported,
  };
}

/** A replacement without its name, found by the name's place in the syntax. */
type ReplacementPlace = Omit<Replacement, 'name'>;

const UNKNOWN: ReplacementPlace = { kind: 'unknown' };

/** @param name the module's name, a constant with that name, or an `import()` of it */
function placeOf(name: ts.Expression, context: Context): ReplacementPlace | undefined {
  const { parent } = name;
  if (ts.isCallExpression(parent) && parent.arguments[0] === name) {
    // `vi.mock(import('…'), …)`
    return parent.expression.kind === ts.SyntaxKind.ImportKeyword
      ? placeOf(parent, context)
      : placeInCall(parent, context);
  }
  const key = ts.isComputedPropertyName(parent) ? parent : name;
  if (ts.isPropertyAssignment(key.parent) && key.parent.name === key) return placeOfKey(key.parent, context);
  if (ts.isArrayLiteralExpression(parent)) return placeInList(parent);
  if (ts.isVariableDeclaration(parent) && parent.initializer === name)
    return placeOfConstant(parent, context);
  if (ts.isPropertyAssignment(parent) && parent.initializer === name) return placeOfValue(parent, context);
  const isCompared = ts.isBinaryExpression(parent) || ts.isCaseClause(parent);
  if (!isCompared || !context.asksWhileLoading) return undefined;
  const fake = answerTo(parent);
  return fake ? { ...UNKNOWN, fake } : UNKNOWN;
}

/** The value that a hook gives for an equal name: `name === '…' ? value : …`, `if (…) return value`, `case '…': return value`. */
function answerTo(comparison: ts.BinaryExpression | ts.CaseClause): ts.Expression | undefined {
  if (ts.isCaseClause(comparison)) return returnedFirst(comparison.statements);
  if (!EQUALS.has(comparison.operatorToken.kind)) return undefined;
  let test: ts.Node = comparison;
  while (ts.isParenthesizedExpression(test.parent) || isConjunction(test.parent)) test = test.parent;
  const { parent } = test;
  if (ts.isConditionalExpression(parent) && parent.condition === test) return parent.whenTrue;
  if (!ts.isIfStatement(parent) || parent.expression !== test) return undefined;
  const { thenStatement } = parent;
  return returnedFirst(ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement]);
}

const EQUALS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
]);

const isConjunction = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;

const returnedFirst = (statements: readonly ts.Statement[]): ts.Expression | undefined =>
  statements.find(ts.isReturnStatement)?.expression;

/** `{ '…': fake }` */
function placeOfKey(property: ts.PropertyAssignment, context: Context): ReplacementPlace | undefined {
  const fake = property.initializer;
  const owner = ownerOf(property.parent);
  if (owner !== undefined && ALIASES.test(owner)) return { kind: 'alias', fake };
  if (context.takesFakesByKey) return { kind: 'mock', fake };
  return isGivenToReplacer(property.parent) ? UNKNOWN : undefined;
}

/** `external: ['…']`, or a list that a loop mocks: `for (const name of ['…']) jest.mock(name)`. */
function placeInList(list: ts.ArrayLiteralExpression): ReplacementPlace | undefined {
  const owner = ownerOf(list);
  if (owner !== undefined && LISTS.test(owner)) return { kind: 'list' };
  const loop = ts.isForOfStatement(list.parent)
    ? list.parent.statement
    : ts.isPropertyAccessExpression(list.parent)
      ? list.parent.parent
      : undefined;
  return loop && MOCKS.test(loop.getText()) ? UNKNOWN : undefined;
}

/** `find: '…'`, `filter: /…/` of a plugin's hook, or the target of an alias. */
function placeOfValue(property: ts.PropertyAssignment, context: Context): ReplacementPlace | undefined {
  const own = nameText(property.name) ?? '';
  if (own === 'filter') return context.asksWhileLoading ? UNKNOWN : undefined;
  const fake = own === 'find' ? replacementBeside(property) : undefined;
  if (own === 'find') return { kind: 'alias', ...(fake && { fake }) };
  const owner = ownerOf(property.parent);
  return ALIASES.test(own) || (owner !== undefined && ALIASES.test(owner)) ? { kind: 'alias' } : undefined;
}

/** `const SDK = '…'`: the place of its only use. If it has several uses, a replacement among them makes the result unknown. */
function placeOfConstant({ name }: ts.VariableDeclaration, context: Context): ReplacementPlace | undefined {
  if (!ts.isIdentifier(name)) return undefined;
  const uses = usesOf(name, context.source, context.end);
  const places = uses.flatMap((use) => placeOf(use, context) ?? []);
  const [place] = places;
  return place && uses.length === 1 ? place : place && UNKNOWN;
}

/** Whether a call replaces the module that its first argument names: `jest.mock('./client', …)`. */
export const isReplacedInCall = (call: ts.CallExpression): boolean =>
  isMock(calleeText(call), contextOf(call.getSourceFile(), call.end).mockRequire);

/** Whether a file uses a library whose calls take an object of fakes, keyed by module name. */
export const takesFakesByKey = ({ text }: ts.SourceFile): boolean => FAKES_BY_KEY.test(text);

const calleeText = ({ expression }: ts.CallExpression): string => expression.getText().replace(/\s+/g, '');

const isMock = (callee: string, mockRequire: string | undefined): boolean =>
  MOCK_CALL.test(callee) || (mockRequire !== undefined && callee.split('.')[0] === mockRequire);

function placeInCall(call: ts.CallExpression, { mockRequire }: Context): ReplacementPlace | undefined {
  const callee = calleeText(call);
  const fake = callee === 'require.resolve' ? cachedAs(call) : call.arguments[1];
  if (isMock(callee, mockRequire)) return { kind: 'mock', ...(fake && { fake }) };
  return REPLACES.test(callee) ? UNKNOWN : undefined;
}

/** The value of `require.cache[require.resolve('…')] = value`, or of a member of it. */
function cachedAs(resolved: ts.CallExpression): ts.Expression | undefined {
  const { parent: owner } = resolved;
  if (ts.isVariableDeclaration(owner) && ts.isIdentifier(owner.name)) {
    const source = owner.getSourceFile();
    return usesOf(owner.name, source, source.end)
      .map(cachedUnder)
      .find((value) => value !== undefined);
  }
  return cachedUnder(resolved);
}

/** `value` of `require.cache[key] = value`. */
function cachedUnder(key: ts.Node): ts.Expression | undefined {
  if (!ts.isElementAccessExpression(key.parent)) return undefined;
  let at: ts.Node = key.parent;
  while (ts.isPropertyAccessExpression(at.parent) || ts.isNonNullExpression(at.parent)) at = at.parent;
  const { parent } = at;
  return ts.isBinaryExpression(parent) && parent.left === at ? parent.right : undefined;
}

/** Name of the property or variable whose value is an object or a list. */
function ownerOf(node: ts.Node): string | undefined {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return nameText(parent.name);
  if (ts.isVariableDeclaration(parent)) return nameText(parent.name);
  return ts.isArrayLiteralExpression(parent) ? ownerOf(parent) : undefined;
}

function isGivenToReplacer(literal: ts.Node): boolean {
  const { parent } = literal;
  if (ts.isCallExpression(parent)) return REPLACES.test(parent.expression.getText());
  const owner = ownerOf(literal);
  return owner !== undefined && REPLACES.test(owner);
}

function replacementBeside({ parent }: ts.PropertyAssignment): ts.Expression | undefined {
  const beside = parent.properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && nameText(property.name) === 'replacement',
  );
  return beside?.initializer;
}
