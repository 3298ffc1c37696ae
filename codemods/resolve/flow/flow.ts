import ts from 'typescript';
import { isAmbient } from '../ambient';
import { awaitedType } from '../awaited-type';
import { typeArgumentsOf } from '../containers';
import { doorsBehind } from '../doors';
import type { Resolution } from '../program';
import { returnedBy } from '../syntax';
import { isOfSdk } from '../tracing/client-types';
import { isTypeScript } from '../unit';
import { isUntyped } from '../untyped';
import { type Door, ELEMENT } from '../verdict';
import { withoutWrappers } from '../wrappers';
import { callResult } from './calls';
import { carries } from './carried';
import { expressionObjects } from './expressions';
import { Fixpoint } from './fixpoint';
import { memberObjects } from './members';
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
import { frameAround } from './scopes';
import { createUses, type Use, type Uses } from './uses';
import { Variables } from './variables';
import type { MemberWrite } from './writes-in';

/** The part of the repository that is loaded, and requests for more files of it. */
export interface Sight {
  /** Whether code that is not in the repository may import a unit's file. */
  isPublic(unit: string): boolean;
  /**
   * Asks for the files that write to a member: `x.name = …`.
   *
   * @returns whether all of them are loaded, as for the other requests
   */
  hasWriters(name: string): boolean;
  /** Asks for the files that have a name as a member or in a string. */
  hasReaders(name: string): boolean;
  /** Asks for the file that an import leads to, also by a folded path. */
  hasFile(path: string): boolean;
  /** Asks for the files that take a member out of something and keep it: `{ name }`, `f(x.name)`; `x.name.y` does not. */
  hasTakers(name: string): boolean;
  /** Asks for the files that import a unit's file. */
  hasImporters(unit: string): boolean;
  /** Whether a client's namespace may come to a unit under another name. */
  hasNamespaces(unit: string): boolean;
  /** Whether a unit's file is looked through for uses of a client, as its text suggests some. */
  isLookedThrough(unit: string): boolean;
  /** Characters of the files that the searches for this program's names have gone through so far. */
  searched(): number;
}

/** Which typed values are followed like those without a type: none, those of the customer's own interfaces, or inferred ones, too. */
type SeesBehind = 'untyped' | 'interfaces' | 'inferred';

const isInterface = (node: ts.Declaration): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node) || ts.isJSDocTypeLiteral(node);

const BEHIND: Readonly<Record<SeesBehind, (declaration: ts.Declaration) => boolean>> = {
  untyped: () => false,
  interfaces: isInterface,
  inferred: (node) => isInterface(node) || ts.isObjectLiteralExpression(node) || ts.isClassLike(node),
};

/** Nested calls that keep their own arguments; a deeper call's parameters are those of any caller. */
const MAX_FRAMES = 5;

/** Calls of one function that are kept apart; past that, its parameters are those of any caller. */
const MAX_CALLS = 64;

/** Objects that one expression may be. */
const MAX_OBJECTS = 2_000;

/** The budget of questions for a program: a minimum, and one more for every so many characters. */
const LEAST_QUESTIONS = 30_000;
const CHARACTERS_PER_QUESTION = 40;

/** Searching so many characters costs as much as one question. */
const SEARCHED_PER_QUESTION = 16 * 1024;

function mostQuestions(sources: readonly ts.SourceFile[]): number {
  const characters = sources.reduce((sum, { text }) => sum + text.length, 0);
  return LEAST_QUESTIONS + characters / CHARACTERS_PER_QUESTION;
}

/**
 * A demand-driven, call-sensitive points-to analysis for code without types: it follows an expression backwards to the objects that it
 * may be. A value out of sight is not dropped: it is an `open` object.
 */
export class Flow {
  readonly resolution: Resolution;
  readonly checker: ts.TypeChecker;
  readonly sight: Sight;
  readonly table: Fixpoint;
  readonly index: ProgramIndex;
  readonly uses: Uses;
  /** The function whose callers decided over a parameter, by the key of the parameter's question. */
  readonly asked = new Map<string, { callee: ts.Node; uses: readonly Use[] }>();
  readonly #frames = new Map<string, Frame>();
  /** The number of frames made for each function. */
  readonly #calls = new Map<Callable, number>();
  readonly namespaces: Namespaces;
  readonly variables: Variables;

  readonly #seesBehind: SeesBehind;
  #behindInterfaces: Flow | undefined;
  #behindInference: Flow | undefined;

  constructor(resolution: Resolution, sight: Sight, seesBehind: SeesBehind = 'untyped') {
    this.#seesBehind = seesBehind;
    this.resolution = resolution;
    this.checker = resolution.checker;
    this.sight = sight;
    this.table = new Fixpoint(mostQuestions(resolution.sources()));
    this.index = new ProgramIndex(resolution);
    this.uses = createUses(this);
    this.namespaces = new Namespaces(this);
    this.variables = new Variables(this);
  }

  /** The same program, where interfaces of the customer's own do not decide. */
  get behindInterfaces(): Flow {
    this.#behindInterfaces ??= new Flow(this.resolution, this.sight, 'interfaces');
    return this.#behindInterfaces;
  }

  /** The same program, where types that were inferred from the customer's own literals and classes do not decide either. */
  get behindInference(): Flow {
    this.#behindInference ??= new Flow(this.resolution, this.sight, 'inferred');
    return this.#behindInference;
  }

  /** Whether a type decides what a value is, so that it is not followed. */
  isDecidedBy(type: ts.Type): boolean {
    return !isUntyped(type) && !isOwnType(type, this.checker, BEHIND[this.#seesBehind]);
  }

  /** Writes to a member in the loaded files; asks for the other files. */
  memberWrites(name: string): readonly MemberWrite[] {
    // An index names no member that other files would search for: any list has it.
    if (!/^\d/.test(name)) this.#finds(() => this.sight.hasWriters(name));
    return this.index.memberWrites(name);
  }

  /** Identifiers of a name in the loaded files; asks for the other files. */
  identifiersOf(name: string): readonly ts.Identifier[] {
    this.asksForReaders(name);
    return this.index.identifiers(name);
  }

  asksForReaders(name: string): void {
    this.#finds(() => this.sight.hasReaders(name));
  }

  /** Asks for files by a name. The search counts as the number of questions that cost as much. */
  #finds(areLoaded: () => boolean): void {
    const before = this.sight.searched();
    if (!areLoaded()) this.table.misses();
    this.table.spends(Math.floor((this.sight.searched() - before) / SEARCHED_PER_QUESTION));
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

  /** An expression that may be too many objects is open. */
  #few(set: Objects, at: ts.Node): Objects {
    return set.size <= MAX_OBJECTS
      ? set
      : objects(this.open(at, `it may be more than ${MAX_OBJECTS} things, which are not told apart`));
  }

  /** The values that a function returns, by its declared type or else by its return statements, in a frame or in none. */
  returnedIn(fn: ts.FunctionLikeDeclaration, frame: Frame | undefined): Objects {
    const declared = declaredResult(this, fn);
    return declared ?? union(returnedBy(fn).map((value) => this.objectsOf(value, frame)));
  }

  /** The values that a getter returns. */
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

  /** The values that calls of some objects without arguments return, with `self` as `this`. */
  results(callees: Objects, at: ts.Node, self?: () => Objects): Objects {
    const site: CallSite = {
      node: at,
      frame: undefined,
      count: 0,
      argument: () => NOTHING,
      ...(self && { self }),
    };
    return each(callees, (callee) => callResult(this, callee, site, at));
  }

  /** Whether the type arguments of a call name a client: `new LRUCache<string, Client>()`. */
  isMadeFor(node: ts.CallExpression | ts.NewExpression): boolean {
    return typeArgumentsOf(node, this.checker).some((type) =>
      isOfSdk(this.resolution, this.checker.getTypeFromTypeNode(type)),
    );
  }

  /** Whether some object may be, hold or make a client, its class or its namespace. */
  carriesClient(set: Objects, depth = 0): boolean {
    return [...set.values()].some((object) => carries(this, object, depth));
  }

  along(start: Objects, keys: readonly string[]): Objects {
    return keys.reduce((owners, key) => this.members(owners, key), start);
  }

  /** A call's frame, one per context; `undefined` where calls are too many or nested too deep to be kept apart. */
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

  /** A call site whose arguments are read in the frame around the call. */
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

  /** `f(...args)`: the element at that place; any element where other arguments follow the list. */
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
   * @param why the reason, as the report says it
   * @param path the members that lead on from there
   */
  open(at: ts.Node, why: string, path: readonly string[] = []): FlowObject {
    return { kind: 'open', cause: { at, path, why } };
  }

  /** An import whose file is not loaded yet. */
  unloaded(specifier: ts.StringLiteralLike, path: string): FlowObject {
    if (!this.sight.hasFile(path)) this.table.misses();
    return this.open(specifier, `${specifier.text} is not read`);
  }

  /**
   * A value by its type; if that is the SDK's, one value for each import that it may have come through.
   *
   * @param at the expression or the declaration that has the type
   * @param door the import, where the value was followed from it
   */
  typed(type: ts.Type, at: ts.Node, door?: Door): Objects {
    const isFollowed = !door && !isAmbient(at) && isOfSdk(this.resolution, type);
    const doors = isFollowed ? doorsBehind(at, this.resolution) : [door];
    const imports = doors.length > 0 ? doors : [undefined];
    return objects(...imports.map((each): FlowObject => ({ kind: 'typed', type, at, door: each })));
  }
}

export { ELEMENT };

/** Whether a type is declared in the repository alone, in a way that values of other types may have it, too. */
function isOwnType(
  type: ts.Type,
  checker: ts.TypeChecker,
  isSuch: (declaration: ts.Declaration) => boolean,
): boolean {
  const bound = type.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(type) : undefined;
  const { aliasSymbol, symbol } = checker.getNonNullableType(bound ?? type);
  const { declarations = [] } = symbol ?? aliasSymbol ?? {};
  return declarations.length > 0 && declarations.every((node) => isSuch(node) && !isAmbient(node));
}

/** The type of the cast `/** @type {Client} *\/ (value)`, at the parentheses. */
function castObjects(flow: Flow, node: ts.Expression): Objects | undefined {
  const type = ts.isParenthesizedExpression(node) ? ts.getJSDocType(node) : undefined;
  const declared = type && flow.checker.getTypeFromTypeNode(type);
  return declared && flow.isDecidedBy(declared) ? flow.typed(declared, node) : undefined;
}

function declaredResult(flow: Flow, fn: ts.FunctionLikeDeclaration): Objects | undefined {
  const type = isTypeScript(fn.getSourceFile().fileName) ? fn.type : ts.getJSDocReturnType(fn);
  const declared = type && flow.checker.getTypeFromTypeNode(type);
  if (!declared || isUntyped(declared)) return undefined;
  const result = awaitedType(declared, flow.checker);
  return flow.isDecidedBy(result) ? flow.typed(result, fn) : undefined;
}
