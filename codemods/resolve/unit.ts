import ts from 'typescript';
import { bindRequiresInBlocks } from './block-requires';
import { ownDeclarations } from './own-declarations';
import type { Sdk } from './sdk';
import { moveIntoPlace, type Template, textWithTemplate } from './template';

/**
 * A piece of source that the compiler reads as one file: a script file, the scripts of a component, or one fence of a
 * Markdown page. Its text has the file's offsets, since everything else is replaced by blanks.
 */
export interface Unit {
  /** Absolute path of the file on disk. */
  file: string;
  /** The unit's file name for the compiler. */
  name: string;
  /** The file's text, with everything but scripts blanked. */
  text: string;
  kind: 'script' | 'component' | 'fence';
  /** The text of the page that a fence is in. */
  page?: string;
  /** The expressions of the component's template; the text contains them, too. */
  template?: Template;
}

export interface ParsedUnit {
  unit: Unit;
  source: ts.SourceFile;
  /** First syntax error, with its 1-based position. */
  error: string | undefined;
}

/** An internal field of {@link ts.SourceFile}. */
interface WithParseDiagnostics {
  parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
}

/** Errors for syntax that is valid outside strict mode: `'\033[31m'`, `0777`, `'\8'`, `089`. The tree is complete all the same. */
const sloppyScript: ReadonlySet<number> = new Set([1121, 1487, 1488, 1489]);

const isSloppy = (unit: Unit, source: ts.SourceFile): boolean =>
  !isTypeScript(unit.name) && !ts.isExternalModule(source);

/**
 * @param sdk the SDK whose hand-written declarations are moved aside
 * @param withParents whether to set the nodes' parents; a program sets them anyway
 */
export function parseUnit(unit: Unit, sdk: Sdk, withParents = false): ParsedUnit {
  const { template } = unit;
  const first = parse(unit, textRead(unit), withParents);
  const diagnostic = (first as WithParseDiagnostics).parseDiagnostics?.find(
    ({ code }) => !(isSloppy(unit, first) && sloppyScript.has(code)),
  );
  if (diagnostic) return { unit, source: first, error: describe(diagnostic) + flowHint(unit) };
  if (!isTypeScript(unit.name)) bindRequiresInBlocks(first);
  const own = ownDeclarations(first, sdk);
  const text = commonJsInTypeScript(first) ?? (own && [own.text, ...own.copies].join('\n'));
  const source = text === undefined ? first : parse(unit, text, withParents);
  if (template) moveIntoPlace(source, unit.text, template);
  return { unit, source, error: undefined };
}

/** The text for the compiler. A component without imports is a module, too: its names are no globals. */
function textRead({ text, kind, template }: Unit): string {
  const whole = template ? textWithTemplate(text, template) : shebangHidden(text);
  return kind === 'component' && !/\bexports\b/.test(text) ? `${whole}\nexport {};` : whole;
}

function parse(unit: Unit, text: string, withParents: boolean): ts.SourceFile {
  const typed = isTypeScript(unit.name);
  return ts.createSourceFile(
    unit.name,
    text,
    {
      languageVersion: ts.ScriptTarget.ESNext,
      impliedNodeFormat: undefined,
      // JSDoc types apply in JavaScript only.
      jsDocParsingMode: typed ? ts.JSDocParsingMode.ParseNone : ts.JSDocParsingMode.ParseAll,
    },
    withParents,
  );
}

export function isTypeScript(name: string): boolean {
  return /\.[cm]?tsx?$/.test(name);
}

/** Whether a file only declares types. */
export function isDeclarationFile(name: string): boolean {
  return /\.d\.[cm]?ts$/.test(name);
}

function describe(diagnostic: ts.DiagnosticWithLocation): string {
  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return `does not parse: ${line + 1}:${character + 1} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
}

/** Flow code, recognised by its pragma or by syntax that no other language has. */
const FLOW = /@flow\b|\{\||\bopaque type\b|\bimport typeof\b|\bexport type \{|\bdeclare export\b/;

function flowHint({ name, text }: Unit): string {
  if (isTypeScript(name) || !FLOW.test(text)) return '';
  return ". Flow's syntax is not supported: strip its types (flow-remove-types) or convert them to TypeScript, then migrate again";
}

/** The compiler accepts a shebang only at offset 0, so one after a byte order mark becomes a comment of equal length. */
function shebangHidden(text: string): string {
  return text.startsWith('\uFEFF#!') ? `\uFEFF//${text.slice(3)}` : text;
}

/**
 * TypeScript ignores `require()` and `module.exports` in TypeScript files. Equivalent TypeScript statements,
 * appended to the text, give both their types and move no offset.
 */
function commonJsInTypeScript(source: ts.SourceFile): string | undefined {
  if (!isTypeScript(source.fileName) || source.isDeclarationFile) return undefined;
  const { text } = source;
  if (!text.includes('require(') && !text.includes('exports')) return undefined;
  const required = requiredSpecifiers(source);
  const exported = exportedExpressions(source);
  if (required.length === 0 && exported.length === 0) return undefined;
  const lines = required.flatMap((specifier, index) => [
    `import __required${index} = require(${JSON.stringify(specifier)});`,
    `declare function require(id: ${JSON.stringify(specifier)}): typeof __required${index};`,
  ]);
  return [withoutOwnRequire(text), ...lines, ...exported, 'export {};'].join('\n');
}

function requiredSpecifiers(source: ts.SourceFile): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'require' &&
      node.arguments.length === 1 &&
      ts.isStringLiteralLike(node.arguments[0]!)
    ) {
      found.add(node.arguments[0].text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found];
}

/** `module.exports = x` → `export = x`; `exports.a = x` → `export { … as a }`, as statements. */
function exportedExpressions(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement, index) => {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
    const { left, right, operatorToken } = statement.expression;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return [];
    const target = left.getText(source);
    const value = right.getText(source);
    if (target === 'module.exports') return [`export = (${value});`];
    const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
    return name ? [`const __exported${index} = ${value}; export { __exported${index} as ${name} };`] : [];
  });
}

function withoutOwnRequire(text: string): string {
  return text.replace(/declare\s+(?:var|let|const|function)\s+require\b[^;\n]*;?/g, (match) =>
    ' '.repeat(match.length),
  );
}
