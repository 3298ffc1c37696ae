import ts from 'typescript';
import { calledName } from '../called-name';
import type { Callable, Frame } from './objects';

/** The frame to read an expression in: the innermost one whose function contains the expression. */
export function frameAround(node: ts.Node, frame: Frame | undefined): Frame | undefined {
  for (let at = frame; at; at = at.outer) if (isWithin(node, at.callee)) return at;
  return undefined;
}

/** The frame of a function among the current frames. */
export function frameOf(callee: Callable, frame: Frame | undefined): Frame | undefined {
  for (let at = frame; at; at = at.outer) if (at.callee === callee) return at;
  return undefined;
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return (
    outer.pos <= node.pos &&
    node.end <= outer.end &&
    node !== outer &&
    node.getSourceFile() === outer.getSourceFile()
  );
}

/** The node that binds `this`: a function, a member of a class, or the file. */
export type SelfOwner =
  | ts.FunctionLikeDeclaration
  | ts.PropertyDeclaration
  | ts.ClassStaticBlockDeclaration
  | ts.SourceFile;

export function selfOwner(node: ts.Node): SelfOwner {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isSourceFile(at)) return at;
    if (ts.isArrowFunction(at) || isRunBy(at)) continue;
    if (ts.isFunctionLike(at) && 'body' in at) return at as ts.FunctionLikeDeclaration;
    if (ts.isPropertyDeclaration(at) || ts.isClassStaticBlockDeclaration(at)) return at;
  }
  return node.getSourceFile();
}

/** Helpers of compilers that run a generator as an async function, and a function as a generator. */
export const RUNNERS = /^_*(?:awaiter|asyncToGenerator|generator)$/;

/** `__awaiter(this, void 0, void 0, function* () { … })`: the body of an async function, as compilers write it. */
function isRunBy(node: ts.Node): node is ts.FunctionExpression & { readonly parent: ts.CallExpression } {
  return (
    ts.isFunctionExpression(node) &&
    ts.isCallExpression(node.parent) &&
    RUNNERS.test(calledName(node.parent) ?? '') &&
    node.parent.arguments.includes(node)
  );
}

/** Libraries that run a generator as an async function: `co(function* () {})`, `Promise.coroutine(function* () {})`. */
const AWAITS_YIELDS = /^(?:co|(?:co\.)?wrap|(?:\w+\.)?(?:coroutine|spawn)|[Qq]\.async|app\.use)$/;

/** Whether the `yield` of a generator stands for `await`. */
export function awaitsYields(generator: ts.Node): boolean {
  if (isRunBy(generator)) return true;
  const { parent } = generator;
  return (
    ts.isFunctionExpression(generator) &&
    ts.isCallExpression(parent) &&
    parent.arguments.includes(generator) &&
    AWAITS_YIELDS.test(parent.expression.getText())
  );
}

/** `_this` of `__awaiter(_this, …, function () { this })` around a place; `undefined` where no such helper binds `this`. */
export function givenSelf(node: ts.Node): ts.Expression | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (isRunBy(at)) {
      const [self] = at.parent.arguments;
      if (self && self !== at && self.kind !== ts.SyntaxKind.ThisKeyword) return self;
    } else if (!ts.isArrowFunction(at) && (ts.isFunctionLike(at) || ts.isClassLike(at))) return undefined;
  }
  return undefined;
}

/** The function whose arguments `arguments` has: an arrow function has none of its own. */
export function argumentsOwner(at: ts.Node): ts.FunctionLikeDeclaration | undefined {
  const fn = ts.findAncestor(at.parent, (node) => ts.isFunctionLike(node) && !ts.isArrowFunction(node));
  return fn && 'body' in fn ? (fn as ts.FunctionLikeDeclaration) : undefined;
}

/** The class that an owner of `this` is a member of, static or not. */
export function classOfMember(owner: SelfOwner): ts.ClassLikeDeclaration | undefined {
  const { parent } = owner;
  return parent && ts.isClassLike(parent) ? parent : undefined;
}

export function isStatic(node: ts.Node): boolean {
  return (
    ts.isClassStaticBlockDeclaration(node) ||
    (ts.canHaveModifiers(node) &&
      (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false))
  );
}

export function constructorOf(node: ts.ClassLikeDeclaration): ts.ConstructorDeclaration | undefined {
  return node.members.find(ts.isConstructorDeclaration);
}

/** The function that a callable runs when it is called or constructed. */
export function functionOf(callee: Callable): ts.FunctionLikeDeclaration | undefined {
  return ts.isClassLike(callee) ? constructorOf(callee) : callee;
}

/** The callee that runs a function: the function itself, or the class whose constructor it is. */
export function calleeOf(fn: ts.SignatureDeclaration): Callable {
  return ts.isConstructorDeclaration(fn) ? fn.parent : (fn as ts.FunctionLikeDeclaration);
}

/** The expression that a class extends. */
export function baseOf(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  return node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
    ?.expression;
}
