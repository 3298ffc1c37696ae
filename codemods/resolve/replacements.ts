import ts from 'typescript';
import { nameText } from './syntax';
import { placesOf, visitPlaces } from './visit-places';

/** A place that replaces a module by its name, in tests or builds: a mock, an alias, an external. */
export interface Replacement {
  /** The name: a string, or a pattern that matches it alone. */
  name: ts.StringLiteralLike | ts.RegularExpressionLiteral;
  /** What stands for the module there, if it is in sight: a factory, an object, where an alias leads. */
  fake?: ts.Expression;
  /**
   * - `mock`: a test's, which gives the fake itself
   * - `alias`: a configuration's, which says where the name leads
   * - `list`: a list of modules that a bundler leaves alone, or does not
   * - `unknown`: a name given to something that may replace modules
   */
  kind: 'mock' | 'alias' | 'list' | 'unknown';
}

const RUNNERS = '(?:import\\.meta\\.)?(?:jest|vi|vitest|rs|rstest)';
const RUNNER_METHODS =
  'mock|doMock|unmock|doUnmock|dontMock|deepUnmock|unstable_mockModule|unstable_unmockModule|setMock|requireActual|requireMock|importActual|importMock|createMockFromModule|genMockFromModule';
/** Calls whose first argument names the module that they replace, or take as it is. */
const MOCK_CALL = new RegExp(
  `^(?:${RUNNERS}\\.(?:${RUNNER_METHODS})|(?:[\\w$]+\\.)?mock\\.module|(?:td|testdouble)\\.replace(?:Cjs|Esm)?|quibble(?:\\.esm)?|rewiremock|mockery\\.\\w+|require\\.resolve|import\\.meta\\.resolve)$`,
);
/** Libraries whose calls take fakes by the names of modules, as keys of an object. */
const FAKES_BY_KEY = /\b(?:proxyquire|esmock|rewiremock|mockery|testdouble|mock-require|quibble)\b/;
const ALIASES =
  /^(?:moduleNameMapper|alias|aliases|externals?|globals|paths|imports|fallback|shared|find|replacement)$/;
const LISTS =
  /^(?:externals?|noExternal|include|exclude|inline|transpilePackages|server(?:Components)?ExternalPackages|allowlist|dedupe|bundleDependencies)$/;
/** Names of what replaces modules, where nothing else is known of it. */
const REPLACES = /mock|stub|fake|replace|proxy|substitute|override|alias|intercept|rewire/i;

/** Every place of a unit that replaces the module of this name. */
export function replacementsOf(source: ts.SourceFile, end: number, module: string): Replacement[] {
  const pattern = patternOf(module);
  const whole = new RegExp(`^\\^?${pattern.source}\\$?$`);
  const found: Replacement[] = [];
  const takesFakesByKey = FAKES_BY_KEY.test(source.text);
  visitPlaces(source, placesOf(source.text, pattern, end), (node) => {
    if (!(ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node))) return;
    const text = ts.isStringLiteralLike(node) ? node.text : node.text.replace(/^\/|\/\w*$/g, '');
    if (!whole.test(text)) return;
    const place = placeOf(node, takesFakesByKey);
    if (place) found.push({ name: node, ...place });
  });
  return found;
}

/** A module's name as it stands in text and in regular expressions: `@vendor/sdk`, `@vendor\/sdk`. */
export function patternOf(module: string): RegExp {
  return new RegExp(module.replaceAll('/', '\\\\{0,2}\\/').replaceAll('-', '\\-'), 'g');
}

function placeOf(name: Replacement['name'], takesFakesByKey: boolean): Omit<Replacement, 'name'> | undefined {
  const { parent } = name;
  if (ts.isCallExpression(parent) && parent.arguments[0] === name) return placeInCall(parent);
  if (ts.isPropertyAssignment(parent) && parent.name === name) {
    const fake = parent.initializer;
    const owner = ownerOf(parent.parent);
    if (owner !== undefined && ALIASES.test(owner)) return { kind: 'alias', fake };
    if (takesFakesByKey) return { kind: 'mock', fake };
    return isGivenToReplacer(parent.parent) ? { kind: 'unknown' } : undefined;
  }
  if (ts.isArrayLiteralExpression(parent)) {
    const owner = ownerOf(parent);
    return owner !== undefined && LISTS.test(owner) ? { kind: 'list' } : undefined;
  }
  if (ts.isPropertyAssignment(parent) && parent.initializer === name) {
    const own = nameText(parent.name) ?? '';
    const fake = own === 'find' ? replacementBeside(parent) : undefined;
    if (own === 'find') return { kind: 'alias', ...(fake && { fake }) };
    const owner = ownerOf(parent.parent);
    return ALIASES.test(own) || (owner !== undefined && ALIASES.test(owner)) ? { kind: 'alias' } : undefined;
  }
  return undefined;
}

function placeInCall(call: ts.CallExpression): Omit<Replacement, 'name'> | undefined {
  const callee = call.expression.getText().replace(/\s+/g, '');
  const fake = call.arguments[1];
  if (MOCK_CALL.test(callee)) return { kind: 'mock', ...(fake && { fake }) };
  return REPLACES.test(callee) ? { kind: 'unknown' } : undefined;
}

/** Name of the property or variable that an object or a list is the value of. */
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
