import ts from 'typescript';
import { calledName } from './called-name';
import { usesOf } from './lexical-scope';
import { nameText, wrapped } from './syntax';

/** Functions of test libraries, and of the customer's own, that make a fake from a list of its methods. */
const MAKES_FAKE = /spy|stub|mock|fake|double|dummy/i;
/** `td.object(['stop'])`: of a name that means something else elsewhere. */
const MAKES_OBJECT = /^(?:td|testdouble)\.object$/;

export const makesFakeOf = (call: ts.CallExpression): boolean =>
  MAKES_FAKE.test(calledName(call) ?? '') || MAKES_OBJECT.test(call.expression.getText());

/** The call that makes a fake with a method of a listed name: `createSpyObj('cards', ['stop'])`, also through a constant. */
export function fakeOfListed(name: ts.StringLiteralLike): ts.CallExpression | undefined {
  const list = name.parent;
  if (!ts.isArrayLiteralExpression(list)) return undefined;
  const at = wrapped(list);
  const { parent } = at;
  const named = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
  if (!named) return callWith(at);
  const uses = usesOf(named, named.getSourceFile(), named.getSourceFile().end);
  const [call, ...others] = uses.map(callWith);
  return others.length === 0 ? call : undefined;
}

function callWith(argument: ts.Node): ts.CallExpression | undefined {
  const { parent: call } = argument;
  if (ts.isPropertyAccessExpression(call) && call.expression === argument) return madeOfEach(call);
  const isGiven = ts.isCallExpression(call) && call.arguments.includes(argument as ts.Expression);
  return isGiven && makesFakeOf(call) ? call : undefined;
}

/** `Object.fromEntries(names.map(…))` and `names.reduce(…)`. */
function madeOfEach(method: ts.PropertyAccessExpression): ts.CallExpression | undefined {
  const { parent: call } = method;
  if (!ts.isCallExpression(call) || call.expression !== method) return undefined;
  if (method.name.text === 'reduce') return call;
  const { parent: outer } = call;
  const isList = method.name.text === 'map' && ts.isCallExpression(outer) && outer.arguments[0] === call;
  return isList && outer.expression.getText() === 'Object.fromEntries' ? outer : undefined;
}

/** The names of the methods that a call gives a fake: a list of names, or the keys of an object. */
export function namesGiven(call: ts.CallExpression, checker: ts.TypeChecker): string[] {
  if (!makesFakeOf(call)) return [];
  return call.arguments.flatMap((argument): string[] => {
    const list = ts.isIdentifier(argument) ? constant(argument, checker) : argument;
    if (list && ts.isArrayLiteralExpression(list))
      return list.elements.filter(ts.isStringLiteralLike).map(({ text }) => text);
    const isOfKeys = SPY_OBJECT.test(calledName(call) ?? '') && ts.isObjectLiteralExpression(argument);
    return isOfKeys ? argument.properties.flatMap(({ name }) => (name && nameText(name)) ?? []) : [];
  });
}

/** `createSpyObj('cards', { stop: result })`; other functions take objects for other reasons. */
const SPY_OBJECT = /spyobj/i;

function constant(name: ts.Identifier, checker: ts.TypeChecker): ts.Expression | undefined {
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}
