import ts from 'typescript';
import { typeArgumentsOf } from '../containers';
import { declarationBehind, nameText, unwrapped } from '../syntax';
import { isUntyped } from '../untyped';
import { construct } from './construct';
import type { Flow } from './flow';
import { type CallSite, each, NOTHING, type Objects, objects, union } from './objects';

/** Methods that keep a value under a name or a token: of containers, frameworks and applications. */
const REGISTERS = [
  'provide',
  'register',
  'registerInstance',
  'set',
  'value',
  'constant',
  'decorate',
  'decorateRequest',
  'overrideProvider',
];
/** Methods of what `bind(token)` gives. */
const BINDS = ['toConstantValue', 'toDynamicValue', 'useValue', 'useFactory', 'useClass'];
const INJECTS = ['Inject', 'inject'];

/** The token of a registration: `'pay'` or `PAY` of `provide(PAY, value)`, `bind(PAY).toConstantValue(value)`, `{ provide: PAY, useValue: value }`. */
export function tokenOfCall(call: ts.CallExpression, value: ts.Expression): ts.Expression | undefined {
  const { expression: callee, arguments: given } = call;
  const name = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isIdentifier(callee)
      ? callee.text
      : '';
  if (REGISTERS.includes(name)) return given[1] === value ? given[0] : undefined;
  if (!BINDS.includes(name) || !ts.isPropertyAccessExpression(callee)) return undefined;
  const bound = unwrapped(callee.expression);
  return ts.isCallExpression(bound) ? bound.arguments[0] : undefined;
}

/** The token of `{ provide: PAY, useValue: value }`. */
export function tokenOfProvider({ properties }: ts.ObjectLiteralExpression): ts.Expression | undefined {
  const provide = properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && nameText(property.name) === 'provide',
  );
  return provide?.initializer;
}

/** The values that files other than some register under a token, and the types that are injected for it. */
export function registeredValues(
  flow: Flow,
  token: ts.Expression | string,
  at: ts.Node,
  isLeftOut: (source: ts.SourceFile) => boolean,
): Objects {
  // Asks for the files that a token comes through.
  if (typeof token !== 'string') flow.objectsOf(token, undefined);
  const own: Identity | undefined =
    typeof token === 'string' ? { of: token, text: token } : identityOf(token, flow.checker);
  if (!own) return NOTHING;
  const [word] = own.text.match(/[\w$]{2,}/g)?.sort((a, b) => b.length - a.length) ?? [];
  if (word === undefined) return NOTHING;
  flow.asksForReaders(word);
  const isSame = (other: ts.Expression | undefined): boolean =>
    other !== undefined && identityOf(other, flow.checker)?.of === own.of;
  const inSight = (node: ts.Node) => !isLeftOut(node.getSourceFile());
  const providers = flow.index.identifiers('provide').flatMap(({ parent }) => {
    const owner = ts.isPropertyAssignment(parent) && inSight(parent) ? parent.parent : undefined;
    return owner && isSame(tokenOfProvider(owner)) ? [providedBy(flow, owner)] : [];
  });
  const calls = [...REGISTERS, ...BINDS]
    .flatMap((name) => flow.index.calls(name))
    .filter(inSight)
    .flatMap((call) => {
      const value = call.arguments.at(-1);
      if (value && isSame(tokenOfCall(call, value))) return [valueIn(flow, value)];
      return call.arguments.length === 1 && value
        ? [flow.members(flow.objectsOf(value, undefined), own.text)]
        : [];
    });
  const injected = INJECTS.flatMap((name) => flow.index.calls(name)).flatMap((call) =>
    isSame(call.arguments[0]) ? [injectedType(flow, call)] : [],
  );
  const declared = (own.declared ? typeArgumentsOf(own.declared, flow.checker) : []).map((type) =>
    flow.typed(flow.checker.getTypeFromTypeNode(type), type),
  );
  const all = union([...providers, ...calls, ...injected, ...declared]);
  return all.size === 0 && flow.resolution.sdk.mention.test(own.text)
    ? objects(flow.open(at, `nothing in sight says what ${own.text} stands for`))
    : all;
}

interface Identity {
  of: string | ts.Node;
  text: string;
  /** What makes the token. */
  declared?: ts.Expression;
}

/** A text, or the declaration of a constant. */
function identityOf(token: ts.Expression, checker: ts.TypeChecker): Identity | undefined {
  const node = unwrapped(token);
  if (ts.isStringLiteralLike(node)) return { of: node.text, text: node.text };
  const type = checker.getTypeAtLocation(node);
  if (type.isStringLiteral()) return { of: type.value, text: type.value };
  const declaration = declarationBehind(node, checker);
  if (!declaration) return undefined;
  const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const text = nameText((declaration as ts.NamedDeclaration).name ?? node) ?? node.getText();
  return { of: declaration, text, ...(made && { declared: made }) };
}

/** `useValue`, `useFactory` or `useClass` of a provider. */
function providedBy(flow: Flow, { properties }: ts.ObjectLiteralExpression): Objects {
  return union(
    properties.map((property) => {
      const name = property.name && nameText(property.name);
      if (!ts.isPropertyAssignment(property)) return NOTHING;
      const values = () => flow.objectsOf(property.initializer, undefined);
      if (name === 'useValue') return values();
      if (name === 'useFactory') return flow.results(values(), property);
      return name === 'useClass' ? made(flow, values(), property) : NOTHING;
    }),
  );
}

/** A value that is registered, or what a function or a provider in its place gives. */
function valueIn(flow: Flow, value: ts.Expression): Objects {
  if (
    ts.isObjectLiteralExpression(value) &&
    value.properties.some(({ name }) => name && /^use[A-Z]/.test(name.getText()))
  )
    return providedBy(flow, value);
  const values = flow.objectsOf(value, undefined);
  return union([
    values,
    flow.results(new Map([...values].filter(([, { kind }]) => kind === 'callable')), value),
  ]);
}

function made(flow: Flow, classes: Objects, at: ts.Node): Objects {
  const site: CallSite = { node: at, frame: undefined, count: 0, argument: () => NOTHING };
  return each(classes, (of) => construct(flow, of, site, at));
}

/** The type of what is injected: `@Inject(PAY) private pay: Client`, `inject<Client>(PAY)`. */
function injectedType(flow: Flow, call: ts.CallExpression): Objects {
  const [own] = call.typeArguments ?? [];
  const { parent } = call;
  const owner = ts.isDecorator(parent) ? parent.parent : parent;
  const isTyped = ts.isParameter(owner) || ts.isPropertyDeclaration(owner) || ts.isVariableDeclaration(owner);
  const node = own ?? (isTyped ? owner.type : undefined);
  const type = node && flow.checker.getTypeFromTypeNode(node);
  return type && !isUntyped(type) ? flow.typed(type, call) : NOTHING;
}
