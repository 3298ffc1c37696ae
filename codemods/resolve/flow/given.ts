import ts from 'typescript';
import type { Flow } from './flow';
import { type FlowObject, keyOf, NOTHING, objects } from './objects';
import { Tracker } from './tracker';

/** How deep the arguments of a call are searched for a client: `register({ pay: asValue(client) })`. */
const MAX_DEPTH = 3;

/**
 * Whether a method of a package's object is given a client, so that the object may give it back under any name:
 * `container.register({ pay: asValue(client) })`, `deferred.resolve(client)`.
 */
export function wasGivenClient(flow: Flow, owner: Extract<FlowObject, { kind: 'made' }>): boolean {
  const given = flow.table.answers(`given:${keyOf(owner)}`, () => {
    const tracker = new Tracker(flow);
    tracker.follow(owner.node, []);
    const isGiven = [...tracker.places].some((place) =>
      argumentsOn(place).some((argument) => holdsClient(flow, argument, 0)),
    );
    return isGiven ? objects(owner) : NOTHING;
  });
  return given.size > 0;
}

/** The arguments of a method that is called on an object. */
function argumentsOn(object: ts.Node): readonly ts.Expression[] {
  // A place may be a whole file, which exports the object.
  if (ts.isSourceFile(object)) return [];
  const { parent: method } = object;
  const isMethod = ts.isPropertyAccessExpression(method) && method.expression === object;
  const call = isMethod ? method.parent : undefined;
  return call && ts.isCallExpression(call) && call.expression === method ? call.arguments : [];
}

function holdsClient(flow: Flow, value: ts.Expression, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (flow.carriesClient(flow.objectsOf(value, undefined))) return true;
  const holds = (part: ts.Expression) => holdsClient(flow, part, depth + 1);
  if (ts.isCallExpression(value)) return value.arguments.some(holds);
  return (
    ts.isObjectLiteralExpression(value) &&
    value.properties.some((property) => ts.isPropertyAssignment(property) && holds(property.initializer))
  );
}
