import ts from 'typescript';
import { ownName } from '../function-names';
import { isRelative } from '../modules';
import type { Sdk } from '../sdk';
import { shortenedCode } from '../shortened-code';
import { type Cause, ELEMENT, isResult } from '../verdict';

/** The texts of a cause, and an identity that does not change when lines move. */
export interface DescribedCause {
  /** Identity of the place within its scope; several places may have the same. */
  identity: readonly string[];
  /** The file, or the package for a cause that is the same in all its files, such as a global. */
  scope: 'file' | 'package';
  /** @param place place of the cause, such as `src/pay.js:8` */
  question(place: string): string;
  /** How to settle the question. */
  advice: string;
}

/** The question about a cause, and the advice that settles it. */
export function describedCause(cause: Cause, sdk: Sdk): DescribedCause {
  const { at, path, why, shared } = cause;
  const asksForNamespace = path.at(-1) !== sdk.namespace;
  const steps = asksForNamespace ? path : path.slice(0, -1);
  const wanted = asksForNamespace
    ? `the \`${sdk.namespace}\` of a ${sdk.clientType} client`
    : `a ${sdk.clientType} client`;
  // An import type, since the file may not import the client type.
  const type = `import('${sdk.module}').${sdk.clientType}`;
  const described = (is: Subject): DescribedCause => ({
    identity: is.identity,
    scope: is.scope ?? 'file',
    question: (place) => `Is ${is.text(place)} ${wanted}? Not known, because ${why}.`,
    advice: is.advice(asksForNamespace ? `${type}['${sdk.namespace}']` : type),
  });
  if (shared?.kind === 'global') return described(globalSubject(steps));
  if (shared?.kind === 'carried') return described(carriedSubject(shared.name, steps));
  if (ts.isStringLiteralLike(at)) return described(moduleSubject(at.text, steps));
  if (shared)
    return described({ ...moduleSubject(shared.name, steps), advice: resultAdvice(at, stepsBehind(steps)) });
  if (ts.isParameter(at)) return described(parameterSubject(at, steps));
  if (ts.isPropertyDeclaration(at)) return described(fieldSubject(at, steps));
  return described(valueSubject(at, steps));
}

interface Subject {
  identity: readonly string[];
  scope?: 'package';
  /**
   * The subject of the question.
   *
   * @param place place of the cause; unused for a subject that a package shares
   */
  text(place: string): string;
  /** @param type the subject's type if the answer is yes */
  advice(type: string): string;
}

function globalSubject(steps: readonly string[]): Subject {
  const name = codeOf('', steps);
  return {
    identity: ['global'],
    scope: 'package',
    text: () => `the global \`${name}\``,
    advice: (type) => `Declare it, as in declare global { var ${declaredAs(steps, type)} }`,
  };
}

function carriedSubject(role: string, steps: readonly string[]): Subject {
  const [name = ''] = steps;
  return {
    identity: ['carried', role],
    scope: 'package',
    text: () => `\`${codeOf('', steps)}\` of the ${role.replace('.', "'s ")}`,
    advice: (type) =>
      `Declare ${name} in the framework's own interface (as Express.Request or FastifyInstance in a .d.ts): { ${declaredAs(steps, type)} }`,
  };
}

function moduleSubject(module: string, steps: readonly string[]): Subject {
  const what =
    steps.length === 0 ? `what \`${module}\` exports` : `\`${codeOf('', steps)}\` of \`${module}\``;
  return {
    identity: ['module', module],
    ...(!isRelative(module) && { scope: 'package' }),
    text: () => what,
    advice: (type) =>
      `Say where ${module} is (paths of tsconfig.json, package.json), or declare what it exports: ${declaredAs(steps, type)}`,
  };
}

function parameterSubject(at: ts.ParameterDeclaration, steps: readonly string[]): Subject {
  const name = ts.isIdentifier(at.name) ? at.name.text : '';
  const signature = signatureOf(at.parent);
  const own = name === '' ? 'options' : name;
  return {
    identity: ['parameter', ...ownersOf(at), String(at.parent.parameters.indexOf(at))],
    text: (place) => `the \`${codeOf(name, steps)}\` of \`${place} ${signature}\``,
    advice: (type) => {
      const given = typeBehind(steps, type);
      return isTyped(at)
        ? `Give it its type: ${own}: ${given}`
        : `Say what it is: /** @param {${given}} ${own} */`;
    },
  };
}

/** `client` of a class that declares it without a type. */
function fieldSubject(at: ts.PropertyDeclaration, steps: readonly string[]): Subject {
  const name = at.name.getText();
  return {
    identity: ['field', ...ownersOf(at), name],
    text: (place) =>
      `the \`${codeOf(name, steps)}\` of \`${place} ${ownName(at.parent)?.replace(/^new /, 'class ')}\``,
    advice: (type) => {
      const given = typeBehind(steps, type);
      return isTyped(at) ? `Give it its type: ${name}: ${given}` : `Say what it is: /** @type {${given}} */`;
    },
  };
}

/** The result of a call, or the value of a variable or member. */
function valueSubject(at: ts.Node, steps: readonly string[]): Subject {
  const text = shortenedCode(ts.isFunctionLike(at) ? (ownName(at) ?? 'this function') : nameOrText(at));
  const isGiven = isResult(steps[0]) || ts.isCallExpression(at);
  const code = codeOf(text, steps);
  return {
    identity: ['value', ...ownersOf(at), text],
    text: (place) =>
      `${isGiven && steps.length <= 1 ? `what \`${code}\` gives` : `\`${code}\``} at \`${place}\``,
    advice: resultAdvice(at, isResult(steps[0]) ? steps.slice(1) : steps),
  };
}

/** Advice to type the result of a call: at the function that returns it, or else at the variable that keeps it. */
function resultAdvice(at: ts.Node, steps: readonly string[]): Subject['advice'] {
  const fn = ts.isFunctionLike(at) ? at : functionReturning(at);
  const name = fn && ownName(fn);
  const isAsync = fn !== undefined && isAsyncFunction(fn);
  return (type) => {
    const value = typeBehind(steps, type);
    if (name === undefined) {
      const what = 'Give the variable that takes it a type';
      return isTyped(at) ? `${what}: ${value}` : `${what}: /** @type {${value}} */`;
    }
    const result = isAsync ? `Promise<${value}>` : value;
    return isTyped(at)
      ? `Give ${name}() its return type: ${result}`
      : `Say what ${name}() returns: /** @returns {${result}} */`;
  };
}

const isAsyncFunction = (fn: ts.SignatureDeclaration): boolean =>
  ts.canHaveModifiers(fn) && (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) !== 0;

/** The steps after the last call. */
function stepsBehind(steps: readonly string[]): readonly string[] {
  return steps.slice(steps.findLastIndex(isResult) + 1);
}

/** The function whose result an expression is. */
function functionReturning(at: ts.Node): ts.FunctionLikeDeclaration | undefined {
  const isReturned =
    ts.isReturnStatement(at.parent) || (ts.isArrowFunction(at.parent) && at.parent.body === at);
  if (!isReturned) return undefined;
  return ts.findAncestor(at.parent, ts.isFunctionLike) as ts.FunctionLikeDeclaration | undefined;
}

function nameOrText(at: ts.Node): string {
  const { name } = at as { name?: ts.Node };
  const isDeclared = ts.isVariableDeclaration(at) || ts.isPropertyDeclaration(at) || ts.isBindingElement(at);
  return isDeclared && name ? name.getText() : at.getText();
}

/** Names of the functions and classes around a node, the outermost first. */
function ownersOf(at: ts.Node): string[] {
  const names: string[] = [];
  for (let node: ts.Node | undefined = at.parent; node; node = node.parent) {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) names.unshift(ownName(node) ?? callbackOf(node));
  }
  return names;
}

/** `app.post(…)` for a function that is its argument. */
function callbackOf({ parent }: ts.Node): string {
  return ts.isCallExpression(parent) ? `${shortenedCode(parent.expression.getText())}(…)` : '';
}

/** `block(client, id)`, `new Service(deps)`, `(req, res) => …`. */
function signatureOf(fn: ts.SignatureDeclaration): string {
  const parameters = fn.parameters.map(
    ({ name, dotDotDotToken }) => `${dotDotDotToken ? '...' : ''}${name.getText()}`,
  );
  const name = ownName(fn);
  const list = shortenedCode(parameters.join(', '));
  return name === undefined ? `(${list}) => …` : `${name}(${list})`;
}

/** `deps.client`, `clients[…]`, `make().client`: the code for a name and its steps. */
function codeOf(name: string, steps: readonly string[]): string {
  return steps.reduce((code, step) => {
    if (isResult(step)) return `${code}${step}`;
    if (step === ELEMENT) return `${code}[…]`;
    return code === '' ? step : `${code}.${step}`;
  }, name);
}

/** `client: Client`, `deps: { client: Client }`. */
function declaredAs(steps: readonly string[], type: string): string {
  const [step, ...rest] = steps;
  if (step === undefined) return type;
  const inner =
    rest.length > 0 && isNamed(rest[0]!) ? `{ ${declaredAs(rest, type)} }` : declaredAs(rest, type);
  if (isResult(step)) return `() => ${inner}`;
  return step === ELEMENT ? `${inner}[]` : `${step}: ${inner}`;
}

/** `{ client: Client }`, `Client[]`. */
function typeBehind(steps: readonly string[], type: string): string {
  const declared = declaredAs(steps, type);
  return steps[0] !== undefined && isNamed(steps[0]) ? `{ ${declared} }` : declared;
}

const isNamed = (step: string): boolean => !isResult(step) && step !== ELEMENT;

const isTyped = (at: ts.Node): boolean => /\.[cm]?tsx?$/.test(at.getSourceFile().fileName);
