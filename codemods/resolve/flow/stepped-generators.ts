import ts from 'typescript';
import { calledName } from '../called-name';
import { returnedBy } from '../syntax';

/*
 * TypeScript compiles an async function for ES5 to `__generator(this, function (_a) { switch (_a.label) { … } })`. Its body
 * returns `[2, value]` to return a value, and `[4, value]` to await one; `_a.sent()` is the result of the last await.
 */
const RETURN = '2';
const AWAIT = '4';

export const isStepped = (call: ts.CallExpression): boolean => /^_*generator$/.test(calledName(call) ?? '');

/** The values that the async function of such a body returns. */
export const returnedInSteps = (body: ts.FunctionExpression): ts.Expression[] =>
  returnedBy(body).flatMap((step) => given(step, RETURN) ?? []);

/** The awaited expression whose result `_a.sent()` is: the last await before it in the text. */
export function resumedWith(call: ts.CallExpression): ts.Expression | undefined {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'sent') return undefined;
  const state = expression.expression;
  const body = ts.findAncestor(call, ts.isFunctionLike);
  if (!ts.isIdentifier(state) || !body || !ts.isFunctionExpression(body)) return undefined;
  const [parameter] = body.parameters;
  const isState = parameter && ts.isIdentifier(parameter.name) && parameter.name.text === state.text;
  if (!isState || !ts.isCallExpression(body.parent) || !isStepped(body.parent)) return undefined;
  return returnedBy(body)
    .filter(({ pos }) => pos < call.pos)
    .flatMap((step) => given(step, AWAIT) ?? [])
    .at(-1);
}

function given(step: ts.Expression, kind: string): ts.Expression | undefined {
  if (!ts.isArrayLiteralExpression(step)) return undefined;
  const [code, value] = step.elements;
  return code && ts.isNumericLiteral(code) && code.text === kind ? value : undefined;
}
