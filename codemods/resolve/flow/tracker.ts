import ts from 'typescript';
import { isAssignment, nameText, passesOn, returnedBy, unwrapped } from '../syntax';
import { handedOn } from './arguments';
import { appliedSite, boundSite, joined } from './calls';
import { chainOf, familyOf } from './classes';
import { type Element, elementSite, isElement } from './elements';
import { isExportsObject, ownReadsOf } from './exports';
import { ELEMENT, type Flow } from './flow';
import { importersOf } from './importers';
import { namesIn } from './names';
import { type Callable, type CallSite, type FlowObject, type Frame, idOf, NOTHING, union } from './objects';
import { selvesOf, selvesOfLiteral } from './own-selves';
import {
  awaitsYields,
  baseOf,
  calleeOf,
  constructorOf,
  frameAround,
  frameOf,
  functionOf,
  isStatic,
} from './scopes';
import type { Use } from './uses';
import { ANY_KEY } from './writes-in';

/** Steps from a value to the tracked function: a member's name, a call's result, an instance. */
export type Path = readonly string[];
export const CALL = '()';
export const NEW = 'new';

/** Takes a followed value where it leaves the names of the program. */
export interface Taker {
  /** @returns whether it was taken, so that it is not followed into what is called */
  takesGiven(
    tracker: Tracker,
    call: ts.CallExpression | ts.NewExpression,
    node: ts.Expression,
    path: Path,
  ): boolean;
  takesTarget(target: ts.Expression, path: Path): void;
  takesExport(source: ts.SourceFile, name: string | undefined, path: Path): void;
  /** @param path the steps from the member's value */
  takesMember(member: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, path: Path): void;
  takesAttribute(attribute: ts.JsxAttribute, path: Path): void;
}

interface TrackerOptions {
  /** The frame to read the arguments of calls in. */
  frame?: Frame | undefined;
  /** The frame that the value was made in. */
  madeIn?: Frame | undefined;
  taker?: Taker;
}

/** So many places cost as much as one question. */
const PLACES_PER_QUESTION = 4;
/** So many places of `this` that are looked at cost as much as one question. */
const SELVES_PER_QUESTION = 32;
/** Places that one function may reach, and the depth of nested members that hold it. */
const MAX_PLACES = 20_000;
const MAX_PATH = 6;

/**
 * Follows a value, mostly a function, forwards through all names and objects that hold it, to its call sites. One class of more than 400
 * lines, since each step may lead to any other.
 */
export class Tracker {
  readonly uses = new Map<string, Use>();
  /** The nodes that may be the value itself. */
  readonly places = new Set<ts.Node>();
  /** Whether it reaches more places than are followed. */
  isBounded = false;
  readonly flow: Flow;
  readonly #visited = new Set<string>();
  #frame: Frame | undefined;
  readonly #madeIn: Frame | undefined;
  #isBoundSomewhere = false;

  readonly #taker: Taker | undefined;

  constructor(flow: Flow, { frame, madeIn, taker }: TrackerOptions = {}) {
    this.flow = flow;
    this.#taker = taker;
    this.#frame = frame;
    this.#madeIn = madeIn;
  }

  called(site: CallSite): undefined {
    this.uses.set(`call:${idOf(site.node)}:${site.frame?.id}`, { kind: 'call', site });
  }

  escaped(kind: 'handed' | 'public', at: ts.Node, why: string): undefined {
    this.uses.set(`${kind}:${idOf(at)}`, { kind, at, why });
  }

  /** Whether this is the first visit. Past a number of visits the function counts as handed on. */
  private enters(node: ts.Node, kind: string, path: Path): boolean {
    const key = this.keyOfVisit(node, kind, path);
    if (this.#visited.has(key)) return false;
    if (this.#visited.size > MAX_PLACES || path.length > MAX_PATH || holdsItself(path)) {
      this.isBounded = true;
      this.escaped('handed', node, 'the function goes to more places than are followed');
      return false;
    }
    this.#visited.add(key);
    if (path.length === 0) this.places.add(node);
    if (this.#visited.size % PLACES_PER_QUESTION === 0) this.flow.table.spends(1);
    return true;
  }

  private hasEntered(node: ts.Node, path: Path): boolean {
    return this.#visited.has(this.keyOfVisit(node, 'at', path));
  }

  private keyOfVisit(node: ts.Node, kind: string, path: Path): string {
    return `${kind}:${idOf(node)}:${path.join('.')}:${frameAround(node, this.#frame)?.id}`;
  }

  /** Follows a value into the function that a call passes it to, where other arguments come from the same call. */
  inCall(
    fn: ts.FunctionLikeDeclaration,
    call: ts.CallExpression | ts.NewExpression,
    follow: () => void,
  ): void {
    const outer = this.#frame;
    this.#frame = this.flow.frame(calleeOf(fn), this.flow.site(call, outer), undefined);
    follow();
    this.#frame = outer;
  }

  /** Follows a function or class by its name, and by the expression or member that it is. */
  trackCallable(callee: Callable, path: Path): undefined {
    if (!this.enters(callee, 'callable', path)) return;
    if (ts.isConstructorDeclaration(callee)) return this.trackCallable(callee.parent, path);
    if (ts.isMethodDeclaration(callee) || ts.isAccessor(callee)) return this.trackMember(callee, path);
    if (path[0] === NEW) this.trackSelves(callee, path.slice(1));
    else this.trackClass(callee, path);
    if (callee.name && ts.isIdentifier(callee.name)) this.trackName(callee.name, path);
    if (ts.isFunctionDeclaration(callee) || ts.isClassDeclaration(callee)) {
      if (isDefaultExport(callee)) this.trackExport(callee.getSourceFile(), 'default', path);
    } else this.follow(callee as ts.Expression, path);
  }

  private trackMember(member: ts.MethodDeclaration | ts.AccessorDeclaration, path: Path): undefined {
    const name = nameText(member.name);
    if (name === undefined)
      return this.escaped('handed', member, 'the run computes the name of the function');
    const rest = ts.isAccessor(member) ? path.slice(1) : path;
    const owner = member.parent;
    if (ts.isObjectLiteralExpression(owner)) this.follow(owner, [name, ...rest]);
    else if (ts.isClassLike(owner)) {
      this.trackCallable(owner, isStatic(member) ? [name, ...rest] : [NEW, name, ...rest]);
    }
  }

  /** Follows `this` of the static members of a class that holds the value, and `this.constructor` of its instances. */
  private trackClass(of: Callable, path: Path): undefined {
    if (ts.isClassLike(of)) {
      for (const member of of.members.filter(isStatic))
        for (const self of selvesOf(member, memberOf(path))) this.follow(self, path);
    }
    const reads = namesIn(of.getSourceFile()).identifiers('constructor');
    if (reads.some(({ parent }) => ts.isPropertyAccessExpression(parent)))
      this.trackSelves(of, ['constructor', ...path]);
  }

  /** Follows each `this` and `super` that may be an instance of a class. */
  private trackSelves(of: Callable, path: Path): undefined {
    const family = familyOf(this.flow, of);
    for (const above of chainOf(this.flow, of).own) {
      const selves = selvesFor(above, memberOf(path));
      this.flow.table.spends(Math.floor(selves.length / SELVES_PER_QUESTION));
      for (const self of selves) {
        if (self.kind === ts.SyntaxKind.SuperKeyword && ts.isCallExpression(self.parent)) continue;
        if (this.hasEntered(self, path) || !this.isInstance(self, family)) continue;
        this.follow(self as ts.Expression, path);
      }
    }
  }

  private isInstance(self: ts.Node, family: ReadonlySet<Callable>): boolean {
    for (const object of this.flow.objectsOf(self as ts.Expression, undefined).values()) {
      if (object.kind === 'instance' && family.has(object.of)) return true;
    }
    return false;
  }

  /** Follows all uses of the variable that a name declares or refers to. */
  trackName(name: ts.Identifier, path: Path): undefined {
    if (!this.enters(name, 'name', path)) return;
    const { checker } = this.flow;
    const symbol = checker.getSymbolAtLocation(name);
    if (!symbol)
      return this.escaped('handed', name, `the function is handed on as ${name.text}, which is not followed`);
    for (const use of this.flow.variables.usesOf(symbol, name)) if (use !== name) this.follow(use, path);
    const declaration = symbol.valueDeclaration;
    if (declaration && isExported(declaration)) this.trackExport(name.getSourceFile(), name.text, path);
  }

  /** Follows an export into every file that imports it. */
  trackExport(source: ts.SourceFile, name: string | undefined, path: Path): undefined {
    if (!this.enters(source, `export ${name}`, path)) return;
    this.#taker?.takesExport(source, name, path);
    if (this.flow.sight.isPublic(source.fileName)) {
      this.escaped(
        'public',
        source,
        `${name ?? 'it'} leaves the package, so that callers may be out of sight`,
      );
    }
    const whole = name === undefined ? path : [name, ...path];
    for (const read of ownReadsOf(source, memberOf(whole))) this.follow(read, whole);
    for (const use of importersOf(this.flow, source, name)) {
      if (use.kind === 'value') this.follow(use.node, [...use.keys, ...path]);
      else if (use.kind === 'name') this.trackBound(use.node, [...use.keys, ...path]);
      else if (use.kind === 'module') this.trackExport(use.node, use.name, [...use.keys, ...path]);
      else if (use.member === path[0]) this.trackBound(use.node, path.slice(1));
    }
  }

  /** Follows a name or pattern that is bound to a value. */
  trackBound(name: ts.BindingName, path: Path): undefined {
    if (ts.isIdentifier(name)) return this.trackName(name, path);
    if (path.length === 0) this.places.add(name);
    const [step, ...rest] = path;
    for (const [index, element] of name.elements.entries()) {
      if (ts.isOmittedExpression(element)) continue;
      if (element.dotDotDotToken) this.trackBound(element.name, path);
      const key = ts.isArrayBindingPattern(name)
        ? String(index)
        : nameText(element.propertyName ?? element.name);
      const isList = ts.isArrayBindingPattern(name) && step === ELEMENT;
      if (isList || key === step || key === undefined) this.trackBound(element.name, rest);
    }
  }

  /** Follows an object that holds the function. */
  trackObject(object: FlowObject, path: Path, at: ts.Node): undefined {
    switch (object.kind) {
      case 'literal':
        return this.follow(object.node, path);
      case 'made':
        return object.by === 'package' && path[0] !== ELEMENT
          ? this.escaped('handed', at, 'the function is given to a package')
          : this.follow(object.node, path);
      case 'callable':
        return this.trackCallable(object.node, path);
      case 'generator':
        return this.trackCallable(object.node, [CALL, ...path]);
      case 'entries':
        return path[0] === ELEMENT && path[1] === '1'
          ? this.trackObject(object.of, [ELEMENT, ...path.slice(2)], at)
          : undefined;
      case 'instance':
      case 'prototype':
        return this.trackCallable(object.of, [NEW, ...path]);
      case 'module':
        return this.trackExport(object.source, path[0], path.slice(1));
      case 'plain':
      case 'bound':
      case 'rest':
        return;
      case 'carrier':
        // A taker is told only what certainly happens, and some reads of the name may be of other objects.
        return this.#taker ? undefined : this.trackReads(path, at);
      case 'typed':
      case 'foreign':
      case 'open':
        return this.escaped('handed', at, 'the function is given to code that is not in sight');
    }
  }

  /** Follows all reads of a member by name, on any object: a carrier's member may be read anywhere. */
  private trackReads([name, ...rest]: Path, at: ts.Node): undefined {
    if (name === undefined) return this.escaped('handed', at, 'the function is given to a framework');
    for (const use of this.flow.identifiersOf(name)) {
      if (ts.isPropertyAccessExpression(use.parent) && use.parent.name === use) this.follow(use.parent, rest);
    }
  }

  /** Follows a value at a place, by its parent node. */
  follow(node: ts.Expression, path: Path): undefined {
    if (!this.enters(node, 'at', path)) return;
    if (ts.isObjectLiteralExpression(node) && path.length > 0)
      for (const self of selvesOfLiteral(node, memberOf(path))) this.follow(self, path);
    const { parent } = node;
    if (passesOn(parent, node)) return this.follow(parent, path);
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.expression === node) this.followMember(parent, path);
      return;
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.followCall(parent, node, path);
    if (ts.isTaggedTemplateExpression(parent) && parent.tag === node) return this.followTag(parent, path);
    if (ts.isVariableDeclaration(parent) && parent.initializer === node)
      return this.trackBound(parent.name, path);
    if (ts.isParameter(parent) || ts.isBindingElement(parent)) {
      if (parent.initializer === node) this.trackBound(parent.name, path);
      return;
    }
    if (ts.isBinaryExpression(parent)) return this.followAssignment(parent, node, path);
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      const key = nameText(parent.name);
      if (key === undefined) this.escaped('handed', parent, 'the run computes the name of the function');
      else if (parent.name !== node || ts.isShorthandPropertyAssignment(parent)) {
        this.#taker?.takesMember(parent, path);
        this.follow(parent.parent, [key, ...path]);
      }
      return;
    }
    if (ts.isSpreadAssignment(parent)) return this.follow(parent.parent as ts.ObjectLiteralExpression, path);
    if (ts.isSpreadElement(parent)) return this.followSpread(parent, path);
    if (ts.isArrayLiteralExpression(parent)) return this.follow(parent, [ELEMENT, ...path]);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      return this.followReturn(node, path);
    }
    if (ts.isForOfStatement(parent) && parent.expression === node) return this.followLoop(parent, path);
    if (ts.isExportAssignment(parent)) return this.trackExport(node.getSourceFile(), 'default', path);
    if (ts.isExportSpecifier(parent)) return this.trackExport(node.getSourceFile(), parent.name.text, path);
    if (ts.isExpressionWithTypeArguments(parent)) return this.followHeritage(parent, path);
    if (ts.isPropertyDeclaration(parent) && parent.initializer === node)
      return this.followField(parent, path);
    if (ts.isYieldExpression(parent)) return this.followYield(parent, path);
    if (isElement(parent)) return this.followElement(parent, path);
    if (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent))
      return this.followAttribute(parent.parent, path);
    if (ts.isThrowStatement(parent) || ts.isJsxExpression(parent) || ts.isJsxSpreadAttribute(parent)) {
      this.escaped('handed', node, 'the function is given to code that is not in sight');
    }
  }

  private followMember(
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    path: Path,
  ): undefined {
    const name = ts.isPropertyAccessExpression(access) ? access.name.text : elementKey(access);
    const [step, ...rest] = path;
    const call = access.parent;
    const isCalled = ts.isCallExpression(call) && call.expression === access;
    if (step === undefined && isCalled && /^(?:call|apply|bind)$/.test(name))
      return this.followReflective(call, name);
    if (isCalled && this.givesSelf(access, name)) this.follow(call, path);
    if (step === NEW && name === 'prototype') return this.follow(access, rest);
    // A method that is added to the object has it as `this`.
    if (isAssignment(call) && call.left === access && ts.isFunctionExpression(call.right))
      for (const self of selvesOf(call.right, memberOf(path))) this.follow(self, path);
    if (step === name || (step !== undefined && step !== CALL && step !== NEW && name === ELEMENT))
      return this.follow(access, rest);
    if (step === ELEMENT && /^\d+$/.test(name)) return this.follow(access, rest);
    if (isCalled) this.followMethod(call, name, path);
  }

  /** Whether a method returns the object that it is called on: `register()` of `container.register(…).register(…)`. */
  private givesSelf(method: ts.Expression, name: string): boolean {
    if (!someGiveSelf(this.flow.index.identifiers(name))) return false;
    const targets = [...this.flow.objectsOf(method, undefined).values()];
    return targets.some((target) => target.kind === 'callable' && returnsSelf(functionOf(target.node)));
  }

  /** Follows a built-in method that is called on the value: of a list, a map or a promise. */
  private followMethod(call: ts.CallExpression, name: string, path: Path): undefined {
    const [first] = call.arguments;
    const rest = path[0] === ELEMENT ? path.slice(1) : undefined;
    if (/^(?:then|finally)$/.test(name)) {
      if (first && name === 'then') this.followCallback(first, path);
      return name === 'then' ? undefined : this.follow(call, path);
    }
    if (name === 'catch') return this.follow(call, path);
    if (!rest) return;
    if (name === 'next') return this.follow(call, ['value', ...rest]);
    if (/^(?:find|findLast|at|pop|shift|get|deref)$/.test(name)) return this.follow(call, rest);
    if (/^(?:filter|slice|concat|reverse|sort|flat|values|splice|set|add)$/.test(name))
      this.follow(call, path);
    if (name === 'entries') this.follow(call, [ELEMENT, '1', ...rest]);
    if (first && /^reduce(?:Right)?$/.test(name)) this.followCallback(first, rest, 1);
    if (first && /^(?:forEach|map|flatMap|some|every|find|filter)$/.test(name))
      this.followCallback(first, rest);
  }

  /** Follows the parameter of a callback that receives the value. */
  private followCallback(callback: ts.Expression, path: Path, place = 0): undefined {
    for (const object of this.flow.objectsOf(callback, undefined).values()) {
      if (object.kind !== 'callable' || ts.isClassLike(object.node)) continue;
      const parameter = object.node.parameters[place];
      if (parameter) this.trackBound(parameter.name, path);
    }
  }

  private followReflective(call: ts.CallExpression, how: string): undefined {
    const [self, ...given] = call.arguments;
    const frame = this.#frame;
    const own = self && (() => this.flow.objectsOf(self, frame));
    if (how === 'apply') return this.called(appliedSite(this.flow, call, given[0], frame, own));
    this.called(this.flow.site(call, frame, given, own));
    if (how === 'call') return;
    this.#isBoundSomewhere = true;
    this.follow(call, []);
  }

  /** Follows the function that `_.bind(fn, self, …)` gives. */
  boundBy(call: ts.CallExpression): undefined {
    this.called(boundSite(this.flow, call, this.#frame));
    this.#isBoundSomewhere = true;
    this.follow(call, []);
  }

  private followCall(call: ts.CallExpression | ts.NewExpression, node: ts.Expression, path: Path): undefined {
    if (call.expression === node) {
      const [step, ...rest] = path;
      if (step === undefined) this.calledAt(call);
      else if (step === (ts.isNewExpression(call) ? NEW : CALL)) this.follow(call, rest);
      return;
    }
    if (!this.#taker?.takesGiven(this, call, node, path)) handedOn(this, call, node, path);
  }

  /** A tag is called with the texts of its template, and with the values between them. */
  private followTag(node: ts.TaggedTemplateExpression, path: Path): undefined {
    const [step, ...rest] = path;
    if (step === CALL) return this.follow(node, rest);
    if (step !== undefined) return;
    const spans = ts.isTemplateExpression(node.template) ? node.template.templateSpans : [];
    this.called({
      node,
      frame: this.#frame,
      count: spans.length + 1,
      argument: (index) => {
        const span = spans[index - 1];
        return span ? this.flow.objectsOf(span.expression, this.#frame) : NOTHING;
      },
    });
  }

  /** Records a call of the function itself or of a bound function, whose bound arguments come first. */
  private calledAt(call: ts.CallExpression | ts.NewExpression): undefined {
    const site = this.flow.site(call, this.#frame, call.arguments ?? [], selfOf(this.flow, call));
    if (!this.#isBoundSomewhere) return this.called(site);
    const callees = [...this.flow.objectsOf(call.expression, undefined).values()];
    const bound = callees.flatMap((callee) => (callee.kind === 'bound' ? [joined(callee.given, site)] : []));
    if (bound.length === 0) return this.called(site);
    // The callee may also be the unbound function, which is called without the bound arguments.
    const isAlsoUnbound = callees.some(({ kind }) => kind === 'callable' || kind === 'open');
    const sites = isAlsoUnbound ? [site, ...bound] : bound;
    this.called({
      ...bound[0]!,
      ...(sites.length > 1 && { count: undefined }),
      argument: (index) => union(sites.map((each) => each.argument(index))),
    });
  }

  private followSpread(spread: ts.SpreadElement, path: Path): undefined {
    const { parent } = spread;
    if (ts.isArrayLiteralExpression(parent)) return this.follow(parent, path);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) handedOn(this, parent, spread, path);
  }

  private followAssignment(node: ts.BinaryExpression, value: ts.Expression, path: Path): undefined {
    if (node.right !== value || !isAssignment(node)) return;
    this.follow(node, path);
    this.trackTarget(unwrapped(node.left), path);
  }

  /** Follows the target of an assignment. */
  trackTarget(target: ts.Expression, path: Path): undefined {
    // A target with a default: `({ onReady = nothing } = hooks)`.
    if (ts.isBinaryExpression(target)) return this.trackTarget(unwrapped(target.left), path);
    this.#taker?.takesTarget(target, path);
    if (ts.isIdentifier(target)) {
      if (target.text === 'exports') return;
      return this.trackWritten(target, path);
    }
    if (ts.isObjectLiteralExpression(target)) {
      for (const property of target.properties) {
        const key = property.name && nameText(property.name);
        if (key !== path[0]) continue;
        if (ts.isShorthandPropertyAssignment(property)) this.trackTarget(property.name, path.slice(1));
        if (ts.isPropertyAssignment(property)) this.trackTarget(property.initializer, path.slice(1));
      }
      return;
    }
    if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return;
    const source = target.getSourceFile();
    const name = ts.isPropertyAccessExpression(target) ? target.name.text : elementKey(target);
    if (isExportsObject(target)) return this.trackExport(source, undefined, path);
    if (isExportsObject(target.expression)) return this.trackExport(source, name, path);
    const step = name === 'prototype' ? NEW : name;
    for (const object of this.flow.objectsOf(target.expression, undefined).values()) {
      this.trackObject(object, [step, ...path], target);
    }
  }

  /** Follows an assigned variable by its declaration. */
  private trackWritten(target: ts.Identifier, path: Path): undefined {
    const declaration = this.flow.checker.getSymbolAtLocation(target)?.valueDeclaration;
    const name = declaration && (declaration as { name?: ts.Node }).name;
    if (name && ts.isIdentifier(name)) this.trackName(name, path);
    else
      this.escaped(
        'handed',
        target,
        `the function is kept in ${target.text}, which nothing in sight declares`,
      );
  }

  private followReturn(node: ts.Expression, path: Path): undefined {
    const fn = ts.findAncestor(node.parent, ts.isFunctionLike) as ts.FunctionLikeDeclaration | undefined;
    // A method that returns the object that it is called on is followed where it is called.
    if (!fn || (node.kind === ts.SyntaxKind.ThisKeyword && !ts.isArrowFunction(fn))) return;
    const call = this.#callIn(fn);
    if (call) return this.follow(call, path);
    const step = ts.isConstructorDeclaration(fn) ? NEW : CALL;
    this.trackCallable(calleeOf(fn), [step, ...path]);
    // An old-style constructor may return another object than `this`.
    if (ts.isFunctionDeclaration(fn)) this.trackCallable(fn, [NEW, ...path]);
  }

  /** An element calls its component. */
  private followElement(element: Element, path: Path): undefined {
    if (path.length === 0) this.called(elementSite(element, frameAround(element, this.#frame)));
  }

  /** Follows the value of an attribute into the component that is given it. */
  private followAttribute(attribute: ts.JsxAttribute, path: Path): undefined {
    const element = attribute.parent.parent;
    const name = nameText(attribute.name) ?? ELEMENT;
    this.#taker?.takesAttribute(attribute, path);
    for (const component of this.flow.objectsOf(element.tagName as ts.Expression, undefined).values()) {
      const fn = component.kind === 'callable' ? functionOf(component.node) : undefined;
      const [props] = fn?.parameters ?? [];
      if (props) this.trackBound(props.name, [name, ...path]);
      if (component.kind !== 'callable' || ts.isClassLike(component.node)) {
        this.escaped(
          'handed',
          attribute,
          'the function is an attribute of an element whose component is not in sight',
        );
      }
    }
  }

  /** An awaiting generator gets the value back; any other gives it to whoever reads its elements. */
  private followYield(node: ts.YieldExpression, path: Path): undefined {
    const generator = ts.findAncestor(node, ts.isFunctionLike) as ts.FunctionLikeDeclaration | undefined;
    if (!generator) return;
    if (awaitsYields(generator)) return this.follow(node, path);
    this.trackCallable(calleeOf(generator), node.asteriskToken ? [CALL, ...path] : [CALL, ELEMENT, ...path]);
  }

  /** The call of a function that the tracked value was made in, where that is known: what the function returns goes nowhere else. */
  #callIn(fn: ts.FunctionLikeDeclaration): ts.CallExpression | undefined {
    const node = frameOf(calleeOf(fn), this.#madeIn)?.site.node;
    return node && ts.isCallExpression(node) && !isReflective(node) ? node : undefined;
  }

  private followLoop({ initializer }: ts.ForOfStatement, path: Path): undefined {
    const [step, ...rest] = path;
    if (step !== ELEMENT) return;
    if (!ts.isVariableDeclarationList(initializer)) return this.trackTarget(unwrapped(initializer), rest);
    for (const { name } of initializer.declarations) {
      // A loop over a map takes pairs.
      this.trackBound(name, ['1', ...rest]);
      this.trackBound(name, rest);
    }
  }

  /** Follows a class that extends the value: it inherits the members, and its `super(…)` calls the constructor. */
  private followHeritage(clause: ts.ExpressionWithTypeArguments, path: Path): undefined {
    const child = clause.parent.parent;
    if (!ts.isClassLike(child) || baseOf(child) !== clause.expression) return;
    if (path.length > 0) return this.trackCallable(child, path);
    if (!constructorOf(child)) return this.trackCallable(child, path);
    for (const self of namesIn(child.getSourceFile()).all.selves) {
      const call = self.parent;
      const isOwn =
        self.kind === ts.SyntaxKind.SuperKeyword && child.pos <= self.pos && self.end <= child.end;
      if (isOwn && ts.isCallExpression(call) && call.expression === self)
        this.called(this.flow.site(call, undefined));
    }
  }

  private followField(field: ts.PropertyDeclaration, path: Path): undefined {
    const name = nameText(field.name);
    if (name === undefined || !ts.isClassLike(field.parent)) return;
    this.trackCallable(field.parent, isStatic(field) ? [name, ...path] : [NEW, name, ...path]);
  }
}

/** The function that a member's name stands for: `name() {}`, `name: function () {}`, `target.name = function () {}`. */
function functionAt(member: ts.Node): ts.Node | undefined {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  if (!ts.isPropertyAccessExpression(member)) return member;
  return ts.isBinaryExpression(member.parent) ? member.parent.right : undefined;
}

const returnsSelf = (fn: ts.Node | undefined): boolean =>
  fn !== undefined &&
  ts.isFunctionLike(fn) &&
  'body' in fn &&
  returnedBy(fn as ts.FunctionLikeDeclaration).some(({ kind }) => kind === ts.SyntaxKind.ThisKeyword);

/** By the list of a name's places, since a bundle calls methods of the same name everywhere. */
const selfGiving = new WeakMap<readonly ts.Identifier[], boolean>();

/** Whether a function that is kept under a name returns what it is called on. */
function someGiveSelf(named: readonly ts.Identifier[]): boolean {
  const known = selfGiving.get(named) ?? named.some(({ parent }) => returnsSelf(functionAt(parent)));
  selfGiving.set(named, known);
  return known;
}

/** `f.call(…)` and `f.apply(…)`, whose arguments are not those of the call. */
const isReflective = ({ expression }: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(expression) && /^(?:call|apply|bind)$/.test(expression.name.text);

/** `this` and `super` in the file of a class, as far as they may lead to the named member. */
function selvesFor(of: Callable, name: string | undefined): readonly ts.Node[] {
  const { selves, namedSelves } = namesIn(of.getSourceFile()).all;
  if (name === undefined) return selves;
  return [...(namedSelves.get(name) ?? []), ...(namedSelves.get(ANY_KEY) ?? [])];
}

/** The member that a path begins with; `undefined` where it begins with any, or with none. */
const memberOf = ([step]: Path): string | undefined =>
  step === CALL || step === NEW || step === ELEMENT ? undefined : step;

function elementKey({ argumentExpression }: ts.ElementAccessExpression): string {
  const key = unwrapped(argumentExpression);
  return ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) ? key.text : ELEMENT;
}

/** Whether a path leads through the same member twice, or from an instance to another class: such paths multiply without end. */
const holdsItself = (path: Path): boolean =>
  path.length > 3 && path.some((step, at) => step !== ELEMENT && step !== CALL && path.indexOf(step) < at);

function selfOf(flow: Flow, { expression }: ts.CallExpression | ts.NewExpression) {
  const callee = unwrapped(expression);
  return ts.isPropertyAccessExpression(callee)
    ? () => flow.objectsOf(callee.expression, undefined)
    : undefined;
}

function isExported(declaration: ts.Declaration): boolean {
  return (
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0 &&
    !isDefaultExport(declaration)
  );
}

function isDefaultExport(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Default) !== 0;
}
