import { posix } from 'node:path';
import ts from 'typescript';
import type { Context } from './context';
import { makesFakeOf } from './fake-lists';
import { type Fake, hasBothNames, typeNamed } from './fakes';
import { askValues } from './flow/answer';
import { construct } from './flow/construct';
import { contextValues } from './flow/elements';
import { exportedObjects, moduleObjects } from './flow/exports';
import { ELEMENT, type Flow } from './flow/flow';
import {
  type CallSite,
  each,
  type FlowObject,
  idOf,
  NOTHING,
  type Objects,
  objects,
  union,
} from './flow/objects';
import { parameterObjects } from './flow/parameters';
import { registeredValues, tokenOfCall, tokenOfProvider } from './flow/registered';
import { functionOf } from './flow/scopes';
import { instancesOf } from './flow/selves';
import { CALL, NEW, type Path, type Taker, Tracker } from './flow/tracker';
import { isReplacedInCall, takesFakesByKey } from './replacement';
import { isAssignment, isMember, isWrapper, memberName, nameText, unwrapped } from './syntax';
import { isOfSdk } from './tracing/client-types';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';

/**
 * Whether an object or a class is the namespace of a fake client in a module of the customer's own: tests replace `./client` more often
 * than the SDK. The fake is followed to the place where it replaces something, and what stands there otherwise decides whose it is.
 */
export function verdictOnOwnFake(owner: Fake, method: string, context: Context): Verdict {
  const { flow, isFinal, sdk, source } = context;
  if (!flow.sight.hasNamespaces(source.fileName)) return verdict('elsewhere');
  const { isOurs, isOthers, doors, causes, isIncomplete } = askValues(
    flow,
    {
      key: `own-fake:${idOf(owner)}:${method}`,
      read: () => valuesReplacedBy(flow, owner, method),
      at: owner,
    },
    method,
  );
  if (isIncomplete && !isFinal) return verdict('unloaded');
  const isOpen = causes.length > 0;
  if (isOurs && isOthers) return { origin: 'partly', doors };
  if (isOurs && !isOpen) return { origin: 'sdk', doors, because: BECAUSE };
  if (isOurs || (isOpen && isNamed(owner, sdk.namespace))) {
    return { origin: 'unknown', doors, causes, ...(isOurs && { beside: 'sdk' as const }) };
  }
  return verdict('elsewhere');
}

/**
 * The values that stand in the place of a fake where no test puts it there. An object with the legacy and the reviewed method is no fake of
 * an old client, but one of the customer's own with an interface like it.
 */
export function valuesReplacedBy(flow: Flow, owner: Fake, method: string): Objects {
  if (!mayHoldFakes(owner.getSourceFile()) || hasBothNames(owner, method, flow.resolution)) return NOTHING;
  return flow.table.answers(`replaced:${idOf(owner)}`, () => {
    const replaced = new ReplacedValues(flow);
    const tracker = new Tracker(flow, { taker: replaced });
    if (ts.isClassLike(owner)) tracker.trackCallable(owner, [NEW]);
    else tracker.follow(owner, []);
    return union(replaced.values);
  });
}

/** Words of tests and of their libraries, and casts that give a fake where a client is expected. */
const OF_TESTS =
  /(?:^|[^a-z])(?:jest|vi|vitest|sinon|jasmine|td|testdouble|proxyquire|esmock|rewire|quibble|mock|stub|spy|fake|dummy|double)|\brequire\.cache\b|\bas\s+(?:any|unknown|never)\b|<(?:any|unknown)>|:\s*any\b/i;
const TEST_FILE =
  /(?:^|[/._-])(?:tests?|specs?|__tests__|__mocks__|mocks?|fakes?|stubs?|fixtures?)(?:[/._-]|$)/i;

/** Whether a file is a test, or one of a test's parts, by its path. */
export const isTest = ({ fileName }: ts.SourceFile): boolean => TEST_FILE.test(fileName);

const known = new WeakMap<ts.SourceFile, boolean>();

/** Whether a file looks as if it had fakes: to follow every object that has a method of the name costs too much in other files. */
export function mayHoldFakes(source: ts.SourceFile): boolean {
  const found = known.get(source) ?? (isTest(source) || OF_TESTS.test(source.text));
  known.set(source, found);
  return found;
}

/** Whether a fake is kept under the namespace's name. */
function isNamed(owner: ts.Node, namespace: string): boolean {
  const { parent } = owner;
  if (isWrapper(parent) || ts.isNewExpression(parent)) return isNamed(parent, namespace);
  const name = 'name' in parent ? (parent.name as ts.Node | undefined) : undefined;
  if (name) return nameText(name) === namespace;
  return isAssignment(parent) && isMember(parent.left) && memberName(parent.left) === namespace;
}

const BECAUSE = { text: 'a fake that stands for a client in a test', places: [] };

/** Calls of a mock function that say what it does, or what it gives. */
const DOES = /^(?:mockImplementation(?:Once)?|callsFake)$/;
const GIVES = /^(?:mock(?:Return|Resolved)Value(?:Once)?|returns|resolves)$/;
/** `jest.fn(implementation)` is a function that does the same. */
const MAKES_MOCK = /(?:^|\.)(?:fn|stub|spy|fake|func|function)$/;

/** Collects the values that stand in the place of a fake. */
class ReplacedValues implements Taker {
  readonly values: Objects[] = [];
  readonly #flow: Flow;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  takesGiven(
    tracker: Tracker,
    call: ts.CallExpression | ts.NewExpression,
    node: ts.Expression,
    path: Path,
  ): boolean {
    if (this.#isExpected(parameterOf(this.#flow, call, node), path, call)) return true;
    this.#standsAmongArguments(call, node, path);
    this.#standsForToken(ts.isCallExpression(call) ? tokenOfCall(call, node) : undefined, path, call);
    if (!ts.isCallExpression(call)) return false;
    const callee = unwrapped(call.expression);
    const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
    if (ts.isPropertyAccessExpression(callee) && method !== undefined) {
      const given = DOES.test(method) ? path : GIVES.test(method) ? [CALL, ...path] : undefined;
      if (given) {
        this.#replacesResult(tracker, call, callee.expression, given);
        return true;
      }
    }
    // `container.register({ pay: asValue(fake) })`
    if (/^as(?:Value|Function|Class)$/.test(callee.getText())) {
      tracker.follow(call, path);
      return true;
    }
    if (method === 'register' && call.arguments.length === 1 && path[0] !== undefined)
      this.#standsForToken(path[0], path.slice(1), call);
    if (method === 'hoisted' && path[0] === CALL) {
      tracker.follow(call, path.slice(1));
      return true;
    }
    if (isReplacedInCall(call)) {
      this.#replacesModule(nameIn(call.arguments[0]), [call.getSourceFile()], contentOf(node, path));
      return true;
    }
    const [specifier, ...rest] = path;
    if (specifier !== undefined && takesFakesByKey(call.getSourceFile())) {
      this.#replacesModule(specifier, this.#besides(call), rest);
      return true;
    }
    if (!MAKES_MOCK.test(callee.getText()) && !makesFakeOf(call)) return false;
    tracker.follow(call, path);
    return true;
  }

  takesTarget(target: ts.Expression, path: Path): void {
    const source = target.getSourceFile();
    const cached = cachedModule(target);
    if (cached === undefined) {
      if (this.#isExpected(typeOfTarget(this.#flow, target), path, target)) return;
      if (isMember(target) && isTest(source)) this.#standsInMember(target, path);
    } else this.#replacesModule(cached, [source], path[0] === 'exports' ? path.slice(1) : path);
  }

  takesMember(member: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, path: Path): void {
    const name = nameText(member.name) ?? '';
    if (PROVIDES.test(name)) this.#standsForToken(tokenOfProvider(member.parent), path, member);
    // Vue's tests provide an object of values by their names.
    const [key, ...rest] = path;
    if (name === 'provide' && key !== undefined) this.#standsForToken(key, rest, member);
  }

  /** An attribute of a test's element stands for what other elements of its component have there. */
  takesAttribute(attribute: ts.JsxAttribute, path: Path): void {
    const name = nameText(attribute.name);
    const { tagName } = attribute.parent.parent;
    if (name === undefined || !isTest(attribute.getSourceFile())) return;
    const flow = this.#flow;
    for (const component of flow.objectsOf(tagName as ts.Expression, undefined).values()) {
      const [props] = (component.kind === 'callable' && functionOf(component.node)?.parameters) || [];
      if (props) this.#stands(flow.members(parameterObjects(flow, props, undefined), name), path, attribute);
    }
    const context = ts.isPropertyAccessExpression(tagName) ? tagName.expression : undefined;
    for (const made of context ? flow.objectsOf(context, undefined).values() : [])
      if (made.kind === 'made') this.#stands(contextValues(flow, made.node), path, attribute);
  }

  /** A value that a test registers under a token stands for what is registered under it elsewhere. */
  #standsForToken(token: ts.Expression | string | undefined, path: Path, at: ts.Node): void {
    if (token === undefined || !isTest(at.getSourceFile())) return;
    const provided = path[0] !== undefined && PROVIDES.test(path[0]) ? path.slice(1) : path;
    const within = provided[0] === CALL || provided[0] === NEW ? provided.slice(1) : provided;
    this.#stands(registeredValues(this.#flow, token, at, mayHoldFakes), within, at);
  }

  takesExport(source: ts.SourceFile, name: string | undefined, path: Path): void {
    if (!/(?:^|\/)__mocks__\/[^/]+$/.test(source.fileName)) return;
    const module = posix.basename(source.fileName).replace(/\.\w+$/, '');
    this.#replacesModule(`../${module}`, [source], name === undefined ? path : [name, ...path]);
  }

  /** What a test sets stands for what the member has otherwise, in any instance: `service.client = fake`. */
  #standsInMember(target: ts.PropertyAccessExpression | ts.ElementAccessExpression, path: Path): void {
    const name = memberName(target);
    if (name === undefined) return;
    const owners = each(this.#flow.objectsOf(target.expression, undefined), (owner) =>
      owner.kind === 'instance' ? instancesOf(this.#flow, owner.of) : objects(owner),
    );
    this.#stands(this.#flow.members(owners, name), path, target);
  }

  /** What a test gives to a function stands for what the other callers give: `new Service({ client: fake })`. */
  #standsAmongArguments(call: ts.CallExpression | ts.NewExpression, given: ts.Expression, path: Path): void {
    if (!isTest(call.getSourceFile())) return;
    const place = call.arguments?.indexOf(given) ?? -1;
    for (const callee of this.#flow.objectsOf(call.expression, undefined).values()) {
      const parameter = callee.kind === 'callable' ? functionOf(callee.node)?.parameters[place] : undefined;
      if (parameter && !parameter.dotDotDotToken)
        this.#stands(parameterObjects(this.#flow, parameter, undefined), path, call);
    }
  }

  /** `getClient.mockReturnValue(fake)`, `spyOn(clients, 'get').mockReturnValue(fake)`; a mock of nothing goes where it is used. */
  #replacesResult(tracker: Tracker, call: ts.CallExpression, mock: ts.Expression, path: Path): void {
    const target = unwrapped(mock);
    if (!ts.isCallExpression(target)) {
      this.#stands(withoutMocks(this.#flow.objectsOf(target, undefined)), path, call);
      // The mock may also be one that the test puts into another place.
      tracker.follow(call, path);
      return;
    }
    const [of, name] = target.arguments;
    if (!of) tracker.follow(call, path);
    else if (!name) this.#stands(this.#flow.objectsOf(of, undefined), path, call);
    else if (ts.isStringLiteralLike(name))
      this.#stands(this.#flow.members(this.#flow.objectsOf(of, undefined), name.text), path, call);
  }

  #replacesModule(specifier: string | undefined, from: readonly ts.SourceFile[], path: Path): void {
    const flow = this.#flow;
    const found = from
      .map((source) => this.#module(specifier, source))
      .find((module) => module !== undefined);
    if (!found || found === 'unloaded') return;
    const [name, ...rest] = path;
    const isOfWhole = name === undefined || name === CALL || name === NEW || name === ELEMENT;
    if (isOfWhole) this.#stands(moduleObjects(flow, found), path, found);
    else this.#stands(exportedObjects(flow, found, name), rest, found);
  }

  /** The files that a key may be relative to: the module under test, for proxyquire, or the test, for esmock. */
  #besides(call: ts.CallExpression): ts.SourceFile[] {
    const own = call.getSourceFile();
    const tested = this.#module(nameIn(call.arguments[0]), own);
    if (!tested || tested === 'unloaded') return [own];
    return /esmock/.test(call.expression.getText()) ? [own, tested] : [tested, own];
  }

  /** The source that a specifier leads to; asks for its file. */
  #module(specifier: string | undefined, from: ts.SourceFile): ts.SourceFile | 'unloaded' | undefined {
    const { resolution, sight, table } = this.#flow;
    const target = specifier === undefined ? undefined : resolution.target(specifier, from);
    if (target?.kind !== 'file') return undefined;
    const module = resolution.sourceOf(target.path);
    if (module) return module;
    if (!sight.hasFile(target.path)) table.misses();
    return 'unloaded';
  }

  /** A value of the client's type is expected: `new Service({ cards: fake } as any)`. */
  #isExpected(type: ts.Type | undefined, path: Path, at: ts.Node): boolean {
    const { checker, resolution } = this.#flow;
    const expected = path.reduce<ts.Type | undefined>((owner, step) => {
      const member = owner && checker.getPropertyOfType(owner, step);
      return member && checker.getTypeOfSymbolAtLocation(member, at);
    }, type);
    if (!expected || isUntyped(expected) || !isOfSdk(resolution, expected)) return false;
    this.values.push(this.#flow.typed(expected, at));
    return true;
  }

  #stands(start: Objects, path: Path, at: ts.Node): void {
    this.values.push(path.reduce((values, step) => behind(this.#flow, values, step, at), start));
  }
}

/** Keys of a provider: `{ provide: PAY, useValue: value }`. */
const PROVIDES = /^use(?:Value|Factory|Class)$/;

/** The values that are no mocks made in place, such as `jest.fn()`: nothing stands there otherwise. */
const withoutMocks = (values: Objects): Objects =>
  new Map([...values].filter(([, value]) => !isMadeMock(value)));

function isMadeMock(value: FlowObject): boolean {
  const made =
    value.kind === 'open'
      ? value.cause.at
      : value.kind === 'made'
        ? value.node
        : value.kind === 'foreign'
          ? value.at
          : undefined;
  return made !== undefined && ts.isCallExpression(made) && MAKES_MOCK.test(made.expression.getText());
}

/** The type of the parameter that an argument is for, whatever the argument is cast to. */
function parameterOf(
  { checker }: Flow,
  call: ts.CallExpression | ts.NewExpression,
  given: ts.Expression,
): ts.Type | undefined {
  const parameters = checker.getResolvedSignature(call)?.parameters ?? [];
  const parameter = parameters[call.arguments?.indexOf(given) ?? -1];
  return parameter && checker.getTypeOfSymbolAtLocation(parameter, call);
}

/** The declared type of a variable or a member that a test assigns to: `client` of `(service as any).client = fake`. */
function typeOfTarget({ checker }: Flow, target: ts.Expression): ts.Type | undefined {
  if (ts.isIdentifier(target)) {
    const declaration = checker.getSymbolAtLocation(target)?.valueDeclaration;
    return declaration && ts.isVariableDeclaration(declaration) && declaration.type
      ? typeNamed(declaration.type, checker)
      : undefined;
  }
  const name = isMember(target) ? memberName(target) : undefined;
  if (!isMember(target) || name === undefined) return undefined;
  const owner = checker.getTypeAtLocation(unwrapped(target.expression));
  const member = checker.getPropertyOfType(owner, name);
  return member && checker.getTypeOfSymbolAtLocation(member, target);
}

/** A mock function may stand for a class, and gives then what `new` makes. */
function behind(flow: Flow, values: Objects, step: string, at: ts.Node): Objects {
  if (step !== CALL && step !== NEW) return flow.members(values, step);
  const those = (isClass: boolean): Objects =>
    new Map([...values].filter(([, value]) => isClass === isClassValue(value)));
  if (step === CALL) return union([flow.results(those(false), at), behind(flow, those(true), NEW, at)]);
  const site: CallSite = { node: at, frame: undefined, count: 0, argument: () => NOTHING };
  return each(values, (made) =>
    made.kind === 'callable'
      ? objects({ kind: 'instance', of: made.node, site: undefined, frame: undefined })
      : construct(flow, made, site, at),
  );
}

const isClassValue = (value: FlowObject): boolean =>
  value.kind === 'callable'
    ? ts.isClassLike(value.node)
    : value.kind === 'typed' && value.type.getConstructSignatures().length > 0;

/** The steps within a module that a mock gives: a factory's result, an object, or `namedExports` of Node's own mocks. */
function contentOf(fake: ts.Expression, path: Path): Path {
  const [first, ...rest] = path;
  if (first === CALL && ts.isFunctionLike(fake)) return rest;
  if (first === 'namedExports') return rest;
  return first === 'defaultExport' ? ['default', ...rest] : path;
}

/** `'./client'` of `require.cache[require.resolve('./client')]` and its `exports`. */
function cachedModule(target: ts.Expression): string | undefined {
  const entry =
    ts.isPropertyAccessExpression(target) && target.name.text === 'exports' ? target.expression : target;
  if (!ts.isElementAccessExpression(entry) || entry.expression.getText() !== 'require.cache')
    return undefined;
  const { argumentExpression: key } = entry;
  return ts.isCallExpression(key) && key.expression.getText() === 'require.resolve'
    ? nameIn(key.arguments[0])
    : undefined;
}

/** `'./client'`, also of `vi.mock(import('./client'), …)`. */
function nameIn(node: ts.Expression | undefined): string | undefined {
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
    ? nameIn(node.arguments[0])
    : undefined;
}
