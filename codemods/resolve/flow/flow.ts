import ts from 'typescript';
import { isAmbient } from '../ambient';
import { typeArgumentsOf } from '../containers';
import type { Resolution } from '../program';
import { nameText, returnedBy } from '../syntax';
import { isClientType } from '../tracing/client-types';
import { isTypeScript } from '../unit';
import { isUntyped } from '../untyped';
import { type Door, ELEMENT } from '../verdict';
import { withoutWrappers } from '../wrappers';
import { callResult } from './calls';
import { expressionObjects } from './expressions';
import { Fixpoint } from './fixpoint';
import { memberObjects } from './members';
import { namesIn } from './names';
import { Namespaces } from './namespaces';
import {
  type Callable,
  type CallSite,
  each,
  type FlowObject,
  type Frame,
  idOf,
  keyOf,
  NOTHING,
  type Objects,
  objects,
  union,
} from './objects';
import { ProgramIndex } from './program-index';
import { frameAround, functionOf } from './scopes';
import { createUses, type Use, type Uses } from './uses';
import { Variables } from './variables';
import { ANY_KEY, type MemberWrite } from './writes-in';

/** What of the repository a question can see, and how it asks for more. */
export interface Sight {
  /** Whether code that is not in the repository may import a unit's file. */
  isPublic(unit: string): boolean;
  /**
   * Asks for the files that write to a member: `x.name = …`.
   *
   * @returns whether all of them are loaded; so do the others
   */
  hasWriters(name: string): boolean;
  /** Asks for the files in which a name stands as a member or a text. */
  hasReaders(name: string): boolean;
  /** Asks for a file that an import leads to by a path that is put together. */
  hasFile(path: string): boolean;
  /** Asks for the files that take a member out of something and keep it: `{ name }`, `f(x.name)`; `x.name.y` does not. */
  hasTakers(name: string): boolean;
  /** Asks for the files that import a unit's file. */
  hasImporters(unit: string): boolean;
}

/** Calls inside calls that keep their own arguments; below that, parameters are what any caller gives. */
const MAX_FRAMES = 5;

/** Calls of one function that are kept apart; past that, parameters are what any caller gives. */
const MAX_CALLS = 64;

/** Things that one expression may be. */
const MAX_OBJECTS = 2_000;

/** What all questions about a program may cost: so many, and one more for so many characters of its text. */
const LEAST_QUESTIONS = 30_000;
const CHARACTERS_PER_QUESTION = 40;

function mostQuestions(sources: readonly ts.SourceFile[]): number {
  const characters = sources.reduce((sum, { text }) => sum + text.length, 0);
  return LEAST_QUESTIONS + characters / CHARACTERS_PER_QUESTION;
}

/**
 * Which objects an expression may be, followed backwards through the program on demand: a points-to analysis that keeps calls
 * apart, for code that no type describes. Nothing that it cannot see is left out: it is an `open` object.
 */
export class Flow {
  readonly resolution: Resolution;
  readonly checker: ts.TypeChecker;
  readonly sight: Sight;
  readonly table: Fixpoint;
  readonly index: ProgramIndex;
  readonly uses: Uses;
  /** Whose callers decided over a parameter, by the question about it. */
  readonly asked = new Map<string, { callee: ts.Node; uses: readonly Use[] }>();
  readonly #frames = new Map<string, Frame>();
  /** Frames that were made for a function. */
  readonly #calls = new Map<Callable, number>();
  readonly namespaces: Namespaces;
  readonly variables: Variables;

  constructor(resolution: Resolution, sight: Sight) {
    this.resolution = resolution;
    this.checker = resolution.checker;
    this.sight = sight;
    this.table = new Fixpoint(mostQuestions(resolution.sources()));
    this.index = new ProgramIndex(resolution);
    this.uses = createUses(this);
    this.namespaces = new Namespaces(this);
    this.variables = new Variables(this);
  }

  /** Writes to a member in the files that are loaded; the others are asked for. */
  memberWrites(name: string): readonly MemberWrite[] {
    if (!this.sight.hasWriters(name)) this.table.misses();
    return this.index.memberWrites(name);
  }

  /** Everything that bears a name in the files that are loaded; the others are asked for. */
  identifiersOf(name: string): readonly ts.Identifier[] {
    this.asksForReaders(name);
    return this.index.identifiers(name);
  }

  /** Asks for the files in which a name stands. */
  asksForReaders(name: string): void {
    if (!this.sight.hasReaders(name)) this.table.misses();
  }

  objectsOf(expression: ts.Expression, frame: Frame | undefined): Objects {
    const cast = castObjects(this, expression);
    if (cast) return cast;
    const node = withoutWrappers(expression);
    const within = frameAround(node, frame);
    return this.table.answers(`of:${idOf(node)}:${within?.id}`, () =>
      this.#few(expressionObjects(this, node, within), node),
    );
  }

  member(owner: FlowObject, name: string): Objects {
    return this.table.answers(`member:${keyOf(owner)}:${name}`, () => memberObjects(this, owner, name));
  }

  members(owners: Objects, name: string): Objects {
    return each(owners, (owner) => this.member(owner, name));
  }

  /** Past a number of objects that an expression may be, which of them it is stays open. */
  #few(set: Objects, at: ts.Node): Objects {
    return set.size <= MAX_OBJECTS
      ? set
      : objects(this.open(at, `it may be more than ${MAX_OBJECTS} things, which are not told apart`));
  }

  /** What a function returns, by its declared type or else by its return statements, read in a frame or in none. */
  returnedIn(fn: ts.FunctionLikeDeclaration, frame: Frame | undefined): Objects {
    const declared = declaredResult(this, fn);
    return declared ?? union(returnedBy(fn).map((value) => this.objectsOf(value, frame)));
  }

  /** What a getter gives. */
  returned(
    fn: ts.FunctionLikeDeclaration,
    outer: Frame | undefined,
    self: (() => Objects) | undefined,
  ): Objects {
    const site: CallSite = {
      node: fn,
      frame: undefined,
      count: 0,
      argument: () => NOTHING,
      ...(self && { self }),
    };
    return this.returnedIn(fn, self ? this.frame(fn, site, outer) : outer);
  }

  /** What calling any of some objects gives, without arguments. */
  results(callees: Objects, at: ts.Node): Objects {
    const site: CallSite = { node: at, frame: undefined, count: 0, argument: () => NOTHING };
    return each(callees, (callee) => callResult(this, callee, site, at));
  }

  /** Whether something was made to hold a client, by its type arguments: `new LRUCache<string, Client>()`. */
  isMadeFor(node: ts.CallExpression | ts.NewExpression): boolean {
    return typeArgumentsOf(node, this.checker).some((type) =>
      isOfSdk(this, this.checker.getTypeFromTypeNode(type)),
    );
  }

  /** Whether a client, its class, or its namespace may be among some objects, or what makes one. */
  carriesClient(set: Objects, depth = 0): boolean {
    return [...set.values()].some((object) => carries(this, object, depth));
  }

  along(start: Objects, keys: readonly string[]): Objects {
    return keys.reduce((owners, key) => this.members(owners, key), start);
  }

  /** A call's frame, one for each way to it; `undefined` where calls are nested too deep to be kept apart. */
  frame(callee: Callable, site: CallSite, outer: Frame | undefined): Frame | undefined {
    const depth = Math.max(site.frame?.depth ?? 0, outer?.depth ?? 0) + 1;
    if (depth > MAX_FRAMES) return undefined;
    const key = [idOf(callee), idOf(site.node), site.frame?.id, outer?.id].join(':');
    const known = this.#frames.get(key);
    if (known) return known;
    const calls = (this.#calls.get(callee) ?? 0) + 1;
    if (calls > MAX_CALLS) return undefined;
    this.#calls.set(callee, calls);
    const frame = { id: this.#frames.size + 1, callee, site, outer, depth };
    this.#frames.set(key, frame);
    return frame;
  }

  /** A call's site, its arguments read in the frame that the call stands in. */
  site(
    node: ts.CallExpression | ts.NewExpression,
    frame: Frame | undefined,
    given: readonly ts.Expression[] = node.arguments ?? [],
    self?: () => Objects,
  ): CallSite {
    const within = frameAround(node, frame);
    const spread = given.findIndex(ts.isSpreadElement);
    return {
      node,
      frame: within,
      count: spread < 0 ? given.length : undefined,
      ...(self && { self }),
      argument: (index) => {
        if (spread >= 0 && index >= spread)
          return this.spreadArgument(given.slice(spread), index - spread, within);
        const argument = given[index];
        return argument ? this.objectsOf(argument, within) : NOTHING;
      },
    };
  }

  /** `f(...args)`: what stands there in the list; of lists with something behind them, whatever they hold. */
  private spreadArgument(given: readonly ts.Expression[], place: number, frame: Frame | undefined): Objects {
    const name = given.length === 1 ? String(place) : ELEMENT;
    return union(
      given.map((argument) => {
        if (!ts.isSpreadElement(argument)) return this.objectsOf(argument, frame);
        const { expression } = argument;
        return each(this.objectsOf(expression, frame), (list) => {
          if (list.kind === 'literal' || list.kind === 'rest') return this.member(list, name);
          if (list.kind === 'open') return objects(list);
          return objects(this.open(expression, 'the list that is spread here is not in sight'));
        });
      }),
    );
  }

  /**
   * @param why nothing in sight says more of it
   * @param path what leads on from there
   */
  open(at: ts.Node, why: string, path: readonly string[] = []): FlowObject {
    return { kind: 'open', cause: { at, path, why } };
  }

  /** An import that is not loaded yet. */
  unloaded(specifier: ts.StringLiteralLike, path: string): FlowObject {
    if (!this.sight.hasFile(path)) this.table.misses();
    return this.open(specifier, `${specifier.text} is not read`);
  }

  typed(type: ts.Type, at: ts.Node, door?: Door): FlowObject {
    return { kind: 'typed', type, at, door };
  }
}

export { ELEMENT };

/** `/** @type {Client} *\/ (value)`, at the parentheses. */
function castObjects(flow: Flow, node: ts.Expression): Objects | undefined {
  const type = ts.isParenthesizedExpression(node) ? ts.getJSDocType(node) : undefined;
  const declared = type && flow.checker.getTypeFromTypeNode(type);
  return declared && !isUntyped(declared) ? objects(flow.typed(declared, node)) : undefined;
}

function declaredResult(flow: Flow, fn: ts.FunctionLikeDeclaration): Objects | undefined {
  const type = isTypeScript(fn.getSourceFile().fileName) ? fn.type : ts.getJSDocReturnType(fn);
  const declared = type && flow.checker.getTypeFromTypeNode(type);
  if (!declared || isUntyped(declared)) return undefined;
  return objects(flow.typed(flow.checker.getAwaitedType(declared) ?? declared, fn));
}

/** How deep the objects are looked into that a package is given. */
const MAX_CARRIED = 2;

function carries(flow: Flow, object: FlowObject, depth: number): boolean {
  switch (object.kind) {
    case 'typed':
      return isOfSdk(flow, object.type);
    case 'literal':
      return (
        depth < MAX_CARRIED &&
        (ts.isArrayLiteralExpression(object.node)
          ? flow.carriesClient(flow.member(object, ELEMENT), depth + 1)
          : object.node.properties.some(({ name }) => {
              const key = name && nameText(name);
              return key !== undefined && flow.carriesClient(flow.member(object, key), depth + 1);
            }))
      );
    case 'callable': {
      if (ts.isClassLike(object.node)) return depth < MAX_CARRIED && keepsClient(flow, object.node, depth);
      const fn = functionOf(object.node);
      return (
        depth < MAX_CARRIED &&
        fn !== undefined &&
        flow.carriesClient(flow.returnedIn(fn, undefined), depth + 1)
      );
    }
    default:
      return false;
  }
}

/** Whether what a class makes has a client: who is given the class may make one. */
function keepsClient(flow: Flow, of: ts.ClassLikeDeclaration, depth: number): boolean {
  const made: FlowObject = { kind: 'instance', of, site: undefined, frame: undefined };
  const keeps = (name: string) => flow.carriesClient(flow.member(made, name), depth + 1);
  const fields = of.members.flatMap(({ name }) => (name && nameText(name)) ?? []);
  return fields.some(keeps) || fieldsSetBy(of).some(keeps);
}

/** `client` of `this.client = value` in a class. */
function fieldsSetBy(of: ts.ClassLikeDeclaration): string[] {
  const isOwn = ({ target }: MemberWrite) =>
    target.kind === ts.SyntaxKind.ThisKeyword && of.pos <= target.pos && target.end <= of.end;
  return [...namesIn(of.getSourceFile()).all.memberWrites].flatMap(([name, writes]) =>
    name !== ANY_KEY && writes.some(isOwn) ? [name] : [],
  );
}

/** Whether a type is a client's, a client class's, or that of a client's namespace. */
function isOfSdk(flow: Flow, type: ts.Type): boolean {
  const { methods } = flow.resolution.sdk;
  const isNamespace = (candidate: ts.Type) =>
    flow.checker.getPropertyOfType(candidate, methods[0]!.legacy)?.declarations?.some(isAmbient) ?? false;
  const isClient = (candidate: ts.Type) => isClientType(flow.resolution, candidate);
  const made = type
    .getConstructSignatures()
    .map((signature) => flow.checker.getReturnTypeOfSignature(signature));
  return isNamespace(type) || isClient(type) || made.some(isClient);
}
