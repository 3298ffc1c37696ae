import ts from 'typescript';
import { methodRules } from 'zentra-compat/contract';
import { isReadTwiceSafely, unwrapped } from '../../resolve/syntax';
import { isTypeScript } from '../../resolve/unit';
import { type Edit, inserted, replaced } from '../../rewrite/edits';
import type { Alternative } from '../../rewrite/transform';

/** Legacy methods whose arguments do not change, with their reviewed names. */
const renamedOnly: ReadonlyMap<string, string> = new Map(
  methodRules
    .filter(({ arguments: given }) => given === 'kept')
    .map(({ legacy, reviewed }) => [legacy, reviewed]),
);
const otherwise: readonly string[] = methodRules
  .map(({ legacy }) => legacy)
  .filter((legacy) => !renamedOnly.has(legacy));

/** Largest number of names in a generated table; a longer one would be unreadable. */
const MOST_NAMES = 8;

/**
 * `cards[name]` → `cards[new Map([['freeze', 'lock'], …]).get(name) ?? name]`: the choice for a computed name that may be a legacy one.
 * Empty if the name cannot safely be evaluated twice, or may be a method whose arguments change.
 */
export function lookUp(name: ts.Expression, checker: ts.TypeChecker): Alternative[] {
  if (!isReadTwiceSafely(unwrapped(name))) return [];
  const type = checker.getTypeAtLocation(name);
  const names = namesIn(type);
  if (names === undefined && !mayBeAnyText(type)) return [];
  if (names && (names.length > MOST_NAMES || names.some((each) => otherwise.includes(each)))) return [];
  const legacy = [...renamedOnly].filter(([each]) => names === undefined || names.includes(each));
  const edits =
    names && isTypeScript(name.getSourceFile().fileName)
      ? typedLookUp(name, names)
      : [
          inserted(name.getStart(), `new Map([${legacy.map(pair).join(', ')}]).get(`),
          inserted(name.getEnd(), `) ?? ${name.getText()}`),
        ];
  const never = names === undefined ? `, and never ${alternatively(otherwise)}, whose arguments change` : '';
  return [
    {
      choice: 'look-up',
      text: `it may be ${alternatively(legacy.map(([each]) => each))}${never}: the reviewed name is looked up`,
      outcome: { status: 'rewritten', edits },
    },
  ];
}

/** Whether an expression is a lookup that {@link lookUp} generated. */
export function isLookedUp(name: ts.Expression): boolean {
  const node = unwrapped(name);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken)
    return false;
  const call = unwrapped(node.left);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { expression: table, name: method } = call.expression;
  const [pairs] = ts.isNewExpression(table) ? (table.arguments ?? []) : [];
  if (method.text !== 'get' || !pairs || !ts.isArrayLiteralExpression(pairs)) return false;
  if (!ts.isNewExpression(table) || table.expression.getText() !== 'Map') return false;
  return pairs.elements.length > 0 && pairs.elements.every(isPairOfNames);
}

function isPairOfNames(node: ts.Expression): boolean {
  if (!ts.isArrayLiteralExpression(node)) return false;
  const [legacy, reviewed] = node.elements;
  if (!legacy || !reviewed || !ts.isStringLiteralLike(legacy) || !ts.isStringLiteralLike(reviewed))
    return false;
  return renamedOnly.get(legacy.text) === reviewed.text;
}

/**
 * `({ freeze: 'lock', … } as const)[name]`, whose type has only the reviewed names. TypeScript calls a union of methods only if their
 * overloads are equal; otherwise the name is cast to one whose method takes the arguments of all.
 */
function typedLookUp(name: ts.Expression, names: readonly string[]): Edit[] {
  const pairs = names.map((each) => [each, renamedOnly.get(each) ?? each] as const);
  const table = `({ ${pairs.map(([legacy, reviewed]) => `${legacy}: '${reviewed}'`).join(', ')} } as const)`;
  const reviewed = new Set(pairs.map(([, each]) => each));
  const isCallable = reviewed.size === 1 || [...reviewed].every((each) => EQUAL.includes(each));
  return [replaced(name, `${table}[${name.getText()}]${isCallable ? '' : ` as '${EQUAL[0]}'`}`)];
}

/** Methods with equal overloads, which take a card and any options. */
const EQUAL: readonly string[] = ['lock', 'unlock'];

const alternatively = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' or ');

const pair = ([legacy, reviewed]: readonly [string, string]): string => `['${legacy}', '${reviewed}']`;

/** The names of a union of string literals; `undefined` if the type allows other values. */
function namesIn(type: ts.Type): string[] | undefined {
  const members = type.isUnion() ? type.types : [type];
  const names = members.map((each) => (each.isStringLiteral() ? each.value : undefined));
  return names.every((each) => each !== undefined && /^[a-z]\w*$/i.test(each))
    ? (names as string[])
    : undefined;
}

const mayBeAnyText = ({ flags }: ts.Type): boolean =>
  (flags & (ts.TypeFlags.Any | ts.TypeFlags.String)) !== 0;
