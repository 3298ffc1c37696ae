import ts from 'typescript';
import { nameText } from '../syntax';
import { isOfSdk } from '../tracing/client-types';
import { referredTo } from './components';
import { exportedNames } from './exports';
import { ELEMENT, type Flow } from './flow';
import { namesIn } from './names';
import { type Callable, type CallSite, type FlowObject, NOTHING } from './objects';
import { givenToCallback } from './passed';
import { functionOf } from './scopes';
import { ANY_KEY, type MemberWrite } from './writes-in';

/** How many levels deep an argument of a package is searched for a client. */
const MAX_CARRIED = 2;

/** Whether an object may be, hold or make a client, its class or its namespace. */
export function carries(flow: Flow, object: FlowObject, depth: number): boolean {
  switch (object.kind) {
    case 'typed':
      return isOfSdk(flow.resolution, object.type);
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
      if (ts.isClassLike(object.node)) {
        const any = { kind: 'instance' as const, of: object.node, site: undefined, frame: undefined };
        return depth < MAX_CARRIED && keepsClient(flow, any, depth);
      }
      const fn = functionOf(object.node);
      return (
        depth < MAX_CARRIED &&
        fn !== undefined &&
        (flow.carriesClient(flow.returnedIn(fn, undefined), depth + 1) ||
          callsBackWith(flow, fn, object, depth))
      );
    }
    case 'made': {
      if (depth >= MAX_CARRIED || object.by === 'package') return false;
      const inside = object.by === 'reference' ? referredTo(flow, object) : flow.member(object, ELEMENT);
      return flow.carriesClient(inside, depth + 1);
    }
    case 'module':
      return depth < MAX_CARRIED && exportsClient(flow, object.source, depth);
    case 'instance':
      return depth < MAX_CARRIED && keepsClient(flow, object, depth);
    // A package that was given a client may hand it on to another.
    case 'open': {
      const { at, path } = object.cause;
      return (
        depth < MAX_CARRIED &&
        path.length === 0 &&
        ts.isCallExpression(at) &&
        at.arguments.some((given) => flow.carriesClient(flow.objectsOf(given, undefined), depth + 1))
      );
    }
    default:
      return false;
  }
}

/** Whether a function gives a client to its callback: `(callback) => callback(null, client)`. */
function callsBackWith(
  flow: Flow,
  { parameters }: ts.FunctionLikeDeclaration,
  fn: FlowObject,
  depth: number,
): boolean {
  const name = parameters.at(-1)?.name.getText() ?? '';
  if (!CALLBACK.test(name)) return false;
  const site: CallSite = { node: parameters.at(-1)!, frame: undefined, count: 0, argument: () => NOTHING };
  return flow.carriesClient(givenToCallback(flow, fn, site), depth + 1);
}

const CALLBACK = /^_?(?:cb|callback|done|next|fn)$/i;

function exportsClient(flow: Flow, source: ts.SourceFile, depth: number): boolean {
  return exportedNames(flow.checker, source).some((name) =>
    flow.carriesClient(flow.member({ kind: 'module', source }, name), depth + 1),
  );
}

/** Whether an instance holds a client, or any instance of a class: a package that receives the class may make one. */
function keepsClient(flow: Flow, made: Extract<FlowObject, { kind: 'instance' }>, depth: number): boolean {
  const keeps = (name: string) => flow.carriesClient(flow.member(made, name), depth + 1);
  const { of } = made;
  const members: readonly ts.ClassElement[] = ts.isClassLike(of) ? of.members : [];
  const fields = members.flatMap(({ name }) => (name && nameText(name)) ?? []);
  return fields.some(keeps) || fieldsSetBy(of).some(keeps);
}

/** The fields that a class sets: `client` of `this.client = value`. */
function fieldsSetBy(of: Callable): string[] {
  const isOwn = ({ target }: MemberWrite) =>
    target.kind === ts.SyntaxKind.ThisKeyword && of.pos <= target.pos && target.end <= of.end;
  return [...namesIn(of.getSourceFile()).all.memberWrites].flatMap(([name, writes]) =>
    name !== ANY_KEY && writes.some(isOwn) ? [name] : [],
  );
}
