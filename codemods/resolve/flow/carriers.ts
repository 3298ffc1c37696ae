import ts from 'typescript';
import { addedMember, augmentedMember, rolesOfType } from './augmentations';
import type { Flow } from './flow';
import { type FlowObject, isGuessed, type Objects, objects, union } from './objects';
import { writtenObjects } from './writes';

/**
 * The objects that frameworks pass to every handler: the request, the application, the context. Their members are seldom typed, so all
 * assignments to the same carrier count.
 */
const ROLES: Readonly<Record<string, string>> = {
  req: 'request',
  request: 'request',
  res: 'response',
  response: 'response',
  reply: 'response',
  app: 'application',
  application: 'application',
  fastify: 'application',
  server: 'application',
  ctx: 'context',
  context: 'context',
  event: 'event',
  h: 'toolkit',
};

/** Carriers that are members of others: `req.app`, `app.locals`, `request.server`. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  'request.app': ['application', 'request.app'],
  'request.server': ['application'],
  'request.plugins': ['request.plugins'],
  'application.app': ['application.app'],
  'application.plugins': ['application.plugins'],
  'toolkit.request': ['request'],
  'toolkit.context': ['toolkit.context'],
  'context.app': ['application'],
  'context.req': ['request'],
  'context.request': ['request'],
  'application.context': ['context'],
  'application.locals': ['application.locals'],
  'response.locals': ['response.locals'],
  'context.state': ['context.state'],
  'event.context': ['event.context'],
  'request.session': ['request.session'],
  'response.app': ['application'],
  'response.req': ['request'],
  'response.request': ['request'],
  'response.server': ['application'],
  'request.res': ['response'],
};

/** Carriers that hapi fills by calls of its own: `server.expose('client', value)`, `server.bind({ client })`. */
const FILLED_BY_CALLS: ReadonlySet<string> = new Set([
  'application.plugins',
  'request.plugins',
  'toolkit',
  'toolkit.context',
]);

/** Members that frameworks fill themselves, with what came over the wire. */
const FRAMEWORKS_OWN: ReadonlySet<string> = new Set(
  'body cookies currentTarget data detail file files headers log params payload query raw signedCookies target'.split(
    ' ',
  ),
);

/** The carrier that a framework passes as a parameter, by the parameter's type or else its name. */
export function roleOf({ name, type }: ts.ParameterDeclaration): string | undefined {
  if (type && ts.isTypeReferenceNode(type)) {
    const typed = ts.isIdentifier(type.typeName) ? type.typeName : type.typeName.right;
    return rolesOfType(typed.text)[0];
  }
  return ts.isIdentifier(name) ? ROLES[name.text.replace(/^_+/, '')] : undefined;
}

/** The carriers that a member of a carrier is; none for an ordinary member. */
function carrierMember(role: string, name: string, at: ts.Node): Objects {
  return objects(
    ...(MEMBERS[`${role}.${name}`] ?? []).map((inner) => ({ kind: 'carrier' as const, role: inner, at })),
  );
}

/** The carriers that a member of a package's object is: `app.locals`, as the object may be a framework's application. */
export const madeCarrier = (name: string, at: ts.Node): Objects => carrierMember('application', name, at);

export function carriedObjects(
  flow: Flow,
  owner: Extract<FlowObject, { kind: 'carrier' }>,
  name: string,
): Objects {
  const inner = carrierMember(owner.role, name, owner.at);
  if (inner.size > 0) return inner;
  const declared = augmentedMember(flow, owner.role, name);
  if (declared.size > 0) return declared;
  const found = flow.table.answers(`carried:${owner.role}:${name}`, () =>
    union([...assigned(flow, owner.role, name), ...decorated(flow, owner.role, name)]),
  );
  // A global that is never set belongs to the platform, or to a script out of sight.
  if (found.size > 0 || owner.role === 'global' || owner.role === 'request.app') return found;
  // `request.app` is the application in express, and a store of its own in hapi.
  if (owner.role === 'application' && augmentedMember(flow, 'request.app', name).size > 0) return found;
  const isOpen = flow.resolution.sdk.instanceName.test(name) || FILLED_BY_CALLS.has(owner.role);
  return isOpen || (isGuessed(owner) && !FRAMEWORKS_OWN.has(name))
    ? objects(openOn(owner, name))
    : foreignMember(flow, owner.at, name);
}

/** A member of what a package gives: the package's, or also what the customer declares for one of its interfaces. */
export const foreignMember = (flow: Flow, at: ts.Node, name: string): Objects =>
  union([addedMember(flow, at, name), objects({ kind: 'foreign', at })]);

/** A carrier's members are the same in every function that receives it, so the cause is shared. */
function openOn({ role, at }: Extract<FlowObject, { kind: 'carrier' }>, name: string): FlowObject {
  const why = `nothing in sight puts ${name} there`;
  return { kind: 'open', cause: { at, path: [name], why, shared: { kind: 'carried', name: role } } };
}

const MAKES_APPLICATIONS = /^(?:express|fastify|koa|restify|polka|hono|h3|(?:@hapi\/)?hapi)$/;

/** Whether a call makes a framework's application: `Fastify()`, `new Koa()`, `Hapi.server()`. */
export function isApplication(flow: Flow, { expression }: ts.CallExpression | ts.NewExpression): boolean {
  return [...flow.objectsOf(expression, undefined).values()].some(
    (made) =>
      made.kind === 'foreign' && ts.isStringLiteralLike(made.at) && MAKES_APPLICATIONS.test(made.at.text),
  );
}

/** `req.pay = value`. */
function assigned(flow: Flow, role: string, name: string): Objects[] {
  return flow
    .memberWrites(name)
    .flatMap((write) => (isCarrier(flow, write.target, role) ? [writtenObjects(flow, write)] : []));
}

/** Whether an expression is a carrier: known to be one, or an application that a framework made. */
function isCarrier(flow: Flow, node: ts.Expression, role: string): boolean {
  for (const object of flow.objectsOf(node, undefined).values()) {
    if (object.kind === 'carrier' && object.role === role) return true;
    if (role === 'application' && isMadeByPackage(object)) return true;
  }
  return role.includes('.') && ts.isPropertyAccessExpression(node) && isMemberCarrier(flow, node, role);
}

/** `app.locals` of an application that a framework made. */
function isMemberCarrier(
  flow: Flow,
  { expression, name }: ts.PropertyAccessExpression,
  role: string,
): boolean {
  const [owner, member] = role.split('.');
  return name.text === member && isCarrier(flow, expression, owner!);
}

const isMadeByPackage = (object: FlowObject): boolean =>
  object.kind === 'foreign' || (object.kind === 'made' && object.by === 'package');

/** `app.get('pay')` of `app.set('pay', value)`. @returns `undefined` where nothing is set under the name */
export function appSetting(
  flow: Flow,
  receivers: Objects,
  key: ts.Expression | undefined,
): Objects | undefined {
  if (!key || !ts.isStringLiteralLike(key)) return undefined;
  const isApp = (object: FlowObject) =>
    object.kind === 'carrier'
      ? object.role === 'application'
      : object.kind === 'made' && isMadeByPackage(object);
  if (![...receivers.values()].some(isApp)) return undefined;
  const found = union(decorated(flow, 'application', key.text));
  return found.size > 0 ? found : undefined;
}

/** `fastify.decorate('pay', value)`, `app.decorateRequest('pay', value)`, `server.decorate('request', 'pay', value)`. */
function decorated(flow: Flow, role: string, name: string): Objects[] {
  const decorators: Readonly<Record<string, string>> = {
    decorate: 'application',
    decorateRequest: 'request',
    decorateReply: 'response',
    set: 'application',
  };
  flow.asksForReaders(name);
  return Object.entries(decorators).flatMap(([called, decorates]) =>
    flow.index.calls(called).flatMap((call): Objects[] => {
      const given = [...call.arguments];
      const [first] = given;
      const target = given.length > 2 && isText(first) ? first : undefined;
      if (target) given.shift();
      const [key, value] = given;
      if (!isText(key) || key.text !== name || !value) return [];
      const decoratedRole = target ? (target.text === 'server' ? 'application' : target.text) : decorates;
      return decoratedRole === role ? [flow.objectsOf(value, undefined)] : [];
    }),
  );
}

const isText = (node: ts.Node | undefined): node is ts.StringLiteralLike =>
  node !== undefined && ts.isStringLiteralLike(node);
