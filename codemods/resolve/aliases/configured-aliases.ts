import { posix } from 'node:path';
import ts from 'typescript';
import { unwrapped } from '../syntax';
import { type Alias, aliasesOf, aliasOfExpression } from './alias';
import { constantsOf, literalValues } from './literal-values';

/** Import mappings from the configuration of bundlers, test runners and frameworks. */
export interface Configured {
  aliases: readonly Alias[];
  /** Absolute folders that are searched for packages before `node_modules`. */
  folders: readonly string[];
}

/**
 * Matches the names of files from which tools read aliases, in any folder. Files of test runners have the lowest priority, since they
 * may lead to mocks.
 */
export const CONFIGURATION_FILE =
  /(?:^|\/)(?:(?:vite|vitest|webpack|rollup|rolldown|rspack|rsbuild|babel|jest|svelte|nuxt|next|astro|vue|craco|quasar|metro|electron\.vite|esbuild|tsup|farm|remix)[\w.-]*\.(?:[cm]?[jt]s|json)|\.babelrc(?:\.[cm]?js|\.json)?|(?:deno|import[-_]map)\.jsonc?|package\.json)$/;
const OF_TESTS = /(?:^|\/)(?:jest|vitest)[\w.-]*$/;

const MAY_SAY_SOMETHING =
  /\balias|_module(?:Aliases|Directories)|moduleNameMapper|module(?:Paths|Directories)|"imports"|NODE_PATH|module-resolver|\bresolve\b|\bfiles\b/;

/** In characters. A file above that is a tool itself, such as `babel.js`, and no configuration of it. */
const MAX_CONFIGURATION = 256 * 1024;

/** Sorts the files by priority. */
export function inOrderOfWeight(files: readonly string[]): string[] {
  const isOfTests = (file: string) => (OF_TESTS.test(file) ? 1 : 0);
  return [...files].sort((a, b) => isOfTests(a) - isOfTests(b) || (a < b ? -1 : 1));
}

/**
 * Reads the literals of one configuration file. Executes nothing.
 *
 * @param file absolute path
 * @param packageFolder absolute folder of the package that it configures
 */
export function configuredIn(file: string, text: string, packageFolder: string): Configured {
  if (text.length > MAX_CONFIGURATION || !MAY_SAY_SOMETHING.test(text)) return { aliases: [], folders: [] };
  const isJson = /\.(?:jsonc?)$|\.babelrc$/.test(file);
  const source = ts.createSourceFile(
    isJson ? `${file}.js` : file,
    isJson ? `(${text}\n)` : text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
  );
  const folder = posix.dirname(file);
  const reader = new ConfigurationReader(source, folder, packageFolder);
  const visit = (node: ts.Node): void => {
    reader.read(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const scripts = posix.basename(file) === 'package.json' ? nodePathsIn(text) : [];
  return {
    aliases: reader.aliases,
    folders: [...reader.folders, ...scripts.map((path) => posix.resolve(packageFolder, path))],
  };
}

/** `NODE_PATH=src node server.js` in the scripts of a package. */
function nodePathsIn(text: string): string[] {
  return Array.from(text.matchAll(/\bNODE_PATH=\\?["']?([^\s"'\\]+)/g), ([, value]) =>
    value!.split(/[:;]/),
  ).flat();
}

class ConfigurationReader {
  readonly aliases: Alias[] = [];
  readonly folders: string[] = [];
  private readonly values;
  private readonly constants;

  constructor(
    source: ts.SourceFile,
    private readonly folder: string,
    private readonly packageFolder: string,
  ) {
    this.values = literalValues(source, folder);
    this.constants = constantsOf(source);
  }

  read(node: ts.Node): void {
    if (ts.isPropertyAssignment(node)) this.readProperty(nameOf(node.name), node.initializer, node);
    else if (ts.isShorthandPropertyAssignment(node)) this.readProperty(node.name.text, node.name, node);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      this.readAssignment(node);
    else if (ts.isCallExpression(node)) this.readCall(node);
  }

  private readProperty(name: string | undefined, value: ts.Expression, at: ts.Node): void {
    switch (name) {
      case 'alias':
      case '_moduleAliases':
        this.readAliases(value);
        return;
      case 'imports':
        // A Deno import map. The `imports` of a package.json begin with `#` and have conditions.
        if (ts.isObjectLiteralExpression(at.parent) && ts.isParenthesizedExpression(at.parent.parent))
          this.readAliases(value);
        return;
      case 'moduleNameMapper':
        for (const [expression, target] of this.entries(value))
          this.add(aliasOfExpression(expression, target));
        return;
      case 'lib':
        // `kit.files.lib`
        if (nameOfOwner(at) === 'files') this.addAll('$lib', this.values.text(value));
        return;
      case 'modules':
        if (nameOfOwner(at) === 'resolve') this.readFolders(value);
        return;
      case 'root':
        if (isOptionOfModuleResolver(at)) this.readFolders(value);
        return;
      case 'modulePaths':
      case 'moduleDirectories':
      case '_moduleDirectories':
        this.readFolders(value);
    }
  }

  /** `config.resolve.alias['@'] = …`, `config.resolve.alias = {…}` */
  private readAssignment({ left, right }: ts.BinaryExpression): void {
    if (ts.isPropertyAccessExpression(left) && left.name.text === 'alias') this.readAliases(right);
    if (!ts.isElementAccessExpression(left) && !ts.isPropertyAccessExpression(left)) return;
    if (!isAliasTable(left.expression)) return;
    const key = ts.isPropertyAccessExpression(left)
      ? left.name.text
      : this.values.text(left.argumentExpression);
    if (key !== undefined) this.addAll(key, this.values.text(right));
  }

  /** webpack-chain: `config.resolve.alias.set('@', …).set('~', …)` */
  private readCall({ expression, arguments: [key, value] }: ts.CallExpression): void {
    if (!ts.isPropertyAccessExpression(expression) || !key || !value) return;
    const { name, expression: table } = expression;
    if (name.text === 'assign' && isAliasTable(key)) this.readAliases(value);
    if (name.text !== 'set' || !isAliasTable(startOfChain(table))) return;
    const alias = this.values.text(key);
    if (alias !== undefined) this.addAll(alias, this.values.text(value));
  }

  private readAliases(given: ts.Expression): void {
    const value = this.constant(given);
    if (ts.isArrayLiteralExpression(value)) {
      for (const element of value.elements) this.readFindAndReplace(element);
      return;
    }
    for (const [name, target] of this.entries(value)) {
      if (/^\^|\(\./.test(name)) this.add(aliasOfExpression(name, target));
      else this.addAll(name, target);
    }
  }

  /** Vite's list form: `{ find: /^@\//, replacement: … }` */
  private readFindAndReplace(element: ts.Expression): void {
    const properties = new Map<string | undefined, ts.Expression>(
      ts.isObjectLiteralExpression(element)
        ? element.properties
            .filter(ts.isPropertyAssignment)
            .map((each) => [nameOf(each.name), each.initializer])
        : [],
    );
    const [find, replacement] = [properties.get('find'), properties.get('replacement')];
    const target = replacement && this.values.text(replacement);
    if (!find || target === undefined) return;
    if (ts.isRegularExpressionLiteral(find)) {
      this.add(aliasOfExpression(find.text.slice(1, find.text.lastIndexOf('/')), target));
    } else {
      const name = this.values.text(find);
      if (name !== undefined) this.addAll(name, target);
    }
  }

  /** The names and targets of an object; of several targets, the first. */
  private entries(given: ts.Expression): [string, string][] {
    const value = this.constant(given);
    if (!ts.isObjectLiteralExpression(value)) return [];
    return value.properties.flatMap((property): [string, string][] => {
      if (ts.isSpreadAssignment(property)) return this.entries(property.expression);
      if (!ts.isPropertyAssignment(property)) return [];
      const name = ts.isComputedPropertyName(property.name)
        ? this.values.text(property.name.expression)
        : nameOf(property.name);
      const initializer = unwrapped(property.initializer);
      const first = ts.isArrayLiteralExpression(initializer) ? initializer.elements[0] : initializer;
      const text = first && this.values.text(first);
      return name === undefined || text === undefined ? [] : [[name, text]];
    });
  }

  private readFolders(value: ts.Expression): void {
    const list = this.constant(value);
    const elements = ts.isArrayLiteralExpression(list) ? list.elements : [list];
    for (const element of elements) {
      const text = this.values.text(element);
      if (text === undefined || /(?:^|\/)node_modules$/.test(text)) continue;
      this.folders.push(...this.placesOf(text).filter((place) => place.startsWith('/')));
    }
  }

  private constant(given: ts.Expression): ts.Expression {
    const value = unwrapped(given);
    const constant = ts.isIdentifier(value) ? this.constants.get(value.text) : undefined;
    return constant && ts.isExpression(constant) ? unwrapped(constant) : value;
  }

  private addAll(name: string, target: string | undefined): void {
    if (target !== undefined) for (const alias of aliasesOf(name, target)) this.add(alias);
  }

  private add(alias: Alias | undefined): void {
    if (!alias) return;
    this.aliases.push(...this.placesOf(alias.target).map((target) => ({ ...alias, target })));
  }

  /** The absolute paths that a target may mean. A bare name may also be another specifier. */
  private placesOf(target: string): string[] {
    const path = target.replace(/^<rootDir>\/?/, './');
    const folders = [...new Set([this.folder, this.packageFolder])];
    if (path.startsWith('.')) return folders.map((folder) => posix.resolve(folder, path));
    if (!path.startsWith('/')) return [`${this.packageFolder}/${path}`, path];
    // Vite resolves `/src` from the root of the project.
    const isInside = path === this.packageFolder || path.startsWith(`${this.packageFolder}/`);
    return [isInside ? path : `${this.packageFolder}${path}`];
  }
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** Name of the property whose value is the object that contains a property. */
function nameOfOwner(property: ts.Node): string | undefined {
  const owner = property.parent.parent;
  return ts.isPropertyAssignment(owner) ? nameOf(owner.name) : undefined;
}

/** `['module-resolver', { root: ['./src'] }]` */
function isOptionOfModuleResolver(property: ts.Node): boolean {
  const list = property.parent.parent;
  const [plugin] = ts.isArrayLiteralExpression(list) ? list.elements : [];
  return plugin !== undefined && ts.isStringLiteralLike(plugin) && plugin.text.includes('module-resolver');
}

const isAliasTable = (node: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(node) && node.name.text === 'alias';

/** `config.resolve.alias` of `config.resolve.alias.set(…).set` */
function startOfChain(node: ts.Expression): ts.Expression {
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
    ? startOfChain(node.expression.expression)
    : node;
}
