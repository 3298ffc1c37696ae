import ts from 'typescript';
import { isStorage } from '../containers';
import { nameText, returnedBy } from '../syntax';
import { isUntyped } from '../untyped';
import { RESULT } from '../verdict';
import { basesOf } from './classes';
import type { Flow } from './flow';
import {
  type CallSite,
  each,
  type FlowObject,
  NOTHING,
  type Objects,
  objects,
  openBehind,
  union,
} from './objects';
import { resolvedBy } from './passed';
import { functionOf } from './scopes';

/** The objects that `new` makes of a value. */
export function construct(flow: Flow, made: FlowObject, site: CallSite, at: ts.Node): Objects {
  switch (made.kind) {
    case 'typed': {
      if (ts.isNewExpression(at) && isPromise(at) && made.door === undefined)
        return resolvedBy(flow, at, site.frame);
      if (ts.isNewExpression(at) && made.door === undefined && isProxy(at)) return proxied(flow, site, at);
      if (ts.isNewExpression(at) && made.door === undefined && isLibrary(at)) {
        return objects({ kind: 'made', node: at, by: at.expression.getText() });
      }
      const [signature] = made.type.getConstructSignatures();
      if (!signature) return constructedByFunction(flow, made.type, site);
      const type = flow.checker.getReturnTypeOfSignature(signature);
      return isUntyped(type) ? NOTHING : flow.typed(type, made.at, made.door);
    }
    case 'callable':
      return constructed(flow, made, site);
    case 'bound':
      return construct(flow, made.target, made.given, at);
    case 'foreign':
      if (!ts.isNewExpression(at)) return objects(made);
      if (isPromise(at)) return resolvedBy(flow, at, site.frame);
      return objects(
        flow.isMadeFor(at) && !isStorage(at)
          ? flow.open(at, `what ${at.expression.getText()} holds is its package's to say`)
          : { kind: 'made', node: at, by: 'package' },
      );
    case 'open':
      return openBehind(made, RESULT);
    default:
      return NOTHING;
  }
}

/** `new Promise(…)`, of the language or of a package. */
const isPromise = ({ expression }: ts.NewExpression): boolean =>
  ts.isIdentifier(expression) && expression.text === 'Promise';

const isProxy = ({ expression }: ts.NewExpression): boolean =>
  ts.isIdentifier(expression) && expression.text === 'Proxy';

/** A proxy is its target, unless its handler gives other members. */
function proxied(flow: Flow, site: CallSite, at: ts.NewExpression): Objects {
  const target = site.argument(0);
  const [, handler] = at.arguments ?? [];
  const isPlain =
    handler !== undefined &&
    ts.isObjectLiteralExpression(handler) &&
    handler.properties.every(({ name }) => name && nameText(name) !== 'get');
  return isPlain ? target : union([target, objects(flow.open(at, 'its handler may give other members'))]);
}

/** `new Map()`, `new Array()`: collections that return what is put into them. */
function isLibrary({ expression }: ts.NewExpression): boolean {
  return ts.isIdentifier(expression) && /^(?:Map|WeakMap|Set|WeakSet|Array|WeakRef)$/.test(expression.text);
}

/** `new F()` of a plain function, which has no type for that in TypeScript: its `any` says nothing of what the function makes. */
function constructedByFunction(flow: Flow, type: ts.Type, site: CallSite): Objects {
  const node = type.getCallSignatures()[0]?.declaration;
  return node && (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) && node.body
    ? constructed(flow, { kind: 'callable', node, frame: undefined }, site)
    : NOTHING;
}

/** `new F()` is an instance, unless F returns another object. */
function constructed(flow: Flow, made: Extract<FlowObject, { kind: 'callable' }>, site: CallSite): Objects {
  const instance = objects({ kind: 'instance', of: made.node, site, frame: made.frame });
  const fn = functionOf(made.node);
  if (!fn) return union([instance, returnedByBase(flow, made, site)]);
  const values = returnedBy(fn);
  if (values.length === 0) return instance;
  const frame = flow.frame(made.node, site, made.frame);
  const given = values.filter(({ kind }) => kind !== ts.SyntaxKind.ThisKeyword);
  const returned = each(union(given.map((value) => flow.objectsOf(value, frame))), (object) =>
    object.kind === 'plain' ? NOTHING : objects(object),
  );
  return endsInReturn(fn) && returned.size > 0 ? returned : union([instance, returned]);
}

/** What the constructor of a base class returns in place of the instance, for a class without a constructor of its own. */
const returnedByBase = (
  flow: Flow,
  { node }: Extract<FlowObject, { kind: 'callable' }>,
  site: CallSite,
): Objects =>
  each(basesOf(flow, node), (base) =>
    base.kind === 'callable'
      ? new Map([...constructed(flow, base, site)].filter(([, { kind }]) => kind !== 'instance'))
      : NOTHING,
  );

function endsInReturn({ body }: ts.FunctionLikeDeclaration): boolean {
  if (!body || !ts.isBlock(body)) return false;
  const last = body.statements.at(-1);
  return (
    last !== undefined && ts.isReturnStatement(last) && last.expression?.kind !== ts.SyntaxKind.ThisKeyword
  );
}
